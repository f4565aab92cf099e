/** Bytes of the index as DynamoDB counts them: names and values of attributes. */
import { type IndexField, stretchOf, termPartition } from '#shared/domain/group/index/term-key.ts'
import type { Item, Table } from '../../functions/adapters/table.ts'

const bytesOf = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.length
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).length / 2) + 1
  throw new Error(`the size of ${JSON.stringify(value)} is not known`)
}
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0)

export type Size = { readonly items: number; readonly bytes: number }

const sizeUnder = async (table: Table, pk: string): Promise<Size> => {
  let [items, bytes] = [0, 0]
  for await (const item of table.all({ pk })) {
    items += 1
    bytes += sizeOf(item)
  }
  return { items, bytes }
}

export const bitmapsSize = async (table: Table, field: IndexField, chunks: number): Promise<Size> => {
  const sizes = await Promise.all(
    Array.from({ length: stretchOf(Math.max(0, chunks - 1)) + 1 }, (_, stretch) => sizeUnder(table, termPartition(field, stretch))),
  )
  return sizes.reduce((sum, { items, bytes }) => ({ items: sum.items + items, bytes: sum.bytes + bytes }), { items: 0, bytes: 0 })
}

export const dictionarySize = (table: Table, field: IndexField): Promise<Size> => sizeUnder(table, `VALUES#${field}`)
