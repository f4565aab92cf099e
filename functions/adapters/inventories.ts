/** The inventory of each machine: where its record lies, by which keys it is known again, and what has changed. */
import * as z from 'zod'
import { AgentFamily } from '#shared/contracts/inventory.ts'
import { Volatile } from '#shared/domain/inventory/changes.ts'
import type { MachineStore } from './machines.ts'
import type { Table } from './table.ts'

const Fingerprint = z.object({
  uuid: z.string().nullable(),
  serial: z.string().nullable(),
  macs: z.array(z.string()).readonly(),
  name: z.string().nullable(),
})

/** One agent that tells of the machine. */
export const SourceRecord = z.object({
  agentKey: z.string(),
  family: AgentFamily,
  version: z.string().nullable(),
  deviceId: z.string(),
  lastAt: z.string(),
})
export type SourceRecord = z.infer<typeof SourceRecord>

export const InventoryHead = z.object({
  machineId: z.string(),
  siteId: z.string(),
  /** Grows with each write: two uploads of one machine at the same time are taken one after the other. */
  version: z.number(),
  objectKey: z.string(),
  /** The latest upload that was taken; an older one that comes late changes nothing. */
  uploadId: z.string(),
  receivedAt: z.string(),
  firstAt: z.string(),
  /** History is complete from here on. */
  historyFrom: z.string(),
  family: AgentFamily,
  fingerprint: Fingerprint,
  sources: z.array(SourceRecord),
  /** Keys under which this machine is found. */
  keys: z.array(z.string()),
  volatile: Volatile,
  /** What the rules of entities look at. Inventories of earlier versions tell it with their next upload. */
  placing: z.object({ addresses: z.array(z.string()), tag: z.string().nullable() }).default({ addresses: [], tag: null }),
})
export type InventoryHead = z.infer<typeof InventoryHead>

export const HistoryRecord = z.object({
  at: z.string(),
  uploadId: z.string(),
  family: AgentFamily,
  acrossAgents: z.boolean(),
  counts: z.record(z.string(), z.object({ added: z.number(), removed: z.number(), changed: z.number() })),
  /** gzip of the list of changes; null: they were too many to keep, and what was before cannot be told. */
  changes: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
})
export type HistoryRecord = z.infer<typeof HistoryRecord>

export const headKey = (machineId: string) => ({ pk: `MACHINE#${machineId}`, sk: 'INVENTORY' })
export const identityKey = (key: string) => ({ pk: `IDENTITY#${key}`, sk: 'IDENTITY' })
const historyPk = (machineId: string): string => `MACHINE#${machineId}`
const historySk = (at: string, uploadId: string): string => `CHANGES#${at}#${uploadId}`
const historySeconds = 2 * 365 * 86_400

const Identity = z.object({ key: z.string(), machineId: z.string(), decided: z.boolean().default(false) })
export type Identity = z.infer<typeof Identity>

const historyItem = (machineId: string, history: HistoryRecord) => ({
  pk: historyPk(machineId),
  sk: historySk(history.at, history.uploadId),
  ...history,
  expiresAt: Math.floor(Date.parse(history.at) / 1000) + historySeconds,
})

