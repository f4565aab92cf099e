/** A person says that two machines are one, or that one is two. What a person has said is stronger than any evidence. */
import type { Machine } from '#shared/contracts/machines.ts'
import type { InventoryHead, InventoryStore, SourceRecord } from '../adapters/inventories.ts'
import { type InventoryObjects, recordKey } from '../adapters/inventory-objects.ts'
import type { JoinedMachines } from '../adapters/joined-machines.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { mostSources } from './inventory-sources.ts'
import type { ReachingPorts } from './reaching-machines.ts'
import { invalid, notFound, Refusal } from './refusal.ts'
import { showMachine } from './show-machine.ts'

export type JoinPorts = ReachingPorts & {
  readonly machines: MachineStore
  readonly inventories: InventoryStore
  readonly joined: JoinedMachines
  readonly objects: InventoryObjects
  readonly changed: () => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

export const foundMachine = async (machines: MachineStore, id: string): Promise<MachineRecord> => {
  const machine = await machines.get(id)
  if (!machine) throw notFound('machine', id)
  return machine
}
export const busy = (): Refusal => new Refusal('conflict', 'An inventory of the machine came in this very moment. Try again.')

/** Everything of a machine's inventory goes: record, history, and the keys by which it was known. */
export const forgetInventory = async (
  { inventories, objects }: Pick<JoinPorts, 'inventories' | 'objects'>,
  machineId: string,
): Promise<void> => {
  const objectKey = await inventories.forget(machineId)
  if (objectKey !== null) await objects.delete(objectKey)
}

/** `otherId` is deleted; its agents speak for the one that stays, whose history goes on. */
export const mergeMachines = async (ports: JoinPorts, keepId: string, otherId: string): Promise<Machine> => {
  if (keepId === otherId) throw invalid('/machineId', otherId, 'must be another machine')
  const keep = await foundMachine(ports.machines, keepId)
  const other = await ports.machines.get(otherId)
  if (!other) throw invalid('/machineId', otherId, 'must be the id of a machine that exists')
  if (keep.siteId !== other.siteId) throw invalid('/machineId', otherId, `must be a machine of the same site, ${keep.siteId}`)
  const gone = await ports.inventories.head(otherId)
  if (!gone) await ports.machines.delete(otherId)
  else if (!(await takeOver(ports, keepId, gone, other))) throw busy()
  // What is left of it speaks of no machine any more: its record and the history of its changes.
  await forgetInventory(ports, otherId)
  if (gone) await ports.objects.delete(gone.objectKey)
  await ports.changed()
  return showMachine(ports, await foundMachine(ports.machines, keepId))
}

/** One installation may have spoken for both: a new board in the same machine. The latest first. */
const together = (ours: readonly SourceRecord[], theirs: readonly SourceRecord[]): SourceRecord[] => {
  const latestFirst = [...ours, ...theirs].sort((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt))
  const isFirst = ({ agentKey }: SourceRecord, at: number) => latestFirst.findIndex((one) => one.agentKey === agentKey) === at
  return latestFirst.filter(isFirst).slice(0, mostSources)
}

const takeOver = async (ports: JoinPorts, keepId: string, gone: InventoryHead, other: MachineRecord): Promise<boolean> => {
  const before = await ports.inventories.head(keepId)
  const removal = ports.machines.removal(other)
  if (before) {
    const sources = together(before.sources, gone.sources)
    const keys = [...new Set([...before.keys, ...gone.keys])]
    return ports.joined.merge({ before, after: { ...before, version: before.version + 1, keys, sources } }, gone, removal)
  }
  // A machine that somebody had added by hand: it takes the whole inventory over.
  const bytes = await ports.objects.get(gone.objectKey)
  if (!bytes) return false
  const objectKey = recordKey(keepId, gone.uploadId)
  await ports.objects.putRecord(objectKey, bytes)
  const after: InventoryHead = { ...gone, machineId: keepId, objectKey, version: 1, historyFrom: gone.receivedAt }
  return ports.joined.merge({ before: null, after }, gone, removal)
}

/** The agent speaks of a new machine from its next inventory on, which must be a full one. */
export const splitMachine = async (ports: JoinPorts, id: string, agentKey: string): Promise<Machine> => {
  const machine = await foundMachine(ports.machines, id)
  const head = await ports.inventories.head(id)
  const source = head?.sources.find((one) => one.agentKey === agentKey)
  if (!head || !source) throw invalid('/agentKey', agentKey, 'must be the key of one of the agents of the machine')
  const rest = head.sources.filter((one) => one !== source)
  if (rest.length === 0) throw new Refusal('conflict', 'No other agent speaks for this machine: there is nothing to split.')
  const at = new Date(ports.now()).toISOString()
  const made: MachineRecord = {
    ...machine,
    id: ports.newId(),
    ordinal: await ports.machines.nextOrdinal(),
    createdAt: at,
    updatedAt: at,
    hostKey: null,
    externalId: null,
    lastSeenAt: null,
  }
  const bytes = await ports.objects.get(head.objectKey)
  if (!bytes) throw busy()
  const objectKey = recordKey(made.id, made.id)
  await ports.objects.putRecord(objectKey, bytes)
  const own = {
    ...head,
    machineId: made.id,
    version: 1,
    objectKey,
    uploadId: made.id,
    sources: [source],
    keys: [agentKey],
    historyFrom: head.receivedAt,
  }
  const after = { ...head, version: head.version + 1, sources: rest, keys: head.keys.filter((key) => key !== agentKey) }
  const written = { machine: ports.machines.itemOf(made), intoEntity: ports.machines.intoEntity(made), head: own, agentKey }
  if (!(await ports.joined.split({ before: head, after }, written))) {
    await ports.objects.delete(objectKey)
    throw busy()
  }
  await ports.changed()
  return showMachine(ports, made)
}
