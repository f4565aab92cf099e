/** Inventories as people read them: now, at an instant, and compared. */

import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import type { InventoryComparison, InventoryComparisonQuery, InventoryUpload, MachineInventory } from '#shared/contracts/inventory-views.ts'
import { mostShownChanges } from '#shared/contracts/inventory-views.ts'
import { type Change, changesBetween, undo, withVolatile } from '#shared/domain/inventory/changes.ts'
import type { HistoryRecord, InventoryHead, InventoryStore } from '../adapters/inventories.ts'
import type { InventoryObjects } from '../adapters/inventory-objects.ts'
import type { MachineStore } from '../adapters/machines.ts'
import { changesIn, countsOf, recordIn } from './inventory-history.ts'
import { invalid, notFound, Refusal } from './refusal.ts'

export type InventoryPorts = { readonly machines: MachineStore; readonly inventories: InventoryStore; readonly objects: InventoryObjects }

type Present = { readonly name: string; readonly head: InventoryHead; readonly record: InventoryRecord }

export const presentInventory = async (
  { machines, inventories, objects }: InventoryPorts,
  machineId: string,
  field = 'path.id',
): Promise<Present> => {
  const machine = await machines.get(machineId)
  if (!machine) throw notFound('machine', machineId, field)
  // The record is replaced by a later upload between the two reads at most once or twice.
  for (let tries = 0; tries < 3; tries++) {
    const head = await inventories.head(machineId)
    if (!head)
      throw new Refusal('not-found', `The machine ${machine.name} has no inventory yet: no agent of it has sent one.`, [
        { field, value: machineId, message: 'must be a machine that has an inventory' },
      ])
    const bytes = await objects.get(head.objectKey)
    if (bytes) return { name: machine.name, head, record: withVolatile(recordIn(bytes), head.volatile) }
  }
  throw new Error(`the record of machine ${machineId} is not where its head says`)
}

/** Before the first inventory, or before what is kept, there is nothing to tell. */
const checkInstant = (field: string, at: string, { firstAt, historyFrom }: InventoryHead): void => {
  if (at < firstAt) throw invalid(field, at, `must not be before the first inventory of the machine, ${firstAt}`)
  if (at < historyFrom) throw invalid(field, at, `must not be before ${historyFrom}: what was before that is not kept`)
}

/** The record as it was: the changes since, undone from the latest on. */
const asOf = async (
  { inventories }: InventoryPorts,
  { head, record }: Present,
  field: string,
  at: string,
): Promise<{ record: InventoryRecord; receivedAt: string }> => {
  let then = record
  let receivedAt = head.firstAt
  for await (const history of inventories.historyBack(head.machineId)) {
    if (history.at <= at) {
      receivedAt = history.at
      break
    }
    const changes = changesIn(history)
    if (changes === null) throw invalid(field, at, `must not be before ${history.at}: too much changed then to be kept`)
    then = undo(then, changes)
  }
  return { record: { ...then, receivedAt }, receivedAt }
}

const instantOf = (text: string): string => new Date(text).toISOString()

export const getMachineInventory = async (ports: InventoryPorts, machineId: string, at: string | undefined): Promise<MachineInventory> => {
  const now = await presentInventory(ports, machineId)
  const { head, name } = now
  const wanted = at === undefined ? null : instantOf(at)
  if (wanted !== null) checkInstant('query.at', wanted, head)
  const shown =
    wanted === null || wanted >= head.receivedAt
      ? { record: now.record, receivedAt: head.receivedAt }
      : await asOf(ports, now, 'query.at', wanted)
  return {
    machineId,
    name,
    asOf: shown.receivedAt,
    firstAt: head.firstAt,
    historyFrom: head.historyFrom,
    lastAt: head.receivedAt,
    agents: head.sources.map(({ agentKey: key, ...agent }) => ({ key, ...agent })),
    inventory: shown.record,
  }
}

const showUpload = (history: HistoryRecord): InventoryUpload => {
  const changes = changesIn(history) ?? []
  const { at, family, acrossAgents, counts } = history
  const total = Object.values(counts).reduce((sum, { added, removed, changed }) => sum + added + removed + changed, 0)
  return { at, family, acrossAgents, counts, changes: changes.slice(0, mostShownChanges), total }
}

export const listInventoryChanges = async (
  ports: InventoryPorts,
  machineId: string,
  query: { limit: number; cursor?: string | undefined },
) => {
  if (!(await ports.machines.get(machineId))) throw notFound('machine', machineId)
  const { items, nextCursor } = await ports.inventories.history(machineId, query.limit, query.cursor)
  return { items: items.map(showUpload), nextCursor }
}

export const compareInventories = async (
  ports: InventoryPorts,
  machineId: string,
  query: InventoryComparisonQuery,
): Promise<InventoryComparison> => {
  if (query.with !== undefined && (query.from !== undefined || query.to !== undefined))
    throw invalid('query.with', query.with, 'must come without from and to: the two machines are compared as they are now')
  if (query.with === undefined && query.from === undefined)
    throw invalid('query.from', null, 'must say since when, or with must name another machine')
  if (query.with === machineId) throw invalid('query.with', query.with, 'must be another machine')
  if (query.from !== undefined && query.to !== undefined && instantOf(query.from) > instantOf(query.to))
    throw invalid('query.to', query.to, 'must not be before from')
  const now = await presentInventory(ports, machineId)
  const at = async (field: string, text: string | undefined): Promise<InventoryRecord> => {
    if (text === undefined) return now.record
    const wanted = instantOf(text)
    checkInstant(field, wanted, now.head)
    return (await asOf(ports, now, field, wanted)).record
  }
  const before =
    query.with === undefined ? await at('query.from', query.from) : (await presentInventory(ports, query.with, 'query.with')).record
  const after = query.with === undefined ? await at('query.to', query.to) : now.record
  const acrossAgents = before.source.family !== after.source.family
  const changes = changesBetween(before, after, { acrossAgents: query.with !== undefined && acrossAgents })
  return { counts: countsOf(changes), changes: changes.map(shown), acrossAgents }
}

const shown = ({ section, key, before, after }: Change) => ({ section, key, before: before ?? null, after: after ?? null })
