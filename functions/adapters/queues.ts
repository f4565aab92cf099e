import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** SQS takes ten messages and 1 MiB in one call. */
const batchSize = 10
const batchBytes = 1_000_000

export const queue = (client: SQSClient, url: string) => ({
  send: async (message: object, delaySeconds = 0): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds }))
  },
  /** All of them, or an error: some may then have been sent, and sending again is harmless. */
  sendAll: async (messages: readonly object[], delaySeconds = 0): Promise<void> => {
    for (const batch of batchesOf(messages.map((message) => JSON.stringify(message)))) {
      const answer = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: batch.map((MessageBody, at) => ({ Id: String(at), MessageBody, DelaySeconds: delaySeconds })),
        }),
      )
      if (answer.Failed && answer.Failed.length > 0)
        throw new Error(`SQS refused ${answer.Failed.length} messages: ${answer.Failed[0]?.Code}`)
    }
  },
})
export type Queue = ReturnType<typeof queue>

const batchesOf = (bodies: readonly string[]): string[][] => {
  const batches: string[][] = []
  let bytes = 0
  for (const body of bodies) {
    const size = Buffer.byteLength(body)
    const last = batches.at(-1)
    if (last && last.length < batchSize && bytes + size <= batchBytes) last.push(body)
    else {
      batches.push([body])
      bytes = 0
    }
    bytes += size
  }
  return batches
}
