/**
 * What the index holds of each machine: one item beside the machine with all of it, three to five write units, and a
 * small one with what has changed since, which is written in its place while it takes a single unit.
 */
import { createHash } from 'node:crypto'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import * as z from 'zod'
import { type Indexed, nothingIndexed } from '#shared/domain/group/index/difference.ts'
import { type IndexedTerm, termId } from '#shared/domain/group/index/machine-terms.ts'
import { allIndexFields, foldedValue } from '#shared/domain/group/index/term-key.ts'
import type { Table } from './table.ts'

/** Values by their field. */
const Lists = z.record(z.string(), z.array(z.string()))
const Packed = z.tuple([Lists, Lists])
const PackedNews = z.tuple([Lists, Lists, Lists])
const News = z.object({ of: z.string(), news: z.instanceof(Uint8Array) })
/** Of an item, with its keys: one write unit. */
const newsBytes = 850
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
const packed = (value: unknown): Uint8Array => brotliCompressSync(JSON.stringify(value), quality)
const unpacked = (bytes: Uint8Array): unknown => JSON.parse(brotliDecompressSync(bytes).toString('utf8'))
const pack = ({ now, gone }: Indexed): Uint8Array => packed([listsOf(now), listsOf(gone)])
const unpack = (bytes: Uint8Array): Indexed => {
  const [now, gone] = Packed.parse(unpacked(bytes))
  return { now: termsIn(now), gone: termsIn(gone) }
}

/** The whole, and what has changed since. */
const read = (bytes: Uint8Array, item: unknown): Pick<IndexedMachine, 'indexed' | 'whole'> => {
  const stored = unpack(bytes)
  const whole = { id: wholeId(bytes), now: stored.now }
  const news = item === undefined ? null : News.parse(item)
  if (news?.of !== whole.id) return { indexed: stored, whole }
  const [more, less, gone] = PackedNews.parse(unpacked(news.news)).map(termsIn)
  return { indexed: { now: [...without(whole.now, less ?? []), ...(more ?? [])], gone: gone ?? [] }, whole }
}

const key = (machineId: string) => ({ pk: `MACHINE#${machineId}`, sk: 'TERMS' })
const newsKey = (machineId: string) => ({ pk: `MACHINE#${machineId}`, sk: 'TERMS-NEWS' })

/** What was stored whole, and how it is known again: news of another one are no news. */
type Whole = { readonly id: string; readonly now: readonly IndexedTerm[] }
const wholeId = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 16)

const without = (terms: readonly IndexedTerm[], others: readonly IndexedTerm[]): IndexedTerm[] => {
  const ids = new Set(others.map(termId))
  return terms.filter((term) => !ids.has(termId(term)))
}

export type IndexedMachine = {
  readonly machineId: string
  readonly ordinal: number
  readonly indexed: Indexed
  /** null: nothing is stored, or nothing that can be read. */
  readonly whole: Whole | null
}

const packNews = ({ now, gone }: Indexed, whole: Whole): Uint8Array =>
  packed([listsOf(without(now, whole.now)), listsOf(without(whole.now, now)), listsOf(gone)])

const itemOf = ({ machineId, ordinal, indexed, whole }: IndexedMachine, mostNews: number) => {
  const news = whole && packNews(indexed, whole)
  return whole && news && news.length <= mostNews
    ? { ...newsKey(machineId), machineId, of: whole.id, news }
    : { ...key(machineId), machineId, ordinal, terms: pack(indexed) }
}

/** `mostNews`: bytes of news that are written in place of the whole. */
export const indexedTermsStore = (table: Table, mostNews = newsBytes) => ({
  /** `damaged`: what is done about an item that cannot be read. Who builds the index anew takes it for nothing. */
  getMany: async (machineIds: readonly string[], damaged: 'throw' | 'forget' = 'throw'): Promise<Map<string, IndexedMachine>> => {
    const items = await table.getMany(machineIds.flatMap((id) => [key(id), newsKey(id)]))
    const news = new Map(items.filter(({ sk }) => sk === newsKey('').sk).map((item) => [String(item['machineId']), item]))
    return new Map(
      items
        .filter(({ sk }) => sk === key('').sk)
        .map((item): [string, IndexedMachine] => {
          const { machineId, ordinal, terms } = Item.parse(item)
          try {
            return [machineId, { machineId, ordinal, ...read(terms, news.get(machineId)) }]
          } catch (error) {
            if (damaged === 'throw') throw error
            return [machineId, { machineId, ordinal, indexed: nothingIndexed, whole: null }]
          }
        }),
    )
  },
  putMany: (machines: readonly IndexedMachine[]): Promise<void> => table.putMany(machines.map((machine) => itemOf(machine, mostNews))),
  forget: async (machineId: string): Promise<void> => {
    await table.take(key(machineId))
    await table.take(newsKey(machineId))
  },
})
export type IndexedTermsStore = ReturnType<typeof indexedTermsStore>
