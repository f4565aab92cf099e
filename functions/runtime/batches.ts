/** Doors of queues and streams: each record by itself, those that fail come again. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import middy from '@middy/core'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, SQSEvent, SQSRecord } from 'aws-lambda'
import type * as z from 'zod'
import { logger } from './logger.ts'

/** Messages that do not fit the schema go to the dead letters by failing; nothing is dropped in silence. */
export const queueDoor = <T extends z.ZodType>(schema: T, handle: (message: z.output<T>) => Promise<void>) =>
  middy<SQSEvent, unknown>()
    .use(injectLambdaContext(logger))
    .use(
      sqsPartialBatchFailure({
        logger: (reason: unknown, record: SQSRecord) =>
          logger.error('message failed', { messageId: record.messageId, reason: String(reason) }),
      }),
    )
    .handler((event: SQSEvent) => Promise.allSettled(event.Records.map(async (record) => handle(schema.parse(JSON.parse(record.body))))))

export type StreamRecord = {
  readonly sequence: string
  readonly pk: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

const read = ({ dynamodb }: DynamoDBRecord): StreamRecord => {
  const image = (value: NonNullable<DynamoDBRecord['dynamodb']>['OldImage']) =>
    value ? unmarshall(value as Parameters<typeof unmarshall>[0]) : null
  return {
    sequence: dynamodb?.SequenceNumber ?? '',
    pk: dynamodb?.Keys?.pk?.S ?? '',
    before: image(dynamodb?.OldImage),
    after: image(dynamodb?.NewImage),
  }
}

/** The batch as a whole: on an error all of it comes again, from its first record. */
export const streamDoor = (handle: (records: readonly StreamRecord[]) => Promise<void>) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(injectLambdaContext(logger))
    .handler(async (event: DynamoDBStreamEvent) => {
      try {
        await handle(event.Records.map(read))
        return { batchItemFailures: [] }
      } catch (error) {
        logger.error('batch failed', { error })
        return { batchItemFailures: [{ itemIdentifier: event.Records[0]?.dynamodb?.SequenceNumber ?? '' }] }
      }
    })
