import { AccessTokenRecord } from './people-records.ts'
import type { Table } from './table.ts'

const key = (hash: string) => ({ pk: `ACCESS-TOKEN#${hash}`, sk: 'ACCESS-TOKEN' })

/** Personal access tokens, by their SHA-256: the tokens themselves are nowhere. */
export const accessTokenStore = (table: Table) => ({
  create: (token: AccessTokenRecord) =>
    table.create({
      ...key(token.hash),
      gsi1pk: `USER#${token.userId}#TOKENS`,
      gsi1sk: `${token.createdAt}#${token.id}`,
      expiresAt: Math.floor(Date.parse(token.until) / 1000),
      ...token,
    }),
  byHash: async (hash: string): Promise<AccessTokenRecord | null> => {
    const found = await table.get(key(hash))
    return found ? AccessTokenRecord.parse(found) : null
  },
  ofUser: async (userId: string): Promise<AccessTokenRecord[]> =>
    (await table.list({ index: 'gsi1', pk: `USER#${userId}#TOKENS`, latestFirst: true })).map((found) => AccessTokenRecord.parse(found)),
  setUsed: (hash: string, at: string) => table.update(key(hash), { set: { lastUsedAt: at } }),
  delete: (hash: string) => table.delete(key(hash)),
})
export type AccessTokenStore = ReturnType<typeof accessTokenStore>
