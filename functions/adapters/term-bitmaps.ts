/** The bitmaps of the index: one item for each value of a field and chunk of machines that has any. */

import * as z from 'zod'
import { type Bitmap, unionOfPacked } from '#shared/domain/group/bitmap/bitmap.ts'
import { packedCardinality, unpack } from '#shared/domain/group/bitmap/container.ts'
import { andInto, cardinalityOf, isEmpty, type Words } from '#shared/domain/group/bitmap/words.ts'
import {
  afterValue,
  type IndexField,
  readTermKey,
  stretchOf,
  termKey,
  termPartition,
  wholeValue,
} from '#shared/domain/group/index/term-key.ts'
import { swapMany } from './compare-and-swap.ts'
import { inTurns, type Table } from './table.ts'

const Item = z.object({ pk: z.string(), sk: z.string(), set: z.instanceof(Uint8Array) })
type Term = { readonly field: IndexField; readonly folded: string }
export type StoredBitmap = Term & { readonly chunk: number; readonly bytes: Uint8Array | null }

/** `after` null: no machine of the chunk has it any more. */
export type BitmapChange = { readonly before: StoredBitmap; readonly after: Uint8Array | null }

/** Which values of a field: one of them, those that begin so, or those between two, both included. All as keys write them. */
export type ValueRange =
  | { readonly kind: 'equals'; readonly folded: string }
  | { readonly kind: 'begins'; readonly folded: string }
  | { readonly kind: 'between'; readonly from: string | null; readonly to: string | null }

const lowest = '\u0001'
const highest = '\u{10ffff}'
const within = (range: ValueRange): { prefix: string } | { from: string; upTo: string } => {
  switch (range.kind) {
    case 'equals':
      return { prefix: wholeValue(range.folded) }
    case 'begins':
      return range.folded === '' ? { from: lowest, upTo: highest } : { prefix: range.folded }
    case 'between':
      return { from: range.from ?? lowest, upTo: range.to === null ? highest : afterValue(range.to) }
  }
}

/** Values of one field with how many machines have each, in the order of keys. */
export type CountedValue = { readonly folded: string; readonly machines: number }
/** `readTo`: after so much reading it stopped behind this value, which may not be among those counted; null: it did not. */
export type CountedValues = { readonly values: CountedValue[]; readonly readTo: string | null }
type CountOptions = {
  readonly after: string | null
  readonly limit: number
  /** Only these machines count; values that none of them has are left out. null: all. */
  readonly among: Bitmap | null
  /** Items of one stretch: more than the 16 that one value can have there. */
  readonly mostRead: number
}

type WalkOptions = {
  readonly among: Bitmap
  readonly isWanted: (folded: string) => boolean
  /** Values of one stretch. */
  readonly limit: number
  /** Items of one stretch, and how many of them are asked for at once. */
  readonly mostRead: number
  readonly atOnce: number
}

/** How many of a stored set are in the other one too; null stands for all machines. */
const countAmong = (chunk: number, bytes: Uint8Array, among: Bitmap | null): number => {
  if (among === null) return packedCardinality(bytes)
  const those = among.get(chunk)
  if (!those) return 0
  const both = unpack(bytes)
  andInto(both, those)
  return cardinalityOf(both)
}

