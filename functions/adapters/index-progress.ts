/** One item: how far the latest rebuild of the index has come. Nothing decides by it; people look at it. */
import { IndexProgress } from '#shared/contracts/inventory.ts'
import type { Table } from './table.ts'

const key = { pk: 'INDEX', sk: 'REBUILD' }

export const indexProgress = (table: Table) => ({
  tell: async (progress: IndexProgress): Promise<void> => {
    await table.putMany([{ ...key, ...progress }])
  },
  progress: async (): Promise<IndexProgress | null> => {
    const item = await table.get(key)
    return item ? IndexProgress.parse(item) : null
  },
})
