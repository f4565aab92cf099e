import { ProfileRecord, UserGroupRecord } from './people-records.ts'
import type { Table } from './table.ts'

const groupKey = (id: string) => ({ pk: `USERGROUP#${id}`, sk: 'USERGROUP' })
const profileKey = (id: string) => ({ pk: `PROFILE#${id}`, sk: 'PROFILE' })

/** Groups of users. Who is in one stands with the user. */
export const userGroupStore = (table: Table) => ({
  put: (group: UserGroupRecord) =>
    table.put({ ...groupKey(group.id), gsi1pk: 'USERGROUPS', gsi1sk: `${group.name.toLowerCase()}#${group.id}`, ...group }),
  get: async (id: string): Promise<UserGroupRecord | null> => {
    const found = await table.get(groupKey(id))
    return found ? UserGroupRecord.parse(found) : null
  },
  getMany: async (ids: readonly string[]): Promise<UserGroupRecord[]> =>
    ids.length === 0 ? [] : (await table.getMany([...new Set(ids)].map(groupKey))).map((found) => UserGroupRecord.parse(found)),
  list: async (limit: number, cursor?: string) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'USERGROUPS' }, limit, cursor)
    return { items: items.map((found) => UserGroupRecord.parse(found)), nextCursor }
  },
  all: async (): Promise<UserGroupRecord[]> =>
    (await table.list({ index: 'gsi1', pk: 'USERGROUPS' })).map((found) => UserGroupRecord.parse(found)),
  delete: (id: string) => table.delete(groupKey(id)),
})
export type UserGroupStore = ReturnType<typeof userGroupStore>

/** The profiles that were made here, beside the ready ones of shared/domain/rights.ts. */
export const profileStore = (table: Table) => ({
  put: (profile: ProfileRecord) =>
    table.put({ ...profileKey(profile.id), gsi1pk: 'PROFILES', gsi1sk: `${profile.name.toLowerCase()}#${profile.id}`, ...profile }),
  get: async (id: string): Promise<ProfileRecord | null> => {
    const found = await table.get(profileKey(id))
    return found ? ProfileRecord.parse(found) : null
  },
  getMany: async (ids: readonly string[]): Promise<ProfileRecord[]> =>
    ids.length === 0 ? [] : (await table.getMany([...new Set(ids)].map(profileKey))).map((found) => ProfileRecord.parse(found)),
  all: async (): Promise<ProfileRecord[]> =>
    (await table.list({ index: 'gsi1', pk: 'PROFILES' })).map((found) => ProfileRecord.parse(found)),
  delete: (id: string) => table.delete(profileKey(id)),
})
export type ProfileStore = ReturnType<typeof profileStore>
