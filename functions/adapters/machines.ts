import * as z from 'zod'
import { MachineRecord } from './records.ts'
import type { Table } from './table.ts'

const key = (id: string) => ({ pk: `MACHINE#${id}`, sk: 'MACHINE' })
const place = (machine: Pick<MachineRecord, 'id' | 'name'>) => ({
  gsi1pk: 'MACHINES',
  gsi1sk: `${machine.name.toLowerCase()}#${machine.id}`,
  nameLower: machine.name.toLowerCase(),
})

/** Any part of the name, in any case; of one site. */
const shownFor = (query: { name?: string | undefined; siteId?: string | undefined }) => {
  const conditions = [query.name ? 'contains(nameLower, :name)' : '', query.siteId ? 'siteId = :site' : ''].filter((part) => part !== '')
  const values = { ':name': query.name ? query.name.toLowerCase() : undefined, ':site': query.siteId }
  return conditions.length > 0 ? { filter: { expression: conditions.join(' AND '), names: {}, values } } : {}
}
const itemOf = (machine: MachineRecord) => ({ ...key(machine.id), ...place(machine), ...machine })

/** One item beside each machine, by which an entity knows that it is not empty. */
const inEntity = (table: Table, entityId: string, id: string) => ({
  TableName: table.name,
  Key: { pk: `ENTITY#${entityId}`, sk: `MACHINE#${id}` },
})
const putIntoEntity = (table: Table, entityId: string, id: string) => ({
  Put: { TableName: table.name, Item: inEntity(table, entityId, id).Key },
})

/** Machines of earlier versions tell only of their inventory. */
export const seenAtOf = ({ lastSeenAt, lastInventoryAt }: Pick<MachineRecord, 'lastSeenAt' | 'lastInventoryAt'>): string | null =>
  lastSeenAt ?? lastInventoryAt

/** What a machine is called where a list of machines came from. */
const ExternalId = z.object({ externalId: z.string(), machineId: z.string() })
const externalKey = (externalId: string) => ({ pk: `EXTERNAL#${externalId}`, sk: 'EXTERNAL' })
const putExternalId = (table: Table, externalId: string, machineId: string) => ({
  Put: {
    TableName: table.name,
    Item: { ...externalKey(externalId), externalId, machineId },
    ConditionExpression: 'attribute_not_exists(pk) OR machineId = :machine',
    ExpressionAttributeValues: { ':machine': machineId },
  },
})

/** What lists are filtered by: a small part of a machine. */
const Listed = MachineRecord.pick({
  id: true,
  name: true,
  siteId: true,
  entityId: true,
  ordinal: true,
  operatingSystem: true,
  lastSeenAt: true,
  lastInventoryAt: true,
})
export type ListedMachine = z.infer<typeof Listed>

const Sighting = z.object({ ordinal: z.number(), at: z.string() })
const sightingKey = (id: string) => ({ pk: `MACHINE#${id}`, sk: 'SEEN' })

/** One small item beside the machine, written once a day: lists by it read neither machines nor inventories. */
const noteSighting = async (table: Table, { id, ordinal }: Pick<MachineRecord, 'id' | 'ordinal'>, at: string): Promise<void> => {
  if (ordinal === null) return
  await table.update(sightingKey(id), {
    set: { gsi1pk: 'SEEN', gsi1sk: `${at}#${id}`, ordinal, at },
    condition: 'attribute_not_exists(pk) OR #at < :today',
    values: { ':today': at.slice(0, 10) },
  })
}

