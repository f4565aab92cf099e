import { MachineRecord } from './records.ts'
import type { Item, Table } from './table.ts'

const key = (id: string) => ({ pk: `MACHINE#${id}`, sk: 'MACHINE' })
const place = (machine: Pick<MachineRecord, 'id' | 'name'>) => ({
  gsi1pk: 'MACHINES',
  gsi1sk: `${machine.name.toLowerCase()}#${machine.id}`,
  nameLower: machine.name.toLowerCase(),
})

/** One item beside each machine, by which an entity knows that it is not empty. */
const inEntity = (table: Table, entityId: string, id: string) => ({
  TableName: table.name,
  Key: { pk: `ENTITY#${entityId}`, sk: `MACHINE#${id}` },
})
const putIntoEntity = (table: Table, entityId: string, id: string) => ({
  Put: { TableName: table.name, Item: inEntity(table, entityId, id).Key },
})

export const machineStore = (table: Table) => ({
  create: async (machine: MachineRecord): Promise<boolean> => {
    const item = { ...key(machine.id), ...place(machine), ...machine }
    const refused = await table.transact([
      { Put: { TableName: table.name, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
      putIntoEntity(table, machine.entityId, machine.id),
    ])
    return refused.length === 0
  },
  get: async (id: string): Promise<MachineRecord | null> => {
    const item = await table.get(key(id))
    return item ? MachineRecord.parse(item) : null
  },
  getMany: async (ids: readonly string[]): Promise<Map<string, MachineRecord>> => {
    const items = await table.getMany([...new Set(ids)].map(key))
    return new Map(items.map((item) => MachineRecord.parse(item)).map((machine) => [machine.id, machine]))
  },
  list: async (
    query: { name?: string | undefined; siteId?: string | undefined; limit: number; cursor?: string | undefined },
    keepEntity?: (entityId: string) => boolean,
  ) => {
    const keep = keepEntity && ((item: Item) => keepEntity(typeof item.entityId === 'string' ? item.entityId : 'root'))
    const conditions = [query.name ? 'contains(nameLower, :name)' : '', query.siteId ? 'siteId = :site' : ''].filter((part) => part !== '')
    const filter =
      conditions.length > 0
        ? {
            filter: {
              expression: conditions.join(' AND '),
              names: {},
              values: { ':name': query.name?.toLowerCase(), ':site': query.siteId },
            },
          }
        : {}
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'MACHINES', ...filter, keep }, query.limit, query.cursor)
    return { items: items.map((item) => MachineRecord.parse(item)), nextCursor }
  },
  edit: (machine: MachineRecord, change: Partial<MachineRecord>) => {
    const { name } = change
    return table.update(key(machine.id), {
      set: { ...change, ...(name === undefined ? {} : { gsi1sk: place({ id: machine.id, name }).gsi1sk, nameLower: name.toLowerCase() }) },
    })
  },
  /** False: it is not in the entity where it was read, or not there at all. */
  moveToEntity: async (
    machine: MachineRecord,
    entityId: string,
    entityBy: MachineRecord['entityBy'],
    updatedAt: string,
  ): Promise<boolean> => {
    const refused = await table.transact([
      {
        Update: {
          TableName: table.name,
          Key: key(machine.id),
          UpdateExpression: 'SET entityId = :to, entityBy = :by, updatedAt = :at',
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(entityId) OR entityId = :from)',
          ExpressionAttributeValues: { ':to': entityId, ':by': entityBy, ':at': updatedAt, ':from': machine.entityId },
        },
      },
      ...(entityId === machine.entityId ? [] : [{ Delete: inEntity(table, machine.entityId, machine.id) }]),
      putIntoEntity(table, entityId, machine.id),
    ])
    return refused.length === 0
  },
  delete: async (id: string): Promise<boolean> => {
    const old = await table.take(key(id))
    if (old) await table.delete(inEntity(table, MachineRecord.parse(old).entityId, id).Key)
    return old !== undefined
  },
  /** Pins the key only where none is pinned. */
  pin: (id: string, hostKey: string) =>
    table.update(key(id), { set: { hostKey }, condition: 'attribute_exists(pk) AND #hostKey = :none', values: { ':none': null } }),
  setSeen: (id: string, seen: Partial<Pick<MachineRecord, 'ping' | 'ssh' | 'checkedAt' | 'detail' | 'refusedHostKey'>>) =>
    table.update(key(id), { set: seen }),
  addProbes: (probes: readonly { siteId: string; machineId: string; probeId: string; expiresAt: number }[]) =>
    table.putMany(probes.map((probe) => ({ pk: `SITE#${probe.siteId}`, sk: `PROBE#${probe.machineId}`, ...probe }))),
  /** Probes that wait on a site; each is handed out once. */
  takeProbes: async (siteId: string, limit: number, nowSeconds: number): Promise<{ probeId: string; machineId: string }[]> => {
    const { items } = await table.page({ pk: `SITE#${siteId}`, prefix: 'PROBE#' }, limit)
    const taken: { probeId: string; machineId: string }[] = []
    for (const item of items) {
      const old = await table.take({ pk: `SITE#${siteId}`, sk: String(item.sk) })
      if (old && Number(old.expiresAt) > nowSeconds) taken.push({ probeId: String(old.probeId), machineId: String(old.machineId) })
    }
    return taken
  },
})
export type MachineStore = ReturnType<typeof machineStore>
