/** What the index holds of each machine: one item beside the machine, as small as it can be, since every change writes it. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import * as z from 'zod'
import { type Indexed, nothingIndexed } from '#shared/domain/group/index/difference.ts'
import type { IndexedTerm } from '#shared/domain/group/index/machine-terms.ts'
import { allIndexFields, foldedValue } from '#shared/domain/group/index/term-key.ts'
import type { Table } from './table.ts'

/** Values by their field. */
const Lists = z.record(z.string(), z.array(z.string()))
const Packed = z.tuple([Lists, Lists])
const Item = z.object({ machineId: z.string(), ordinal: z.number(), terms: z.instanceof(Uint8Array) })

const listsOf = (terms: readonly IndexedTerm[]): z.infer<typeof Lists> =>
  Object.fromEntries([...Map.groupBy(terms, ({ field }) => field)].map(([field, some]) => [field, some.map(({ value }) => value)]))
// How values are folded is part of what is stored: to change it is to build the index anew.
const termsIn = (lists: z.infer<typeof Lists>): IndexedTerm[] =>
  allIndexFields.flatMap((field) =>
    (lists[field] ?? []).flatMap((value) => {
      const folded = foldedValue(field, value)
      return folded === null ? [] : [{ field, folded, value }]
    }),
  )

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }
const pack = ({ now, gone }: Indexed): Uint8Array => brotliCompressSync(JSON.stringify([listsOf(now), listsOf(gone)]), quality)
const unpack = (bytes: Uint8Array): Indexed => {
  const [now, gone] = Packed.parse(JSON.parse(brotliDecompressSync(bytes).toString('utf8')))
  return { now: termsIn(now), gone: termsIn(gone) }
}

const unpackOrNothing = (bytes: Uint8Array): Indexed => {
  try {
    return unpack(bytes)
  } catch {
    return nothingIndexed
  }
}

const key = (machineId: string) => ({ pk: `MACHINE#${machineId}`, sk: 'TERMS' })

export type IndexedMachine = { readonly machineId: string; readonly ordinal: number; readonly indexed: Indexed }

export const indexedTermsStore = (table: Table) => ({
  /** `damaged`: what is done about an item that cannot be read. Who builds the index anew takes it for nothing. */
  getMany: async (machineIds: readonly string[], damaged: 'throw' | 'forget' = 'throw'): Promise<Map<string, IndexedMachine>> => {
    const read = damaged === 'throw' ? unpack : unpackOrNothing
    const items = (await table.getMany(machineIds.map(key))).map((item) => Item.parse(item))
    return new Map(items.map(({ machineId, ordinal, terms }) => [machineId, { machineId, ordinal, indexed: read(terms) }]))
  },
  putMany: (machines: readonly IndexedMachine[]): Promise<void> =>
    table.putMany(machines.map(({ machineId, ordinal, indexed }) => ({ ...key(machineId), machineId, ordinal, terms: pack(indexed) }))),
  forget: async (machineId: string): Promise<void> => {
    await table.take(key(machineId))
  },
})
export type IndexedTermsStore = ReturnType<typeof indexedTermsStore>