export const machineStore = (table: Table) => ({
  /** A number that no machine has had and none will get: one atomic write. Those of machines that were never stored stay unused. */
  nextOrdinal: async (): Promise<number> => (await table.increment({ pk: 'COUNTER#MACHINES', sk: 'COUNTER' }, 'given')) - 1,
  /** To a machine that has none; what it has then, which another may have given at the same moment. null: it is not there. */
  giveOrdinal: async (id: string, ordinal: number): Promise<number | null> => {
    const condition = 'attribute_exists(pk) AND (attribute_not_exists(#ordinal) OR #ordinal = :none)'
    if (await table.update(key(id), { set: { ordinal }, condition, values: { ':none': null } })) return ordinal
    const item = await table.get(key(id))
    return item ? MachineRecord.parse(item).ordinal : null
  },
  create: async (machine: MachineRecord): Promise<boolean> => {
    const refused = await table.transact([
      { Put: { TableName: table.name, Item: itemOf(machine), ConditionExpression: 'attribute_not_exists(pk)' } },
      putIntoEntity(table, machine.entityId, machine.id),
      ...(machine.externalId === null ? [] : [putExternalId(table, machine.externalId, machine.id)]),
    ])
    return refused.length === 0
  },
  /** False: another machine has it. The one that it had before is free. */
  takeExternalId: async (machine: Pick<MachineRecord, 'id' | 'externalId'>, externalId: string): Promise<boolean> => {
    const refused = await table.transact([putExternalId(table, externalId, machine.id)])
    if (refused.length > 0) return false
    if (machine.externalId !== null && machine.externalId !== externalId) await table.delete(externalKey(machine.externalId))
    return true
  },
  /** Which machine each external id is, of those that are known. */
  byExternalIds: async (externalIds: readonly string[]): Promise<Map<string, string>> => {
    const items = await table.getMany([...new Set(externalIds)].map(externalKey))
    return new Map(items.map((item) => ExternalId.parse(item)).map(({ externalId, machineId }) => [externalId, machineId]))
  },
  /** The write that puts a new machine into its entity, for those who write it together with something else. */
  intoEntity: ({ entityId, id }: Pick<MachineRecord, 'entityId' | 'id'>) => putIntoEntity(table, entityId, id),
  /** How many ordinals were ever given: no machine has this one or a greater. */
  ordinalsGiven: async (): Promise<number> => Number((await table.get({ pk: 'COUNTER#MACHINES', sk: 'COUNTER' }))?.['given'] ?? 0),
  /** As it is stored, for those who write it together with something else. */
  itemOf,
  get: async (id: string): Promise<MachineRecord | null> => {
    const item = await table.get(key(id))
    return item ? MachineRecord.parse(item) : null
  },
  getMany: async (ids: readonly string[]): Promise<Map<string, MachineRecord>> => {
    const items = await table.getMany([...new Set(ids)].map(key))
    return new Map(items.map((item) => MachineRecord.parse(item)).map((machine) => [machine.id, machine]))
  },
  /** Those with this whole name, in any case; of one site, where one is given. */
  named: async (name: string, siteId?: string): Promise<MachineRecord[]> =>
    (await table.list({ index: 'gsi1', pk: 'MACHINES', prefix: `${name.toLowerCase()}#` }))
      .map((item) => MachineRecord.parse(item))
      // A name may have a # in it.
      .filter((machine) => machine.name.toLowerCase() === name.toLowerCase() && (siteId === undefined || machine.siteId === siteId)),
  /** All that the list shows for these words, by name. */
  all: async function* (query: { name?: string | undefined; siteId?: string | undefined }): AsyncGenerator<MachineRecord> {
    for await (const item of table.all({ index: 'gsi1', pk: 'MACHINES', ...shownFor(query) })) yield MachineRecord.parse(item)
  },
  /** By name. */
  list: async (query: { limit: number; cursor?: string | undefined }) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'MACHINES' }, query.limit, query.cursor)
    return { items: items.map((item) => MachineRecord.parse(item)), nextCursor }
  },
  /** By name, those that fit: of all the others only what the filter looks at is fetched. */
  filtered: async (query: { limit: number; cursor?: string | undefined }, fits: (machine: ListedMachine) => boolean) => {
    const { items, nextCursor } = await table.page(
      { index: 'gsi1', pk: 'MACHINES', only: Object.keys(Listed.shape), keep: (item) => fits(Listed.parse(item)) },
      query.limit,
      query.cursor,
    )
    const ids = items.map((item) => Listed.parse(item).id)
    const found = new Map((await table.getMany(ids.map(key))).map((item) => [item['id'], MachineRecord.parse(item)]))
    return { items: ids.flatMap((id) => found.get(id) ?? []).filter(fits), nextCursor }
  },
  edit: (machine: MachineRecord, change: Partial<MachineRecord>) => {
    const { name } = change
    return table.update(key(machine.id), {
      set: { ...change, ...(name === undefined ? {} : { gsi1sk: place({ id: machine.id, name }).gsi1sk, nameLower: name.toLowerCase() }) },
    })
  },
  /** False: it is not in the entity where it was read, was put there by another way since, or is not there at all. */
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
          ConditionExpression: 'attribute_exists(pk) AND (attribute_not_exists(entityId) OR (entityId = :from AND entityBy = :fromBy))',
          ExpressionAttributeValues: {
            ':to': entityId,
            ':by': entityBy,
            ':at': updatedAt,
            ':from': machine.entityId,
            ':fromBy': machine.entityBy,
          },
        },
      },
      ...(entityId === machine.entityId ? [] : [{ Delete: inEntity(table, machine.entityId, machine.id) }]),
      putIntoEntity(table, entityId, machine.id),
    ])
    return refused.length === 0
  },
  /** The writes that remove it, for those who do it together with something else. */
  removal: ({ id, entityId, externalId }: Pick<MachineRecord, 'id' | 'entityId' | 'externalId'>) => [
    { Delete: { TableName: table.name, Key: key(id), ConditionExpression: 'attribute_exists(pk)' } },
    { Delete: inEntity(table, entityId, id) },
    { Delete: { TableName: table.name, Key: sightingKey(id) } },
    ...(externalId === null ? [] : [{ Delete: { TableName: table.name, Key: externalKey(externalId) } }]),
  ],
  delete: async (id: string): Promise<boolean> => {
    const old = await table.take(key(id))
    if (old) {
      const { entityId, externalId } = MachineRecord.parse(old)
      await table.delete(inEntity(table, entityId, id).Key)
      if (externalId !== null) await table.delete(externalKey(externalId), { expression: 'machineId = :id', values: { ':id': id } })
    }
    await table.delete(sightingKey(id))
    return old !== undefined
  },
  /** Pins the key only where none is pinned. */
  pin: (id: string, hostKey: string) =>
    table.update(key(id), { set: { hostKey }, condition: 'attribute_exists(pk) AND #hostKey = :none', values: { ':none': null } }),
  /** `sighted`: it answered at that instant. */
  setSeen: async (
    id: string,
    seen: Partial<Pick<MachineRecord, 'ping' | 'ssh' | 'checkedAt' | 'detail' | 'refusedHostKey' | 'reachedAddress' | 'reachedAt'>>,
    sighted: string | null,
  ): Promise<boolean> => {
    const item = sighted === null ? undefined : await table.get(key(id))
    const isNews = item !== undefined && sighted !== null && sighted > (seenAtOf(MachineRecord.parse(item)) ?? '')
    if (isNews) await noteSighting(table, MachineRecord.parse(item), sighted)
    return table.update(key(id), { set: { ...seen, ...(isNews ? { lastSeenAt: sighted } : {}) } })
  },
  /** Before the record itself says so: what is noted may be ahead of it, never behind. */
  noteSighting: (machine: Pick<MachineRecord, 'id' | 'ordinal'>, at: string) => noteSighting(table, machine, at),
  /** Machines sighted from an instant on, by their ordinals: the first time of each day of theirs (UTC). */
  sightings: async function* (from: string): AsyncGenerator<{ readonly ordinal: number; readonly at: string }> {
    for await (const item of table.all({ index: 'gsi1', pk: 'SEEN', from, upTo: '~' })) yield Sighting.parse(item)
  },
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
