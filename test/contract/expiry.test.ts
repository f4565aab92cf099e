/** What has expired goes, and nothing else: read from the stand-in's own database, and by scanning a server that is not ours. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DynamoDb, startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts'
import { sweepExpired } from '../../infra/local/dynamodb/expiry.ts'

const now = Date.parse('2026-11-25T12:00:00Z')
const nowSeconds = now / 1000
const keys = [
  { AttributeName: 'pk', KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
] as const
const attributes = keys.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' as const }))

let folder: string
let server: DynamoDb
let client: DynamoDBClient
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-expiry-'))
  server = await startDynamoDb({ directory: folder, otherwise: undefined, onExit: () => {} })
  client = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

it.each([
  ['in-the-database', () => server.file],
  ['by-scanning', () => null],
])('%s: goes once its time is over, whatever its key', async (name, file) => {
  await client.send(
    new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', KeySchema: [...keys], AttributeDefinitions: attributes }),
  )
  const documents = DynamoDBDocumentClient.from(client)
  const put = (sk: string, rest: object = {}) => documents.send(new PutCommand({ TableName: name, Item: { pk: `A"'#${sk}`, sk, ...rest } }))
  await put('over', { expiresAt: nowSeconds - 1 })
  await put('long over', { expiresAt: 7 })
  for (let at = 0; at < 30; at++) await put(`session ${at}`, { expiresAt: nowSeconds - at - 1 })
  await put('now', { expiresAt: nowSeconds })
  await put('later', { expiresAt: nowSeconds + 60 })
  await put('never')
  await put('says so only', { text: '"expiresAt":{"N":"7"}', inner: { expiresAt: 7 } })
  const table = {
    name,
    keys: [...keys],
    attributes,
    globalIndexes: [],
    localIndexes: [],
    stream: null,
    expiryAttribute: 'expiresAt',
  }
  expect(await sweepExpired(client, [table, { ...table, expiryAttribute: null }], now, file())).toBe(32)
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: name }))
  expect(Items.map(({ sk }) => String(sk)).sort()).toEqual(['later', 'never', 'now', 'says so only'])
})
