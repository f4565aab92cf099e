/** Makes the database look as the template says. Adds what is missing, never removes. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import type { DeclaredTable } from './declared-tables.ts'

const indexWaitMs = 60_000

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | null> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? null
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null
    throw error
  }
}

type Index = DeclaredTable['globalIndexes'][number]
const indexOf = ({ IndexName, KeySchema, Projection }: Index) => ({ IndexName, KeySchema: [...KeySchema], Projection })

const create = (client: DynamoDBClient, table: DeclaredTable) =>
  client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [...table.keys],
      AttributeDefinitions: [...table.attributes],
      ...(table.globalIndexes.length > 0 && { GlobalSecondaryIndexes: table.globalIndexes.map(indexOf) }),
      ...(table.localIndexes.length > 0 && { LocalSecondaryIndexes: table.localIndexes.map(indexOf) }),
      ...(table.stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream } }),
    }),
  )

const sameKeys = (a: readonly { AttributeName?: string | undefined }[] = [], b: readonly { AttributeName: string }[]): boolean =>
  a.length === b.length && a.every((key, place) => key.AttributeName === b[place]?.AttributeName)

const untilActive = async (client: DynamoDBClient, table: DeclaredTable): Promise<void> => {
  for (const deadline = Date.now() + indexWaitMs; ; ) {
    const now = await describe(client, table.name)
    const indexes = now?.GlobalSecondaryIndexes ?? []
    if (now?.TableStatus === 'ACTIVE' && indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return
    if (Date.now() > deadline) throw new Error(`the table ${table.name} is not active after ${indexWaitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const complete = async (client: DynamoDBClient, table: DeclaredTable, existing: TableDescription): Promise<void> => {
  if (!sameKeys(existing.KeySchema, table.keys)) {
    throw new Error(`the table ${table.name} in the data folder has other keys than the template: start with another --data`)
  }
  if (table.stream && !existing.StreamSpecification?.StreamEnabled) {
    await client.send(
      new UpdateTableCommand({ TableName: table.name, StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream } }),
    )
  }
  for (const index of table.globalIndexes) {
    const found = existing.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName)
    if (found && !sameKeys(found.KeySchema, index.KeySchema)) {
      throw new Error(`the index ${index.IndexName} of ${table.name} has other keys than the template: start with another --data`)
    }
    if (found) continue
    await client.send(
      new UpdateTableCommand({
        TableName: table.name,
        AttributeDefinitions: [...table.attributes],
        GlobalSecondaryIndexUpdates: [{ Create: indexOf(index) }],
      }),
    )
    await untilActive(client, table)
  }
}

const setExpiry = async (client: DynamoDBClient, { name, expiryAttribute }: DeclaredTable): Promise<void> => {
  if (expiryAttribute === null) return
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return
  await client.send(
    new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { Enabled: true, AttributeName: expiryAttribute } }),
  )
}

/** Idempotent. Throws where the data folder holds a table with other keys. */
export const createTables = async (client: DynamoDBClient, tables: readonly DeclaredTable[]): Promise<void> => {
  for (const table of tables) {
    const existing = await describe(client, table.name)
    if (existing) await complete(client, table, existing)
    else await create(client, table)
    await untilActive(client, table)
    await setExpiry(client, table)
  }
}
