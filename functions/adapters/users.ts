import { rootEntity } from '#shared/domain/people/entities.ts'
import { UserRecord } from './people-records.ts'
import type { Key, Table } from './table.ts'

const key = (id: string): Key => ({ pk: `USER#${id}`, sk: 'USER' })
const administratorsKey: Key = { pk: 'PEOPLE', sk: 'ADMINISTRATORS' }
const administrator = 'administrator'
const loginKey = (login: string): Key => ({ pk: `LOGIN#${login.normalize('NFKC').toLowerCase()}`, sk: 'LOGIN' })
const emailKey = (email: string): Key => ({ pk: `EMAIL#${email.normalize('NFKC').toLowerCase()}`, sk: 'EMAIL' })

const item = (user: UserRecord) => ({
  ...key(user.id),
  // Who was deleted is in no list any more.
  ...(user.deletedAt === null ? { gsi1pk: 'USERS', gsi1sk: `${user.login.toLowerCase()}#${user.id}` } : {}),
  searchText: `${user.login}\n${user.name}\n${user.email ?? ''}`.toLowerCase(),
  ...user,
})

/** Of the whole: nobody gives more than they hold, so that without one of these no one could be given the root again. */
const isAdministrator = (user: UserRecord | null): boolean =>
  user !== null && user.deletedAt === null && !user.disabled && user.profiles.includes(administrator) && user.entityIds.includes(rootEntity)

export type Saved = 'saved' | 'login-taken' | 'email-taken' | 'changed-meanwhile' | 'last-administrator'

/**
 * People. Logins and e-mail addresses are taken in one transaction with the person; so is the list of administrators,
 * which never becomes empty again: two administrators who disable each other at the same moment cannot both succeed.
 */
export const userStore = (table: Table) => {
  const taken = (place: Key, userId: string) => ({
    Put: {
      TableName: table.name,
      Item: { ...place, userId },
      ConditionExpression: 'attribute_not_exists(pk) OR userId = :me',
      ExpressionAttributeValues: { ':me': userId },
    },
  })
  const free = (place: Key, userId: string) => ({
    Delete: {
      TableName: table.name,
      Key: place,
      ConditionExpression: 'attribute_not_exists(pk) OR userId = :me',
      ExpressionAttributeValues: { ':me': userId },
    },
  })
  const administrators = async () => {
    const found = await table.get(administratorsKey)
    return { ids: Array.isArray(found?.ids) ? found.ids.map(String) : [], version: Number(found?.version ?? 0) }
  }
  const listed = ({ ids, version }: { ids: readonly string[]; version: number }) => ({
    Put: {
      TableName: table.name,
      Item: { ...administratorsKey, ids: [...ids], version: version + 1 },
      ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
      ...(version === 0 ? {} : { ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: { ':version': version } }),
    },
  })

  /** What is written must be `before` still; null: there must be none. */
  const save = async (before: UserRecord | null, after: UserRecord): Promise<Saved> => {
    const login = before?.login.toLowerCase() === after.login.toLowerCase() ? [] : [taken(loginKey(after.login), after.id)]
    const [oldEmail, newEmail] = [
      before?.email?.toLowerCase() ?? null,
      after.deletedAt === null ? (after.email?.toLowerCase() ?? null) : null,
    ]
    const email = oldEmail === newEmail || newEmail === null ? [] : [taken(emailKey(newEmail), after.id)]
    const freed = [
      ...(oldEmail !== null && oldEmail !== newEmail ? [free(emailKey(oldEmail), after.id)] : []),
      ...(before && login.length > 0 ? [free(loginKey(before.login), after.id)] : []),
      ...(before && after.deletedAt !== null ? [free(loginKey(before.login), after.id)] : []),
    ]
    for (let tries = 0; tries < 5; tries++) {
      const changesList = isAdministrator(before) !== isAdministrator(after)
      const list = changesList ? await administrators() : null
      const ids = list && (isAdministrator(after) ? [...new Set([...list.ids, after.id])] : list.ids.filter((id) => id !== after.id))
      if (ids?.length === 0) return 'last-administrator'
      const refused = await table.transact([
        {
          Put: {
            TableName: table.name,
            Item: item(after),
            ConditionExpression: before ? '#version = :version' : 'attribute_not_exists(pk)',
            ...(before
              ? { ExpressionAttributeNames: { '#version': 'version' }, ExpressionAttributeValues: { ':version': before.version } }
              : {}),
          },
        },
        ...login,
        ...email,
        ...freed,
        ...(list && ids ? [listed({ ids, version: list.version })] : []),
      ])
      const [first] = refused
      if (first === undefined) return 'saved'
      if (first === 0) return 'changed-meanwhile'
      if (first <= login.length) return 'login-taken'
      if (first <= login.length + email.length) return 'email-taken'
      // Somebody else became or ceased to be an administrator: look again.
    }
    return 'changed-meanwhile'
  }

  return {
    save,
    get: async (id: string): Promise<UserRecord | null> => {
      const found = await table.get(key(id))
      return found ? UserRecord.parse(found) : null
    },
    byLogin: async (login: string): Promise<string | null> => {
      const found = await table.get(loginKey(login))
      return found ? String(found.userId) : null
    },
    byEmail: async (email: string): Promise<string | null> => {
      const found = await table.get(emailKey(email))
      return found ? String(found.userId) : null
    },
    list: async (query: { search?: string | undefined; groupId?: string | undefined; limit: number; cursor?: string | undefined }) => {
      const conditions = [query.search ? 'contains(searchText, :search)' : '', query.groupId ? 'contains(groupIds, :group)' : ''].filter(
        (part) => part !== '',
      )
      const filter =
        conditions.length === 0
          ? {}
          : {
              filter: {
                expression: conditions.join(' AND '),
                names: {},
                values: { ':search': query.search?.toLowerCase(), ':group': query.groupId },
              },
            }
      const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'USERS', ...filter }, query.limit, query.cursor)
      return { items: items.map((found) => UserRecord.parse(found)), nextCursor }
    },
    /** Everybody who is not deleted. */
    all: async (): Promise<UserRecord[]> => (await table.list({ index: 'gsi1', pk: 'USERS' })).map((found) => UserRecord.parse(found)),
    /** Says nothing about who they are: no version, no condition but that they are there. */
    setSeen: (id: string, lastSeenAt: string) => table.update(key(id), { set: { lastSeenAt } }),
    setExpert: (id: string, expert: boolean) => table.update(key(id), { set: { expert } }),
  }
}
export type UserStore = ReturnType<typeof userStore>
