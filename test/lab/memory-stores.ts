/** The stores of inventories in memory, with the same promises: conditions hold, what was read is a copy. */
import type { AgentStore } from '../../functions/adapters/agents.ts'
import type { DoubtRecord, DoubtStore } from '../../functions/adapters/doubts.ts'
import type { EntityStore } from '../../functions/adapters/entities.ts'
import type { HistoryRecord, Identity, InventoryHead, InventoryStore } from '../../functions/adapters/inventories.ts'
import type { InventoryObjects } from '../../functions/adapters/inventory-objects.ts'
import type { MachineStore } from '../../functions/adapters/machines.ts'
import type { MachineRecord } from '../../functions/adapters/records.ts'
import type { InventoryRefusal } from '../../shared/contracts/inventory-views.ts'

export const memoryStores = () => {
  const objects = new Map<string, Uint8Array>()
  const machines = new Map<string, MachineRecord>()
  const heads = new Map<string, InventoryHead>()
  const identities = new Map<string, Identity>()
  const histories = new Map<string, HistoryRecord[]>()
  const doubts = new Map<string, DoubtRecord>()
  const refusals: InventoryRefusal[] = []
  const wantFull = new Set<string>()
  const uploads = new Map<string, number>()
  let ordinals = 0

  const mayClaim = (key: string, machineId: string, free: ReadonlySet<string>): boolean => {
    const owner = identities.get(key)
    return owner === undefined || (free.has(key) ? !owner.decided : owner.machineId === machineId)
  }
  const claim = (keys: readonly string[], machineId: string): void => {
    for (const key of keys) identities.set(key, { key, machineId, decided: false })
  }

  const objectStore: InventoryObjects = {
    putUpload: async (key, body) => void objects.set(key, body),
    putRecord: async (key, body) => void objects.set(key, body),
    get: async (key) => objects.get(key) ?? null,
    delete: async (key) => void objects.delete(key),
  }
  const inventoryStore: InventoryStore = {
    head: async (id) => structuredClone(heads.get(id) ?? null),
    heads: async (ids) => new Map(ids.flatMap((id) => (heads.has(id) ? [[id, structuredClone(heads.get(id) as InventoryHead)]] : []))),
    identities: async (keys) => new Map(keys.flatMap((key) => (identities.has(key) ? [[key, identities.get(key) as Identity]] : []))),
    createMachine: async (machine, _, head, free) => {
      if (!head.keys.every((key) => mayClaim(key, head.machineId, free))) return false
      machines.set(head.machineId, machine as MachineRecord)
      heads.set(head.machineId, structuredClone(head))
      claim(head.keys, head.machineId)
      return true
    },
    save: async (before, after, history, { claims, free }) => {
      if (heads.get(after.machineId)?.version !== before?.version) return false
      if (!claims.every((key) => mayClaim(key, after.machineId, free))) return false
      heads.set(after.machineId, structuredClone(after))
      if (history) histories.set(after.machineId, [history, ...(histories.get(after.machineId) ?? [])])
      claim(claims, after.machineId)
      return true
    },
    history: async (id) => ({ items: histories.get(id) ?? [], nextCursor: null }),
    historyLength: async (id) => (histories.get(id) ?? []).length,
    async *historyBack(id) {
      yield* histories.get(id) ?? []
    },
    forget: async (id) => {
      const head = heads.get(id)
      heads.delete(id)
      histories.delete(id)
      for (const [key, owner] of identities) if (owner.machineId === id) identities.delete(key)
      return head?.objectKey ?? null
    },
  }
  const machineStore: Pick<
    MachineStore,
    'nextOrdinal' | 'itemOf' | 'intoEntity' | 'moveToEntity' | 'named' | 'get' | 'getMany' | 'edit' | 'noteSighting'
  > = {
    nextOrdinal: async () => ordinals++,
    itemOf: (machine) => ({
      pk: `MACHINE#${machine.id}`,
      sk: 'MACHINE',
      gsi1pk: 'MACHINES',
      gsi1sk: '',
      nameLower: machine.name.toLowerCase(),
      ...machine,
    }),
    intoEntity: ({ entityId, id }) => ({ Put: { TableName: '', Item: { pk: `ENTITY#${entityId}`, sk: `MACHINE#${id}` } } }),
    noteSighting: async () => {},
    moveToEntity: async (machine, entityId, entityBy) => {
      machines.set(machine.id, { ...machine, entityId, entityBy })
      return true
    },
    named: async (name, siteId) =>
      [...machines.values()].filter((machine) => machine.siteId === siteId && machine.name.toLowerCase() === name.toLowerCase()),
    get: async (id) => machines.get(id) ?? null,
    getMany: async (ids) => new Map(ids.flatMap((id) => (machines.has(id) ? [[id, machines.get(id) as MachineRecord]] : []))),
    edit: async (machine, change) => {
      machines.set(machine.id, { ...machine, ...change })
      return true
    },
  }
  const entityStore: Pick<EntityStore, 'rules'> = { rules: async () => ({ rules: [], version: 0 }) }
  const agentStore: Pick<AgentStore, 'needsFull' | 'askForFull' | 'hasSentFull' | 'countUpload' | 'roomForNew' | 'countNew'> = {
    roomForNew: async () => ({ isThere: true, most: 500 }),
    countNew: async () => 1,
    needsFull: async (key) => wantFull.has(key),
    askForFull: async (key) => void wantFull.add(key),
    hasSentFull: async (key) => void wantFull.delete(key),
    countUpload: async (key) => {
      uploads.set(key, (uploads.get(key) ?? 0) + 1)
      return uploads.get(key) ?? 0
    },
  }
  const doubtStore: Pick<DoubtStore, 'ask' | 'get' | 'askAgain' | 'refuse'> = {
    get: async (id) => doubts.get(id) ?? null,
    askAgain: async (doubt) => {
      if (doubts.get(doubt.id)?.state !== 'moved') return false
      doubts.set(doubt.id, doubt)
      return true
    },
    ask: async (doubt) => {
      if (doubts.has(doubt.id)) return false
      doubts.set(doubt.id, doubt)
      return true
    },
    refuse: async (refusal) => void refusals.push(refusal),
  }
  return {
    ports: {
      objects: objectStore,
      inventories: inventoryStore,
      machines: machineStore,
      agents: agentStore,
      doubts: doubtStore,
      entities: entityStore,
    },
    kept: { objects, machines, heads, identities, histories, doubts, refusals, wantFull },
  }
}
