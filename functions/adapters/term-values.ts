/**
 * The dictionary: the distinct values of each field. What appears and what goes is appended, for each field and chunk
 * by the chunk's one writer, to the latest item while that costs one write unit, then to a new one; readers take only
 * what came since, the item that they read last included. Every `mergeEvery` items a chunk's are made into one. A value may be listed though no machine has it any more.
 */
import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import { foldText, type IndexField } from '#shared/domain/group/index/term-key.ts'
import type { Item, Table } from './table.ts'

const mergeEvery = 64
/** Of an item, with its keys: one write unit. */
const tailBytes = 900
/** Values before they are packed; an item takes 400 KB. */
const partBytes = 600_000

const Segment = z.object({ sk: z.string(), lines: z.instanceof(Uint8Array) })
export type ValueChange = { readonly kind: 'appears'; readonly value: string } | { readonly kind: 'goes'; readonly value: string }
export type ValueSegment = { readonly chunk: number; readonly place: number; readonly changes: readonly ValueChange[] }

const partition = (field: IndexField): string => `VALUES#${field}`
const sortKey = (chunk: number, place: number): string => `${String(chunk).padStart(5, '0')}#${String(place).padStart(10, '0')}`
const ofChunk = (chunk: number): string => `${String(chunk).padStart(5, '0')}#`

const signs = { appears: '+', goes: '-' } as const
const pack = (changes: readonly ValueChange[]): Uint8Array =>
  gzipSync(changes.map(({ kind, value }) => `${signs[kind]}${value}`).join('\n'))
const unpack = (bytes: Uint8Array): ValueChange[] =>
  gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .map((line) => ({ kind: line.startsWith('+') ? 'appears' : 'goes', value: line.slice(1) }))

const placeIn = (item: unknown): number => Number(z.object({ sk: z.string() }).parse(item).sk.split('#')[1])
const read = (item: unknown): ValueSegment => {
  const { sk, lines } = Segment.parse(item)
  const [chunk = '', place = ''] = sk.split('#')
  return { chunk: Number(chunk), place: Number(place), changes: unpack(lines) }
}

/** null: that would be more than one write unit. */
const packedTogether = (tail: Item, changes: readonly ValueChange[]): Uint8Array | null => {
  if (Segment.parse(tail).lines.length > tailBytes || changes.length > tailBytes) return null
  const bytes = pack([...read(tail).changes, ...changes])
  return bytes.length <= tailBytes ? bytes : null
}

/** In parts that each fit into an item. */
const inParts = (changes: readonly ValueChange[]): ValueChange[][] => {
  const parts: ValueChange[][] = []
  let bytes = partBytes
  for (const change of changes) {
    const size = Buffer.byteLength(change.value) + 2
    if (bytes + size > partBytes) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.push(change)
    bytes += size
  }
  return parts
}

export const termValues = (table: Table) => {
  const latest = async (field: IndexField, chunk: number): Promise<Item | null> => {
    const { items } = await table.page({ pk: partition(field), prefix: ofChunk(chunk), latestFirst: true, consistent: true }, 1)
    return items[0] ?? null
  }
  const append = async (field: IndexField, chunk: number, after: number, changes: readonly ValueChange[]): Promise<number> => {
    const parts = inParts(changes)
    await table.putMany(parts.map((part, index) => ({ pk: partition(field), sk: sortKey(chunk, after + index + 1), lines: pack(part) })))
    return after + parts.length
  }
  /** What is true now first, then the old ones go: whoever reads meanwhile, or finds this half done, reads no less. */
  const merge = async (field: IndexField, chunk: number, last: number): Promise<void> => {
    const segments = await ofOneChunk(field, chunk)
    await replaceAll(field, chunk, last, segments.map(placeIn), valuesIn(segments.map(read)))
  }
  const ofOneChunk = (field: IndexField, chunk: number): Promise<Item[]> =>
    table.list({ pk: partition(field), prefix: ofChunk(chunk), consistent: true })
  const replaceAll = async (
    field: IndexField,
    chunk: number,
    last: number,
    places: readonly number[],
    values: ReadonlyMap<string, string>,
  ): Promise<void> => {
    await append(
      field,
      chunk,
      last,
      [...values.values()].map((value) => ({ kind: 'appears', value })),
    )
    for (const place of places) if (place <= last) await table.delete({ pk: partition(field), sk: sortKey(chunk, place) })
  }

  return {
    /** By the one writer of the chunk. */
    record: async (field: IndexField, chunk: number, changes: readonly ValueChange[]): Promise<void> => {
      const tail = await latest(field, chunk)
      const before = tail ? placeIn(tail) : 0
      const together = tail ? packedTogether(tail, changes) : null
      if (together) {
        await table.putMany([{ pk: partition(field), sk: sortKey(chunk, before), lines: together }])
        return
      }
      const last = await append(field, chunk, before, changes)
      if (Math.floor(last / mergeEvery) > Math.floor(before / mergeEvery)) await merge(field, chunk, last)
    },
    /** Everything of a field. */
    all: async (field: IndexField): Promise<ValueSegment[]> => (await table.list({ pk: partition(field) })).map(read),
    /** What came to one chunk at a place, where something may have been added since, and after it. */
    since: async (field: IndexField, chunk: number, place: number): Promise<ValueSegment[]> =>
      (await table.list({ pk: partition(field), from: sortKey(chunk, place), upTo: `${ofChunk(chunk)}~` })).map(read),
    /** By the one writer of the chunk: its dictionary holds these values and no others, whatever it held. Known spellings stay. */
    become: async (field: IndexField, chunk: number, values: readonly string[]): Promise<void> => {
      const items = await ofOneChunk(field, chunk)
      const known = knownIn(items)
      const wanted = new Map(values.map((value) => [foldText(value), known?.get(foldText(value)) ?? value]))
      if (known && known.size === wanted.size && [...wanted.keys()].every((folded) => known.has(folded))) return
      const places = items.map(placeIn)
      await replaceAll(field, chunk, Math.max(0, ...places), places, wanted)
    },
  }
}
export type TermValues = ReturnType<typeof termValues>

const replay = (values: Map<string, string>, { kind, value }: ValueChange): void => {
  const folded = foldText(value)
  if (kind === 'goes') values.delete(folded)
  // The first spelling stays.
  else if (!values.has(folded)) values.set(folded, value)
}

const valuesIn = (segments: readonly ValueSegment[]): Map<string, string> => {
  const values = new Map<string, string>()
  for (const { changes } of segments) for (const change of changes) replay(values, change)
  return values
}

/** null: it cannot be read. */
const knownIn = (items: readonly Item[]): ReadonlyMap<string, string> | null => {
  try {
    return valuesIn(items.map(read))
  } catch {
    return null
  }
}