export const termBitmaps = (table: Table) => {
  const stretches = (count: number): number[] => Array.from({ length: count }, (_, stretch) => stretch)
  async function* stored(field: IndexField, stretch: number, range: ValueRange, how: { atOnce?: number; consistent?: boolean } = {}) {
    for await (const item of table.all({ pk: termPartition(field, stretch), ...within(range), ...how })) {
      const { sk, set } = Item.parse(item)
      yield { ...readTermKey(sk, stretch), bytes: set }
    }
  }

  return {
    /** What is stored of these terms in one chunk, by place in the list. */
    load: async (chunk: number, terms: readonly Term[]): Promise<(Uint8Array | null)[]> => {
      const keys = terms.map(({ field, folded }) => termKey(field, folded, chunk))
      const items = (await table.getMany(keys)).map((item) => Item.parse(item))
      const found = new Map(items.map(({ pk, sk, set }) => [`${pk}\n${sk}`, set]))
      return keys.map(({ pk, sk }) => found.get(`${pk}\n${sk}`) ?? null)
    },
    /** Writes where what is stored is still `before`: the bytes of a set are its version. Throws where one is not. */
    replace: async (changes: readonly BitmapChange[]): Promise<void> => {
      const [met] = await swapMany(
        table,
        'set',
        changes.map(({ before: { field, folded, chunk, bytes }, after }) => ({ key: termKey(field, folded, chunk), before: bytes, after })),
      )
      if (met) throw new Error(`${met.key.pk} ${JSON.stringify(met.key.sk)} was written by another writer of its chunk`)
    },
    /** As `replace`, without conditions: for who is alone with the chunk. */
    overwrite: async (changes: readonly BitmapChange[]): Promise<void> => {
      const keyOf = ({ field, folded, chunk }: StoredBitmap) => termKey(field, folded, chunk)
      await table.putMany(changes.flatMap(({ before, after }) => (after === null ? [] : [{ ...keyOf(before), set: after }])))
      await inTurns(
        changes.filter(({ after }) => after === null),
        24,
        async ({ before }) => {
          await table.delete(keyOf(before))
        },
      )
    },
    /** All values of a field that machines of one chunk have, as they are stored. */
    async *inChunk(field: IndexField, chunk: number): AsyncGenerator<{ readonly folded: string; readonly bytes: Uint8Array }> {
      const whole: ValueRange = { kind: 'between', from: null, to: null }
      for await (const one of stored(field, stretchOf(chunk), whole, { consistent: true })) if (one.chunk === chunk) yield one
    },
    /** Machines with any value in the range; `among` leaves out the others. */
    union: async (field: IndexField, range: ValueRange, stretchCount: number, among?: ReadonlySet<string>): Promise<Bitmap> => {
      const parts = await Promise.all(
        stretches(stretchCount).map(async (stretch) => {
          const found: { chunk: number; bytes: Uint8Array }[] = []
          for await (const one of stored(field, stretch, range)) if (!among || among.has(one.folded)) found.push(one)
          return found
        }),
      )
      return unionOfPacked(parts.flat())
    },
    /** What is stored of every value in the ranges, each asked for by itself; null: of every value of the field. */
    async *inRanges(field: IndexField, ranges: readonly ValueRange[] | null, stretchCount: number) {
      const whole: ValueRange = { kind: 'between', from: null, to: null }
      for (const stretch of stretches(stretchCount)) for (const range of ranges ?? [whole]) yield* stored(field, stretch, range)
    },
    /** Machines with any of these values, each asked for by itself. */
    unionOf: async (field: IndexField, values: readonly string[], stretchCount: number): Promise<Bitmap> => {
      const found: { chunk: number; bytes: Uint8Array }[] = []
      const asked = stretches(stretchCount).flatMap((stretch) => values.map((folded) => ({ stretch, folded })))
      await inTurns(asked, 16, async ({ stretch, folded }) => {
        for await (const one of stored(field, stretch, { kind: 'equals', folded })) found.push(one)
      })
      return unionOfPacked(found)
    },
    /** Which of these values any machine of `among` has. */
    valuesAmong: async (field: IndexField, values: readonly string[], among: Bitmap): Promise<ReadonlySet<string>> => {
      const found = new Set<string>()
      const asked = stretchesOf(among).flatMap((stretch) => values.map((folded) => ({ stretch, folded })))
      await inTurns(asked, 24, async ({ stretch, folded }) => {
        if (found.has(folded)) return
        for await (const { chunk, bytes } of stored(field, stretch, { kind: 'equals', folded }))
          if (countAmong(chunk, bytes, among) > 0) found.add(folded)
      })
      return found
    },
    /**
     * From a value on, in the order of keys: the next values that machines of `among` have, and which machines those are.
     * `readTo`: it stopped behind this value; null: there are no more values.
     */
    walk: async (
      field: IndexField,
      from: string | null,
      { among, isWanted, limit, mostRead, atOnce }: WalkOptions,
    ): Promise<{ readonly found: { folded: string; machines: Bitmap }[]; readonly readTo: string | null; readonly read: number }> => {
      const found = new Map<string, Map<number, Words>>()
      let readMost = 0
      const stops: string[] = []
      await Promise.all(
        stretchesOf(among).map(async (stretch) => {
          const seen = new Set<string>()
          let last: string | null = null
          let read = 0
          for await (const { folded, chunk, bytes } of stored(field, stretch, { kind: 'between', from, to: null }, { atOnce })) {
            if (last !== null && folded !== last && (read >= mostRead || seen.size >= limit)) {
              stops.push(last)
              break
            }
            last = folded
            read += 1
            readMost = Math.max(readMost, read)
            const those = among.get(chunk)
            if (!those || !isWanted(folded)) continue
            const both = unpack(bytes)
            andInto(both, those)
            if (isEmpty(both)) continue
            seen.add(folded)
            const machines = found.get(folded) ?? new Map<number, Words>()
            found.set(folded, machines.set(chunk, both))
          }
        }),
      )
      // Beyond where any stretch stopped, the others do not tell the whole.
      const readTo = stops.sort(inKeyOrder)[0] ?? null
      return {
        found: [...found]
          .filter(([folded]) => readTo === null || inKeyOrder(folded, readTo) <= 0)
          .map(([folded, machines]) => ({ folded, machines }))
          .sort((left, right) => inKeyOrder(left.folded, right.folded)),
        readTo,
        read: readMost,
      }
    },
    /** The first values of a range after `after`, with how many machines have each. */
    count: async (
      field: IndexField,
      range: ValueRange,
      { after, limit, among, mostRead }: CountOptions,
      stretchCount: number,
    ): Promise<CountedValues> => {
      const counts = new Map<string, number>()
      const stops: string[] = []
      await Promise.all(
        (among === null ? stretches(stretchCount) : stretchesOf(among)).map(async (stretch) => {
          const seen = new Set<string>()
          let last: string | null = null
          let read = 0
          for await (const { folded, chunk, bytes } of stored(field, stretch, startingAfter(range, after))) {
            if (range.kind === 'begins' && !folded.startsWith(range.folded)) break
            if (read >= mostRead && last !== null && folded !== last) {
              stops.push(last)
              break
            }
            last = folded
            read += 1
            const machines = countAmong(chunk, bytes, among)
            if (machines === 0) continue
            seen.add(folded)
            if (seen.size > limit) break
            counts.set(folded, (counts.get(folded) ?? 0) + machines)
          }
        }),
      )
      // Beyond where any stretch stopped, the counts of the others are not the whole.
      const readTo = stops.sort(inKeyOrder)[0] ?? null
      const values = [...counts]
        .filter(([folded]) => readTo === null || inKeyOrder(folded, readTo) <= 0)
        .map(([folded, machines]) => ({ folded, machines }))
        .sort((left, right) => inKeyOrder(left.folded, right.folded))
        .slice(0, limit)
      return { values, readTo }
    },
  }
}
export type TermBitmaps = ReturnType<typeof termBitmaps>

/** The stretches that a set reaches into. */
const stretchesOf = (machines: Bitmap): number[] => [...new Set([...machines.keys()].map(stretchOf))]

/** DynamoDB orders texts by their bytes, JavaScript by its 16-bit units: they differ beyond U+FFFF. */
const inKeyOrder = (left: string, right: string): number => Buffer.compare(Buffer.from(wholeValue(left)), Buffer.from(wholeValue(right)))

/** Reads on from a value without reading what is before it again. */
const startingAfter = (range: ValueRange, after: string | null): ValueRange => {
  if (after === null || range.kind === 'equals') return range
  return { kind: 'between', from: afterValue(after), to: range.kind === 'between' ? range.to : null }
}
