import { EdgeRecord, SiteRecord } from './records.ts'
import type { Table } from './table.ts'

const siteKey = (id: string) => ({ pk: `SITE#${id}`, sk: 'SITE' })
const edgeKey = (id: string) => ({ pk: `EDGE#${id}`, sk: 'EDGE' })

/** Sites, their edge launchers, enrolment tokens. */
export const siteStore = (table: Table) => ({
  create: (site: SiteRecord) =>
    table.create({ ...siteKey(site.id), gsi1pk: 'SITES', gsi1sk: `${site.name.toLowerCase()}#${site.id}`, ...site }),
  get: async (id: string): Promise<SiteRecord | null> => {
    const item = await table.get(siteKey(id))
    return item ? SiteRecord.parse(item) : null
  },
  list: async (limit: number, cursor?: string) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'SITES' }, limit, cursor)
    return { items: items.map((item) => SiteRecord.parse(item)), nextCursor }
  },
  edit: (id: string, change: Partial<SiteRecord>) =>
    table.update(siteKey(id), {
      set: { ...change, ...(change.name === undefined ? {} : { gsi1sk: `${change.name.toLowerCase()}#${id}` }) },
    }),
  edges: async (siteId: string): Promise<EdgeRecord[]> =>
    (await table.list({ index: 'gsi1', pk: `SITE#${siteId}#EDGES` })).map((item) => EdgeRecord.parse(item)),
  edge: async (id: string): Promise<EdgeRecord | null> => {
    const item = await table.get(edgeKey(id))
    return item ? EdgeRecord.parse(item) : null
  },
  edgeNamed: async (siteId: string, name: string): Promise<EdgeRecord | null> => {
    const taken = await table.get({ pk: `SITE#${siteId}`, sk: `EDGE-NAME#${name.toLowerCase()}` })
    const item = taken ? await table.get(edgeKey(String(taken.edgeId))) : undefined
    return item ? EdgeRecord.parse(item) : null
  },
  edgeSeen: (id: string, seen: { lastSeenAt: string; version: string; slotsTotal: number; slotsUsed: number }) =>
    table.update(edgeKey(id), { set: seen }),
  addToken: (hash: string, siteId: string, expiresAt: number) => table.put({ pk: `ENROLMENT#${hash}`, sk: 'ENROLMENT', siteId, expiresAt }),
  tokenSite: async (hash: string, nowSeconds: number): Promise<string | null> => {
    const item = await table.get({ pk: `ENROLMENT#${hash}`, sk: 'ENROLMENT' })
    return item && typeof item.siteId === 'string' && typeof item.expiresAt === 'number' && item.expiresAt > nowSeconds ? item.siteId : null
  },
  /** Uses the token up, takes the name on the site and stores the edge: all or nothing. */
  enrol: async (hash: string, edge: EdgeRecord, nowSeconds: number): Promise<'enrolled' | 'token-gone' | 'name-taken'> => {
    const [refused] = await table.transact([
      {
        Delete: {
          TableName: table.name,
          Key: { pk: `ENROLMENT#${hash}`, sk: 'ENROLMENT' },
          ConditionExpression: 'attribute_exists(pk) AND expiresAt > :now',
          ExpressionAttributeValues: { ':now': nowSeconds },
        },
      },
      {
        Put: {
          TableName: table.name,
          Item: { pk: `SITE#${edge.siteId}`, sk: `EDGE-NAME#${edge.name.toLowerCase()}`, edgeId: edge.id },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      { Put: { TableName: table.name, Item: { ...edgeKey(edge.id), gsi1pk: `SITE#${edge.siteId}#EDGES`, gsi1sk: edge.name, ...edge } } },
    ])
    return refused === undefined ? 'enrolled' : refused === 0 ? 'token-gone' : 'name-taken'
  },
  /** False when this request was seen before. */
  firstUse: (edgeId: string, jti: string, expiresAt: number) => table.create({ pk: `NONCE#${edgeId}#${jti}`, sk: 'NONCE', expiresAt }),
})
export type SiteStore = ReturnType<typeof siteStore>
