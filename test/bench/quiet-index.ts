/** Machines that were loaded past the queues are looked at by the product too, which finds them indexed: that is waited for. */
import { setTimeout as pause } from 'node:timers/promises'
import { GetQueueAttributesCommand, ListQueuesCommand, type QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs'
import type { Installation } from '../fleet/installation.ts'

const counters = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const satisfies readonly QueueAttributeName[]
const betweenLooksMs = 1000
/** Writes reach the queue by the table's stream, a moment later. */
const looksInARow = 3

export const untilIndexIsQuiet = async ({ aws }: Installation): Promise<void> => {
  Object.assign(process.env, aws)
  const queues = new SQSClient({})
  const { QueueUrls = [] } = await queues.send(new ListQueuesCommand({}))
  const QueueUrl = QueueUrls.find((url) => /Terms(?!.*DeadLetters)/.test(url))
  for (let quiet = 0; quiet < looksInARow; await pause(betweenLooksMs)) {
    const { Attributes = {} } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counters] }))
    quiet = counters.every((counter) => Attributes[counter] === '0') ? quiet + 1 : 0
  }
}
