/** The servers that stand in for AWS's stores, started side by side from what the template declares. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SQSClient } from '@aws-sdk/client-sqs'
import { startCognito } from './cognito/server.ts'
import type { KeyPair, Secrets } from './credentials.ts'
import { createTables } from './dynamodb/create-tables.ts'
import { type DeclaredTable, declaredTables } from './dynamodb/declared-tables.ts'
import { type DynamoDb, startDynamoDb } from './dynamodb/dynoxide.ts'
import { indexStreams } from './dynamodb/stream-upkeep.ts'
import { type S3Options, startS3 } from './s3/server.ts'
import { type Delivery, startScheduler } from './scheduler/server.ts'
import { startSqs } from './sqs/server.ts'
import { declaredBuckets, declaredCorsOrigins, declaredGroups, declaredPool, declaredQueues } from './template/declared.ts'
import { account, region } from './template/references.ts'
import type { Stack } from './template/stack.ts'

export type StandIns = {
  readonly dynamodb: DynamoDb
  readonly tables: readonly DeclaredTable[]
  readonly sqs: { readonly url: string; readonly queueUrl: (name: string) => string }
  readonly s3: { readonly url: string }
  readonly scheduler: { readonly url: string }
  /** The operator's clients. */
  readonly clients: { readonly dynamodb: DynamoDBClient; readonly sqs: SQSClient }
  /** The environment with which any SDK finds them, without keys. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

const folder = (data: string, name: string): string => {
  const path = join(data, name)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}

/** Resolves when all answer and the tables are there. Throws with the first that could not start; the others are closed. */
export const startStandIns = async (options: {
  stack: Stack
  data: string
  operator: KeyPair
  secretOf: Secrets
  mayCall: NonNullable<S3Options['mayCall']>
  deliver: (delivery: Delivery) => Promise<void>
  deadLetter: (queueArn: string, body: string) => Promise<void>
  otherDynamoDb: string | undefined
  onDynamoDbExit: (code: number | null) => void
}): Promise<StandIns> => {
  const { stack, data, secretOf } = options
  const tables = declaredTables(stack)
  const pool = declaredPool(stack)
  const started = await Promise.allSettled([
    startDynamoDb({ directory: folder(data, 'dynamodb'), otherwise: options.otherDynamoDb, onExit: options.onDynamoDbExit }),
    startS3({
      directory: folder(data, 's3'),
      buckets: declaredBuckets(stack),
      secretOf,
      mayCall: options.mayCall,
      corsOrigins: () => declaredCorsOrigins(stack),
    }),
    startSqs({ file: join(folder(data, 'sqs'), 'sqs.db'), queues: declaredQueues(stack), secretOf, region, accountId: account }),
    startScheduler({
      file: join(folder(data, 'scheduler'), 'scheduler.db'),
      groups: declaredGroups(stack),
      secretOf,
      deliver: options.deliver,
      deadLetter: options.deadLetter,
      region,
      accountId: account,
    }),
    pool ? startCognito({ file: join(data, 'identity.db'), poolId: pool.id, policy: pool.policy, secretOf }) : null,
  ])
  const closeAll = async () => {
    for (const each of started) if (each.status === 'fulfilled') await each.value?.close()
  }
  const [dynamodb, s3, sqs, scheduler, cognito] = started
  if (
    dynamodb.status === 'rejected' ||
    s3.status === 'rejected' ||
    sqs.status === 'rejected' ||
    scheduler.status === 'rejected' ||
    cognito.status === 'rejected'
  ) {
    await closeAll()
    const failed = started.find((each) => each.status === 'rejected')
    throw failed?.status === 'rejected' ? failed.reason : new Error('a stand-in did not start')
  }
  const credentials = { ...options.operator }
  const clients = {
    dynamodb: new DynamoDBClient({ endpoint: dynamodb.value.url, region, credentials }),
    sqs: new SQSClient({ endpoint: sqs.value.url, region, credentials }),
  }
  try {
    await createTables(clients.dynamodb, tables)
    if (dynamodb.value.file !== null) indexStreams(dynamodb.value.file)
  } catch (error) {
    await closeAll()
    throw error
  }
  return {
    dynamodb: dynamodb.value,
    tables,
    sqs: sqs.value,
    s3: s3.value,
    scheduler: scheduler.value,
    clients,
    endpoints: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.value.url,
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamodb.value.url,
      AWS_ENDPOINT_URL_S3: s3.value.url,
      AWS_ENDPOINT_URL_SQS: sqs.value.url,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.value.url,
      ...(cognito.value && { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.value.url }),
    },
    close: async () => {
      clients.dynamodb.destroy()
      clients.sqs.destroy()
      await closeAll()
    },
  }
}
