/** Uploads that were refused: for the operator, for 30 days, and never more than a site's list can be read. */
import { InventoryRefusal, type RefusalsQuery } from '#shared/contracts/inventory-views.ts'
import type { Table } from './table.ts'

const keptSeconds = 30 * 86_400
const hourSeconds = 3600
/** Of one site within one hour. Whoever sends rubbish without end fills neither the table nor the list. */
export const mostRefusalsKept = 200

const item = (refusal: InventoryRefusal) => ({
  pk: `REFUSAL#${refusal.id}`,
  sk: 'REFUSAL',
  gsi1pk: 'REFUSALS',
  gsi1sk: `${refusal.at}#${refusal.id}`,
  ...refusal,
  expiresAt: Math.floor(Date.parse(refusal.at) / 1000) + keptSeconds,
})

/** The line that stands for all those of the hour that follow. */
const theRest = (refusal: InventoryRefusal): InventoryRefusal => ({
  ...refusal,
  deviceId: '',
  reason: 'not-listed',
  why: `More than ${mostRefusalsKept} uploads of this site were refused within this hour; those after them are not listed one by one.`,
})

export const refusalStore = (table: Table) => ({
  refuse: async (refusal: InventoryRefusal): Promise<void> => {
    const nowSeconds = Math.floor(Date.parse(refusal.at) / 1000)
    const hour = Math.floor(nowSeconds / hourSeconds)
    const place = await table.increment({ pk: `REFUSED#${refusal.siteId}`, sk: String(hour) }, 'uploads', nowSeconds + 2 * hourSeconds)
    if (place <= mostRefusalsKept) await table.put(item(refusal))
    else if (place === mostRefusalsKept + 1) await table.put(item(theRest(refusal)))
  },
  refusals: async ({ limit, cursor, siteId, reason }: RefusalsQuery) => {
    const wanted = Object.entries({ siteId, reason }).filter(([, value]) => value !== undefined)
    const filter =
      wanted.length === 0
        ? {}
        : {
            filter: {
              expression: wanted.map(([name]) => `#${name} = :${name}`).join(' AND '),
              names: Object.fromEntries(wanted.map(([name]) => [`#${name}`, name])),
              values: Object.fromEntries(wanted.map(([name, value]) => [`:${name}`, value])),
            },
          }
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'REFUSALS', latestFirst: true, ...filter }, limit, cursor)
    return { items: items.map((one) => InventoryRefusal.parse(one)), nextCursor }
  },
})
