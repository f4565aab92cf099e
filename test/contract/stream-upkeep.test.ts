/** The stand-in's streams: what no reader wants to see is not stored, and what is stored is all that readers want. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DynamoDb, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts'
import { indexStreams, storeOnlyRead } from '../../infra/local/dynamodb/stream-upkeep.ts'
import { streamReader } from '../../infra/local/dynamodb/streams.ts'

let folder: string
let server: DynamoDb
let documents: DynamoDBDocumentClient
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-streams-'))
  server = await startDynamoDb({ directory: folder, otherwise: undefined, onExit: () => {} })
  const client = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  })
  documents = DynamoDBDocumentClient.from(client)
  const keys = [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ] as const
  for (const TableName of ['chosen', 'whole'])
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [...keys],
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    )
  indexStreams(server.file ?? '')
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const write = (table: string, ...sortKeys: readonly string[]) =>
  documents.send(new TransactWriteCommand({ TransactItems: sortKeys.map((sk) => ({ Put: { TableName: table, Item: { pk: 'p', sk } } })) }))
const told = async (table: string): Promise<unknown[]> => {
  const reader = streamReader(server.url, 'eu-west-1')
  const { streamArn, shards } = await reader.shardsOf(table)
  const [shard] = shards
  if (!shard) return []
  const { records } = await reader.read(await reader.iteratorAt(streamArn, shard.id, null), 100)
  return records.map(({ dynamodb }) => dynamodb.Keys['sk'])
}
const bySortKey = (...S: readonly unknown[]) => ({ dynamodb: { Keys: { sk: { S } } } })

it('keeps what any of the readers lets through, and everything for one without a filter', async () => {
  const file = server.file ?? ''
  storeOnlyRead(
    file,
    new Map([
      ['chosen', [[bySortKey('MACHINE', "it's")], [bySortKey({ prefix: 'E#' })]]],
      ['whole', [[bySortKey('MACHINE')], []]],
    ]),
  )
  for (const table of ['chosen', 'whole']) await write(table, 'MACHINE', "it's", 'E#1', 'TERMS', 'MACHINES', 'e#2')
  expect(await told('chosen')).toEqual([{ S: 'MACHINE' }, { S: "it's" }, { S: 'E#1' }])
  expect(await told('whole')).toHaveLength(6)

  // Another version of the product wants to see something else.
  storeOnlyRead(file, new Map([['chosen', [[{ eventName: ['REMOVE'] }]]]]))
  await write('chosen', 'TERMS')
  expect((await told('chosen')).at(-1)).toEqual({ S: 'TERMS' })
})