export const inventoryStore = (table: Table) => {
  const heads = async (machineIds: readonly string[]): Promise<Map<string, InventoryHead>> => {
    const items = await table.getMany([...new Set(machineIds)].map(headKey))
    return new Map(items.map((item) => InventoryHead.parse(item)).map((head) => [head.machineId, head]))
  }
  /** `free`: taken from whoever held it, as the machine that held it is gone. */
  const claim = (key: string, machineId: string, free: ReadonlySet<string>) => ({
    Put: {
      TableName: table.name,
      Item: { ...identityKey(key), key, machineId },
      ConditionExpression: free.has(key)
        ? 'attribute_not_exists(pk) OR decided = :no OR attribute_not_exists(decided)'
        : 'attribute_not_exists(pk) OR machineId = :me',
      ExpressionAttributeValues: free.has(key) ? { ':no': false } : { ':me': machineId },
    },
  })

  return {
    head: async (machineId: string): Promise<InventoryHead | null> => {
      const item = await table.get(headKey(machineId))
      return item ? InventoryHead.parse(item) : null
    },
    heads,
    identities: async (keys: readonly string[]): Promise<Map<string, Identity>> => {
      const items = await table.getMany([...new Set(keys)].map(identityKey))
      return new Map(items.map((item) => Identity.parse(item)).map((identity) => [identity.key, identity]))
    },
    /** A machine that nobody knew, with its first inventory: all of it, or false where one of its keys was just taken. */
    createMachine: async (
      machine: Record<string, unknown>,
      intoEntity: ReturnType<MachineStore['intoEntity']>,
      head: InventoryHead,
      free: ReadonlySet<string>,
    ): Promise<boolean> => {
      const failed = await table.transact([
        { Put: { TableName: table.name, Item: machine, ConditionExpression: 'attribute_not_exists(pk)' } },
        intoEntity,
        { Put: { TableName: table.name, Item: { ...headKey(head.machineId), ...head } } },
        ...head.keys.map((key) => claim(key, head.machineId, free)),
      ])
      return failed.length === 0
    },
    /** The first inventory of a machine that somebody had added, or a later one; `claims`: keys that become its own. False: somebody else wrote meanwhile. */
    save: async (
      before: InventoryHead | null,
      after: InventoryHead,
      history: HistoryRecord | null,
      { claims, free }: { claims: readonly string[]; free: ReadonlySet<string> },
    ): Promise<boolean> => {
      const condition = before === null ? 'attribute_not_exists(pk)' : 'version = :version'
      if (history === null && claims.length === 0 && before !== null)
        return table.update(headKey(after.machineId), {
          set: after,
          condition: '#version = :before',
          values: { ':before': before.version },
        })
      const failed = await table.transact([
        {
          Put: {
            TableName: table.name,
            Item: { ...headKey(after.machineId), ...after },
            ConditionExpression: condition,
            ...(before === null ? {} : { ExpressionAttributeValues: { ':version': before.version } }),
          },
        },
        ...(history === null ? [] : [{ Put: { TableName: table.name, Item: historyItem(after.machineId, history) } }]),
        ...claims.map((key) => claim(key, after.machineId, free)),
      ])
      return failed.length === 0
    },
    /** Latest first. */
    history: async (machineId: string, limit: number, cursor?: string) => {
      const { items, nextCursor } = await table.page({ pk: historyPk(machineId), prefix: 'CHANGES#', latestFirst: true }, limit, cursor)
      return { items: items.map((item) => HistoryRecord.parse(item)), nextCursor }
    },
    /** How many uploads that changed something are remembered. */
    historyLength: (machineId: string): Promise<number> => table.count({ pk: historyPk(machineId), prefix: 'CHANGES#' }),
    /** Latest first, one page of the table at a time. */
    async *historyBack(machineId: string): AsyncGenerator<HistoryRecord> {
      for await (const item of table.all({ pk: historyPk(machineId), prefix: 'CHANGES#', latestFirst: true }))
        yield HistoryRecord.parse(item)
    },
    /** Everything that is known of the machine's inventory, but for the object: its key is the answer. */
    forget: async (machineId: string): Promise<string | null> => {
      const head = await table.take(headKey(machineId))
      for await (const item of table.all({ pk: historyPk(machineId), prefix: 'CHANGES#' }))
        await table.delete({ pk: historyPk(machineId), sk: String(item.sk) })
      if (!head) return null
      const { keys, objectKey } = InventoryHead.parse(head)
      for (const key of keys) await table.delete(identityKey(key), { expression: 'machineId = :me', values: { ':me': machineId } })
      return objectKey
    },
  }
}
export type InventoryStore = ReturnType<typeof inventoryStore>
