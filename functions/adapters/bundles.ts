import { BundleRecord } from './records.ts'
import type { Table } from './table.ts'

const key = (id: string) => ({ pk: `BUNDLE#${id}`, sk: 'BUNDLE' })
const place = ({ id, name }: Pick<BundleRecord, 'id' | 'name'>) => ({ gsi1pk: 'BUNDLES', gsi1sk: `${name.toLowerCase()}#${id}` })

/** Bundles that were saved, by name. */
export const bundleStore = (table: Table) => ({
  create: (bundle: BundleRecord) => table.create({ ...key(bundle.id), ...place(bundle), ...bundle }),
  get: async (id: string): Promise<BundleRecord | null> => {
    const item = await table.get(key(id))
    return item ? BundleRecord.parse(item) : null
  },
  list: async (limit: number, cursor?: string) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'BUNDLES' }, limit, cursor)
    return { items: items.map((item) => BundleRecord.parse(item)), nextCursor }
  },
  /** Writes the changed bundle if it is still as it was read. */
  save: (before: BundleRecord, after: BundleRecord) =>
    table.update(key(after.id), {
      set: { ...after, gsi1sk: place(after).gsi1sk },
      condition: '#updatedAt = :updatedBefore',
      values: { ':updatedBefore': before.updatedAt },
    }),
  delete: async (id: string): Promise<boolean> => (await table.take(key(id))) !== undefined,
})
export type BundleStore = ReturnType<typeof bundleStore>
