/** What people are asked about inventories, and which uploads were refused. */
import type * as z from 'zod'
import { InventoryMessage } from '#shared/contracts/inventory.ts'
import { InventoryDoubt } from '#shared/contracts/inventory-views.ts'
import { refusalStore } from './refusals.ts'
import type { Table } from './table.ts'

export const DoubtRecord = InventoryDoubt.extend({
  /** The upload that waits for the answer, where one does. */
  upload: InventoryMessage.nullable(),
})
export type DoubtRecord = z.infer<typeof DoubtRecord>

const key = (id: string) => ({ pk: `DOUBT#${id}`, sk: 'DOUBT' })
const place = ({ state, createdAt, id }: DoubtRecord) => ({
  gsi1pk: state === 'open' ? 'DOUBTS#open' : 'DOUBTS#decided',
  gsi1sk: `${createdAt}#${id}`,
})

export const doubtStore = (table: Table) => ({
  /** Asked once: what was decided is not asked again. */
  ask: (doubt: DoubtRecord) => table.create({ ...key(doubt.id), ...place(doubt), ...doubt }),
  /** A machine that a person had moved claims to be elsewhere again. */
  askAgain: (doubt: DoubtRecord) =>
    table.update(key(doubt.id), { set: { ...doubt, ...place(doubt) }, condition: '#state = :moved', values: { ':moved': 'moved' } }),
  get: async (id: string): Promise<DoubtRecord | null> => {
    const item = await table.get(key(id))
    return item ? DoubtRecord.parse(item) : null
  },
  decide: (doubt: DoubtRecord) =>
    table.update(key(doubt.id), { set: { ...doubt, ...place(doubt) }, condition: '#state = :open', values: { ':open': 'open' } }),
  list: async (state: 'open' | 'decided', limit: number, cursor?: string) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: `DOUBTS#${state}`, latestFirst: true }, limit, cursor)
    return { items: items.map((item) => DoubtRecord.parse(item)), nextCursor }
  },
  ...refusalStore(table),
})
export type DoubtStore = ReturnType<typeof doubtStore>
