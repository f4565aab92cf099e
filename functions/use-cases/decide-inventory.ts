/** A person's word about machines: they are one, they are two, it has moved. */
import type { DecideDoubt, InventoryDoubt } from '#shared/contracts/inventory-views.ts'
import type { Machine } from '#shared/contracts/machines.ts'
import type { AgentStore } from '../adapters/agents.ts'
import type { DoubtRecord, DoubtStore } from '../adapters/doubts.ts'
import type { InventoryHead, InventoryStore } from '../adapters/inventories.ts'
import { type InventoryObjects, recordKey } from '../adapters/inventory-objects.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { Queue } from '../adapters/queues.ts'
import type { MachineRecord } from '../adapters/records.ts'
import type { ReachingPorts } from './reaching-machines.ts'
import { invalid, notFound, Refusal } from './refusal.ts'
import { showMachine } from './show-machine.ts'

export type DecidePorts = ReachingPorts & {
  readonly machines: MachineStore
  readonly inventories: InventoryStore
  readonly objects: InventoryObjects
  readonly doubts: DoubtStore
  readonly agents: AgentStore
  readonly inventoriesQueue: Queue
  readonly changed: (machineId: string) => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

const found = async (machines: MachineStore, id: string): Promise<MachineRecord> => {
  const machine = await machines.get(id)
  if (!machine) throw notFound('machine', id)
  return machine
}
const nothing = { claims: [], free: new Set<string>() }
const busy = (): Refusal => new Refusal('conflict', 'An inventory of the machine came in this very moment. Try again.')

/** Everything of a machine's inventory goes: record, history, and the keys by which it was known. */
export const forgetInventory = async (
  { inventories, objects }: Pick<DecidePorts, 'inventories' | 'objects'>,
  machineId: string,
): Promise<void> => {
  const objectKey = await inventories.forget(machineId)
  if (objectKey !== null) await objects.delete(objectKey)
}

/** `otherId` is deleted; its agents speak for the one that stays, whose history goes on. */
export const mergeMachines = async (ports: DecidePorts, keepId: string, otherId: string): Promise<Machine> => {
  if (keepId === otherId) throw invalid('/machineId', otherId, 'must be another machine')
  const [keep, other] = [await found(ports.machines, keepId), await found(ports.machines, otherId)]
  if (keep.siteId !== other.siteId) throw invalid('/machineId', otherId, `must be a machine of the same site, ${keep.siteId}`)
  const head = await ports.inventories.head(keepId)
  const otherHead = await ports.inventories.head(otherId)
  if (otherHead && !(await adopt(ports, keep, head, otherHead))) throw busy()
  await ports.machines.delete(otherId)
  // Its keys are the other one's by now: only what still is its own goes.
  await forgetInventory(ports, otherId)
  if (otherHead) for (const { agentKey } of otherHead.sources) await ports.inventories.decide(agentKey, keepId)
  await ports.changed(otherId)
  await ports.changed(keepId)
  return showMachine(ports, await found(ports.machines, keepId))
}

const adopt = async (ports: DecidePorts, keep: MachineRecord, head: InventoryHead | null, other: InventoryHead): Promise<boolean> => {
  if (head) {
    // Its next inventory claims what is known of the hardware by itself.
    const joined = {
      ...head,
      version: head.version + 1,
      keys: [...new Set([...head.keys, ...other.sources.map(({ agentKey }) => agentKey)])],
      sources: [...head.sources, ...other.sources],
    }
    return ports.inventories.save(head, joined, null, nothing)
  }
  // A machine that somebody had added by hand: it takes the whole inventory over.
  const bytes = await ports.objects.get(other.objectKey)
  if (!bytes) return false
  const objectKey = recordKey(keep.id, other.uploadId)
  await ports.objects.putRecord(objectKey, bytes)
  const taken: InventoryHead = { ...other, machineId: keep.id, objectKey, version: 1, historyFrom: other.receivedAt }
  return ports.inventories.save(null, taken, null, { claims: other.keys, free: new Set(other.keys) })
}

/** The agent speaks of a new machine from its next inventory on, which must be a full one. */
export const splitMachine = async (ports: DecidePorts, id: string, agentKey: string): Promise<Machine> => {
  const machine = await found(ports.machines, id)
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
  }
  const bytes = await ports.objects.get(head.objectKey)
  if (!bytes) throw busy()
  const uploadId = made.id
  const objectKey = recordKey(made.id, uploadId)
  await ports.objects.putRecord(objectKey, bytes)
  const own: InventoryHead = {
    ...head,
    machineId: made.id,
    version: 1,
    objectKey,
    uploadId,
    sources: [source],
    keys: [],
    historyFrom: head.receivedAt,
  }
  const left = { ...head, version: head.version + 1, sources: rest, keys: head.keys.filter((key) => key !== agentKey) }
  if (!(await ports.inventories.save(head, left, null, nothing))) throw busy()
  await ports.inventories.createMachine(ports.machines.itemOf(made), ports.machines.intoEntity(made), own, new Set())
  await ports.inventories.decide(agentKey, made.id)
  await ports.changed(made.id)
  return showMachine(ports, made)
}

export const showDoubt = ({ upload: _, ...doubt }: DoubtRecord): InventoryDoubt => doubt

export const decideDoubt = async (ports: DecidePorts, id: string, decision: DecideDoubt, who: string): Promise<InventoryDoubt> => {
  const doubt = await ports.doubts.get(id)
  if (!doubt) throw notFound('doubt', id)
  if (doubt.state !== 'open') throw new Refusal('conflict', `${doubt.decidedBy ?? 'Somebody'} has decided this already: ${doubt.state}.`)
  const state = await carryOut(ports, doubt, decision)
  const decided: DoubtRecord = { ...doubt, state, decidedBy: who, decidedAt: new Date(ports.now()).toISOString() }
  if (!(await ports.doubts.decide(decided))) throw new Refusal('conflict', 'Somebody else has decided this in the same moment.')
  return showDoubt(decided)
}

const carryOut = async (ports: DecidePorts, doubt: DoubtRecord, decision: DecideDoubt): Promise<DoubtRecord['state']> => {
  const isElsewhere = doubt.kind === 'other-site'
  switch (decision.decision) {
    case 'separate':
      return 'separate'
    case 'merge': {
      const other = doubt.machines.find((machine) => machine.id !== decision.keepMachineId)
      if (isElsewhere || !other || !doubt.machines.some((machine) => machine.id === decision.keepMachineId))
        throw invalid('/keepMachineId', decision.keepMachineId, `must be one of ${doubt.machines.map((machine) => machine.id).join(', ')}`)
      await mergeMachines(ports, decision.keepMachineId, other.id)
      return 'merged'
    }
    case 'move': {
      const [moved] = doubt.machines
      if (!isElsewhere || !moved || !doubt.upload)
        throw invalid('/decision', 'move', 'must be separate or merge: nothing of it is on another site')
      const machine = await found(ports.machines, moved.id)
      await ports.machines.edit(machine, { siteId: doubt.siteId })
      const head = await ports.inventories.head(moved.id)
      if (head && !(await ports.inventories.save(head, { ...head, version: head.version + 1, siteId: doubt.siteId }, null, nothing)))
        throw busy()
      await ports.inventoriesQueue.send(doubt.upload)
      return 'moved'
    }
  }
}
