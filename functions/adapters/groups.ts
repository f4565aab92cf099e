import * as z from 'zod'
import type { Share } from '#shared/contracts/groups.ts'
import { type Bitmap, packed, unionOfPacked } from '#shared/domain/group/bitmap/bitmap.ts'
import { GroupRecord, usedBy } from './group-records.ts'
import { inTurns, type Key, type Table } from './table.ts'

const key = (id: string): Key => ({ pk: `GROUP#${id}`, sk: 'GROUP' })
const machinesKey = (id: string): Key => ({ pk: `GROUP#${id}`, sk: 'MACHINES' })
const nameKey = ({ ownerId, name }: Pick<GroupRecord, 'ownerId' | 'name'>): Key => ({
  pk: `GROUPNAME#${ownerId}#${name.normalize('NFKC').toLowerCase()}`,
  sk: 'GROUPNAME',
})
const itemOf = (group: GroupRecord) => ({
  ...key(group.id),
  gsi1pk: `GROUPS#${group.ownerId}`,
  gsi1sk: `${group.name.toLowerCase()}#${group.id}`,
  ...group,
})
const sharedWith = ({ kind, id }: Share): string => `SHARED#${kind}#${id}`

/** Items that lead to a group from whom it is shared with, and from the groups that it is made of. */
const waysTo = (group: GroupRecord): readonly Key[] => [
  ...group.shares.map((share) => ({ pk: sharedWith(share), sk: `GROUP#${group.id}` })),
  ...usedBy(group).map((used) => ({ pk: `GROUP#${used}`, sk: `USED-BY#${group.id}` })),
]
const notAmong = (ways: readonly Key[], others: readonly Key[]): Key[] => {
  const known = new Set(others.map(({ pk, sk }) => `${pk}\n${sk}`))
  return ways.filter(({ pk, sk }) => !known.has(`${pk}\n${sk}`))
}
const Way = z.object({ groupId: z.string() })
const Machines = z.object({ chunks: z.record(z.string(), z.instanceof(Uint8Array)) })

export type SavedGroup = 'saved' | 'changed-meanwhile' | 'name-taken' | 'used-group-gone'

/**
 * Groups of machines. The ways that lead to one are written before it and taken away after it: what a crash leaves of them
 * leads to a group that does not say the same, and is passed over. Whose group begins to use another one raises the
 * version of that one, so that it cannot be deleted at the same moment.
 */
export const groupStore = (table: Table) => {
  const groupIdsAt = async (pk: string, prefix: string): Promise<string[]> =>
    (await table.list({ pk, prefix, consistent: true })).map((item) => Way.parse(item).groupId)
  const getMany = async (ids: readonly string[]): Promise<Map<string, GroupRecord>> => {
    const items = await table.getMany([...new Set(ids)].map(key))
    return new Map(items.map((item) => GroupRecord.parse(item)).map((group) => [group.id, group]))
  }
  const inTable = { TableName: table.name }
  const underVersion = (before: GroupRecord | null) =>
    before === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': before.version },
        }
  const writesOfMachines = (id: string, machines: Bitmap | null | undefined) => {
    if (machines === undefined) return []
    if (machines === null) return [{ Delete: { ...inTable, Key: machinesKey(id) } }]
    const chunks = Object.fromEntries(packed(machines).map(({ chunk, bytes }) => [String(chunk), bytes]))
    return [{ Put: { ...inTable, Item: { ...machinesKey(id), chunks } } }]
  }

  return {
    getMany,
    get: async (id: string): Promise<GroupRecord | null> => (await getMany([id])).get(id) ?? null,
    ownedBy: async (userId: string): Promise<GroupRecord[]> =>
      (await table.list({ index: 'gsi1', pk: `GROUPS#${userId}` })).map((item) => GroupRecord.parse(item)),
    sharedWith: async (share: Share): Promise<GroupRecord[]> => {
      const groups = await getMany(await groupIdsAt(sharedWith(share), 'GROUP#'))
      return [...groups.values()].filter(({ shares }) => shares.some(({ kind, id }) => kind === share.kind && id === share.id))
    },
    /** The groups that are made of this one. */
    using: async (id: string): Promise<GroupRecord[]> => {
      const groups = await getMany(await groupIdsAt(`GROUP#${id}`, 'USED-BY#'))
      return [...groups.values()].filter((group) => usedBy(group).includes(id))
    },
    /** Of a static group and of a result: what was stored, machines that are gone since included. */
    machinesOf: async (id: string): Promise<Bitmap> => {
      const { chunks } = Machines.parse((await table.get(machinesKey(id))) ?? { chunks: {} })
      return unionOfPacked(Object.entries(chunks).map(([chunk, bytes]) => ({ chunk: Number(chunk), bytes })))
    },
    /** `before` null: it is new. `machines` absent: as they are; null: none are stored any more. */
    save: async (before: GroupRecord | null, after: GroupRecord, machines?: Bitmap | null): Promise<SavedGroup> => {
      const ways = { before: before ? waysTo(before) : [], after: waysTo(after) }
      const taken = before === null || nameKey(before).pk !== nameKey(after).pk
      const used = usedBy(after).filter((id) => before === null || !usedBy(before).includes(id))
      await table.putMany(notAmong(ways.after, ways.before).map((way) => ({ ...way, groupId: after.id, version: after.version })))
      const names = taken
        ? [
            {
              Put: {
                ...inTable,
                Item: { ...nameKey(after), groupId: after.id },
                ConditionExpression: 'attribute_not_exists(pk) OR groupId = :id',
                ExpressionAttributeValues: { ':id': after.id },
              },
            },
          ]
        : []
      const [first] = await table.transact([
        { Put: { ...inTable, Item: itemOf(after), ...underVersion(before) } },
        ...names,
        ...used.map((id) => ({
          Update: {
            ...inTable,
            Key: key(id),
            UpdateExpression: 'ADD #version :one',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':one': 1 },
          },
        })),
        ...writesOfMachines(after.id, machines),
        ...(taken && before ? [{ Delete: { ...inTable, Key: nameKey(before) } }] : []),
      ])
      if (first !== undefined) return first === 0 ? 'changed-meanwhile' : first <= names.length ? 'name-taken' : 'used-group-gone'
      await inTurns(notAmong(ways.before, ways.after), 8, async (way) => {
        await table.delete(way, {
          expression: '#version < :version',
          values: { ':version': after.version },
          names: { '#version': 'version' },
        })
      })
      return 'saved'
    },
    /** False: it was changed meanwhile, or another group has begun to use it. */
    delete: async (group: GroupRecord): Promise<boolean> => {
      const refused = await table.transact([
        { Delete: { ...inTable, Key: key(group.id), ...underVersion(group) } },
        { Delete: { ...inTable, Key: nameKey(group) } },
        { Delete: { ...inTable, Key: machinesKey(group.id) } },
      ])
      if (refused.length > 0) return false
      await inTurns(waysTo(group), 8, async (way) => {
        await table.delete(way)
      })
      return true
    },
  }
}
export type GroupStore = ReturnType<typeof groupStore>
