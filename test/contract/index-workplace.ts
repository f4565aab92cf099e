/** A table of its own, over the wire, and the ports of the index on it: inventories are handed in, and any write may be the last. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { emptyRecord } from '#shared/domain/inventory/empty-record.ts'
import { indexStores } from '../../functions/adapters/index-stores.ts'
import { indexedTermsStore } from '../../functions/adapters/indexed-terms.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import type { MachineRecord } from '../../functions/adapters/records.ts'
import { type Item, Table } from '../../functions/adapters/table.ts'
import type { IndexPorts } from '../../functions/use-cases/index-terms.ts'
import { neverSeen } from '../../functions/use-cases/never-seen.ts'
import { startDynamoDb } from '../../infra/local/dynamodb/dynoxide.ts'

export type Bench = {
  readonly table: Table
  /** The same one, for who may die. */
  readonly mortal: Table
  readonly ports: IndexPorts
  readonly inventories: Map<string, InventoryRecord>
  /** null: deleted. */
  readonly saveMachine: (
    id: string,
    ordinal: number,
    name: string | null,
    entityId?: string,
    more?: Partial<MachineRecord>,
  ) => Promise<void>
  /** The writer dies after so many calls, and stays dead until `revive`. */
  readonly dieAfter: (calls: number) => void
  readonly revive: () => void
  /** All items whose partition begins so, as text that can be compared. */
  readonly dump: (prefix: string) => Promise<string[]>
}

export const openWorkplace = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pulse-terms-'))
  const server = await startDynamoDb({ directory: folder, otherwise: undefined, onExit: () => {} })
  const connection = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
  let tables = 0

  const newBench = async (): Promise<Bench> => {
    const name = `terms-${tables++}`
    const keys = [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ] as const
    await connection.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [...keys],
        AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'gsi1',
            KeySchema: keys.map((key) => ({ ...key, AttributeName: `gsi1${key.AttributeName}` })),
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    )
    const documents = DynamoDBDocumentClient.from(connection, { marshallOptions: { removeUndefinedValues: true } })
    const mortal = DynamoDBDocumentClient.from(connection, { marshallOptions: { removeUndefinedValues: true } })
    let callsLeft = Number.POSITIVE_INFINITY
    mortal.middlewareStack.add(
      (next) => (args) => {
        if (callsLeft-- <= 0) return Promise.reject(new Error('the writer is dead'))
        return next(args)
      },
      { step: 'initialize' },
    )
    const table = new Table(mortal, name)
    const inventories = new Map<string, InventoryRecord>()
    let clock = Date.parse('2026-11-25T12:00:00Z')
    let ids = 0
    const sound = new Table(documents, name)
    const store = machineStore(sound)
    return {
      table: sound,
      mortal: table,
      inventories,
      saveMachine: async (id, ordinal, machineName, entityId = 'root', more = {}) => {
        if (machineName === null) await store.delete(id)
        else await sound.put(store.itemOf({ ...machineItem(id, machineName, ordinal), entityId, ...more }))
      },
      ports: {
        machines: machineStore(table),
        inventoriesOf: async (machineIds) =>
          new Map(machineIds.flatMap((id) => (inventories.has(id) ? [[id, inventories.get(id) ?? none]] : []))),
        ...indexStores(table),
        // Small machines: their news are now kept beside the whole and now made one with it.
        indexed: indexedTermsStore(table, 80),
        patienceMs: 110_000,
        newId: () => `writer-${ids++}`,
        now: () => clock++,
        pause: async (ms) => {
          clock += ms
          await new Promise((resolve) => setTimeout(resolve, 2))
        },
      },
      dieAfter: (calls) => {
        callsLeft = calls
      },
      revive: () => {
        callsLeft = Number.POSITIVE_INFINITY
        // What the dead one held is free.
        clock += 300_000
      },
      dump: async (prefix) => {
        const lines: string[] = []
        let from: Item | undefined
        do {
          const page = await documents.send(new ScanCommand({ TableName: name, ExclusiveStartKey: from }))
          for (const item of page.Items ?? []) if (String(item['pk']).startsWith(prefix)) lines.push(asText(item))
          from = page.LastEvaluatedKey
        } while (from)
        return lines.sort()
      },
    }
  }
  return {
    newBench,
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const none = emptyRecord({ family: 'glpi', version: null, deviceId: 'none', tag: null }, '2026-11-25T12:00:00.000Z')
const asText = (item: Item): string =>
  JSON.stringify(
    Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value),
  )

const machineItem = (id: string, name: string, ordinal: number) => ({
  ...neverSeen,
  id,
  name,
  siteId: 'site',
  address: '192.0.2.1',
  port: 22,
  user: 'root',
  keyName: 'site',
  macs: [],
  entityId: 'root',
  entityBy: 'rule' as const,
  ordinal,
  addressBy: 'hand' as const,
  createdAt: '2026-11-25T12:00:00.000Z',
  updatedAt: '2026-11-25T12:00:00.000Z',
})

export const inventoryWith = (
  programs: readonly (readonly [name: string, version: string])[],
  memoryBytes: number | null = null,
): InventoryRecord => ({
  ...none,
  hardware: { ...none.hardware, memoryBytes },
  software: programs.map(([name, version]) => ({
    name,
    version,
    publisher: null,
    architecture: null,
    source: null,
    identifier: null,
    installedOn: null,
    sizeBytes: null,
  })),
})
