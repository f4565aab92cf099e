/** An SQS queue as a function's event source: long polls, invokes, deletes what succeeded. Failures come back by themselves. */
import {
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { LocalFunction } from '../functions/function.ts'
import { region } from '../template/references.ts'
import { failedItems } from './batch-result.ts'
import type { DeclaredMapping } from './declared-mappings.ts'
import { passes } from './filter.ts'

/** SQS's own limits. */
const maxReceive = 10
const longPollSeconds = 20
/** Batches at a time where the mapping sets no MaximumConcurrency. */
const defaultConcurrency = 10
const pauseAfterErrorMs = 500

export type EventSource = {
  /** Takes nothing more; resolves when what was taken is settled, or after `limitMs`. */
  readonly stop: (limitMs: number) => Promise<void>
}

const attributeOf = (value: MessageAttributeValue) => ({
  dataType: value.DataType,
  ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
  ...(value.BinaryValue !== undefined && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
})

/** A message as Lambda hands it to the function. */
const recordOf = (message: Message, sourceArn: string) => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attributeOf(value)])),
  md5OfBody: message.MD5OfBody ?? '',
  eventSource: 'aws:sqs',
  eventSourceARN: sourceArn,
  awsRegion: region,
})
type QueueRecord = ReturnType<typeof recordOf>

const parsedBody = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

/** Begins to consume at once. `onTrouble` hears what is wrong with the queue; consuming goes on. */
export const consumeQueue = (options: {
  mapping: DeclaredMapping
  queueUrl: string
  client: SQSClient
  target: LocalFunction
  onTrouble: (error: unknown) => void
}): EventSource => {
  const { mapping, queueUrl, client, target } = options
  const stopping = new AbortController()
  const limit = mapping.concurrency ?? defaultConcurrency
  const running = new Set<Promise<void>>()

  const receive = async (most: number, waitSeconds: number): Promise<Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(most, maxReceive),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: stopping.signal },
    )
    return Messages
  }
  const collect = async (): Promise<Message[]> => {
    const batch = await receive(mapping.batchSize, longPollSeconds)
    if (batch.length === 0) return batch
    // Without a window, a batch above ten is what is there now.
    for (const until = Date.now() + mapping.windowMs; batch.length < mapping.batchSize; ) {
      const left = until - Date.now()
      const more = await receive(mapping.batchSize - batch.length, left > 0 ? Math.min(longPollSeconds, Math.ceil(left / 1000)) : 0)
      batch.push(...more)
      if (left <= 0 && more.length < maxReceive) break
    }
    return batch
  }
  const remove = async (records: readonly QueueRecord[]): Promise<void> => {
    for (let from = 0; from < records.length; from += maxReceive) {
      const Entries = records
        .slice(from, from + maxReceive)
        .map(({ receiptHandle }, place) => ({ Id: String(place), ReceiptHandle: receiptHandle }))
      const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      if (Failed.length > 0) throw new Error(`${Failed.length} messages could not be deleted: ${Failed[0]?.Message ?? Failed[0]?.Code}`)
    }
  }
  const handle = async (messages: readonly Message[]): Promise<void> => {
    const records = messages.map((message) => recordOf(message, mapping.sourceArn))
    const wanted = records.filter((record) => passes(mapping.filters, { ...record, body: parsedBody(record.body) }))
    // What the filter does not let through is deleted, as in AWS.
    await remove(records.filter((record) => !wanted.includes(record)))
    if (wanted.length === 0) return
    const invocation = await target.invoke({ Records: wanted })
    const failed = failedItems(
      invocation,
      wanted.map(({ messageId }) => messageId),
      mapping.partialFailures,
    )
    if (failed !== 'all') await remove(wanted.filter(({ messageId }) => !failed.has(messageId)))
  }

  const consume = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (running.size >= limit) {
        await Promise.race(running)
        continue
      }
      try {
        const batch = await collect()
        if (batch.length === 0) continue
        const handled: Promise<void> = handle(batch)
          .catch(options.onTrouble)
          .finally(() => running.delete(handled))
        running.add(handled)
      } catch (error) {
        if (stopping.signal.aborted) return
        options.onTrouble(error)
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs))
      }
    }
  }
  const consuming = consume()

  return {
    stop: async (limitMs) => {
      stopping.abort()
      await Promise.race([consuming.then(() => Promise.all(running)), new Promise((resolve) => setTimeout(resolve, limitMs).unref())])
    },
  }
}
