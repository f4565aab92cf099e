/** Doors of queues and streams: each record by itself, those that fail come again. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import middy from '@middy/core'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
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

/** For messages that gain by being handled together: `handle` says of each, in their order, whether it is done. The others come again. */
export const batchDoor = <T extends z.ZodType>(schema: T, handle: (messages: readonly z.output<T>[]) => Promise<readonly boolean[]>) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .handler(async (event: SQSEvent) => {
      const read = event.Records.map(({ messageId, body }) => ({ messageId, message: messageIn(schema, body) }))
      const good = read.flatMap(({ messageId, message }) => (message.success ? [{ messageId, message: message.data }] : []))
      for (const { messageId, message } of read)
        if (!message.success) logger.error('message failed', { messageId, reason: String(message.error) })
      const done = await handle(good.map(({ message }) => message))
      const settled = new Set(good.filter((_, at) => done[at] === true).map(({ messageId }) => messageId))
      return {
        batchItemFailures: read.filter(({ messageId }) => !settled.has(messageId)).map(({ messageId }) => ({ itemIdentifier: messageId })),
      }
    })

const messageIn = <T extends z.ZodType>(
  schema: T,
  body: string,
): z.ZodSafeParseResult<z.output<T>> | { success: false; error: unknown } => {
  try {
    return schema.safeParse(JSON.parse(body))
  } catch (error) {
    return { success: false, error }
  }
}

export type StreamRecord = {
  readonly sequence: string
  readonly pk: string
  readonly sk: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

const read = ({ dynamodb }: DynamoDBRecord): StreamRecord => {
  const image = (value: NonNullable<DynamoDBRecord['dynamodb']>['OldImage']) =>
    value ? unmarshall(value as Parameters<typeof unmarshall>[0]) : null
  return {
    sequence: dynamodb?.SequenceNumber ?? '',
    pk: dynamodb?.Keys?.pk?.S ?? '',
    sk: dynamodb?.Keys?.sk?.S ?? '',
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
