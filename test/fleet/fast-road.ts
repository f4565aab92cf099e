/**
 * The same use cases as the functions of the product, in this process and in large batches: no agents' door, no queues.
 * It ends in the same stored state, but for the uploads themselves, which nothing reads again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { ulid } from 'ulid'
import * as z from 'zod'
import { chunkSize } from '#shared/domain/group/bitmap/words.ts'
import { indexStores } from '../../functions/adapters/index-stores.ts'
import { inventoryStore } from '../../functions/adapters/inventories.ts'
import { inventoryObjects } from '../../functions/adapters/inventory-objects.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import { presentInventories } from '../../functions/adapters/present-inventories.ts'
import { type Item, inTurns, Table } from '../../functions/adapters/table.ts'
import { indexMachines } from '../../functions/use-cases/index-terms.ts'
import { recordIn } from '../../functions/use-cases/inventory-history.ts'
import type { Installation } from './installation.ts'
import { type Fleet, numbersOf } from './real-road.ts'
import { recorder } from './recorder.ts'

const atATime = 16
/** A whole chunk: each value is then written once. */
const indexedAtATime = chunkSize

/** The main table and the bucket of inventories of a stack, by the names that CloudFormation gives. */
const storesOf = async (documents: DynamoDBClient, s3: S3Client): Promise<{ table: string; bucket: string }> => {
  const tables = (await documents.send(new ListTablesCommand({}))).TableNames ?? []
  const buckets = ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).flatMap(({ Name }) => Name ?? [])
  const table = tables.find((name) => /Main/.test(name))
  const bucket = buckets.find((name) => /inventories/i.test(name))
  if (table === undefined || bucket === undefined)
    throw new Error(`no main table among ${tables.join(', ')}, or no bucket of inventories among ${buckets.join(', ')}`)
  return { table, bucket }
}

export const openStores = async (installation: Installation) => {
  Object.assign(process.env, installation.aws)
  const client = new DynamoDBClient({})
  const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED', forcePathStyle: true })
  const names = await storesOf(client, s3)
  const table = new Table(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }), names.table)
  return { client, table, objects: inventoryObjects(s3, names.bucket) }
}

/** The stand-in on this disk commits each item of a batch by itself, and a transaction once. */
class BulkTable extends Table {
  override async putMany(items: readonly Item[]): Promise<void> {
    const parts = Array.from({ length: Math.ceil(items.length / mostInTransaction) }, (_, at) =>
      items.slice(at * mostInTransaction, (at + 1) * mostInTransaction),
    )
    await inTurns(parts, 4, async (part) => {
      await this.transact(part.map((one) => ({ Put: { TableName: this.name, Item: one } })))
    })
  }
}
const mostInTransaction = 100

/** Ordinals for all of them in one write. */
const takeOrdinals = async (table: Table, count: number): Promise<() => Promise<number>> => {
  const { Attributes } = await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { pk: 'COUNTER#MACHINES', sk: 'COUNTER' },
      UpdateExpression: 'ADD #given :count',
      ExpressionAttributeNames: { '#given': 'given' },
      ExpressionAttributeValues: { ':count': count },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  let next = z.object({ given: z.number() }).parse(Attributes).given - count
  return async () => next++
}

export const loadFleet = async (
  installation: Installation,
  fleet: Fleet,
  onDone: (recorded: number, indexed: number) => void,
): Promise<void> => {
  const { table: plain, objects } = await openStores(installation)
  const table = new BulkTable(plain.client, plain.name)
  const machines = { ...machineStore(table), nextOrdinal: await takeOrdinals(table, fleet.round === 0 ? fleet.count : 0) }
  const { record, takeChanged } = recorder(installation, { table, objects, machines }, 1)
  let recorded = 0
  await inTurns(numbersOf(fleet), atATime, async (number) => {
    await record(fleet.seed, number, fleet.round)
    onDone(++recorded, 0)
  })
  const changed = takeChanged()
  const stores = indexStores(table)
  const index = {
    ...stores,
    machines,
    inventoriesOf: presentInventories(inventoryStore(table), objects, recordIn),
    bitmaps: { ...stores.bitmaps, replace: stores.bitmaps.overwrite },
    newId: () => ulid(),
    now: () => Date.now(),
    pause: (ms: number) => pause(ms),
    patienceMs: 300_000,
  }
  for (let at = 0; at < changed.length; at += indexedAtATime) {
    const { failed } = await indexMachines(index, changed.slice(at, at + indexedAtATime))
    for (const [machineId, error] of failed) throw new Error(`the machine ${machineId} was not indexed`, { cause: error })
    onDone(recorded, Math.min(changed.length, at + indexedAtATime))
  }
}
