/** Which machines have a value, and which values there are: what groups, searches and the module of inventories ask. */
import type { CountedFieldValue, ExportFieldValuesQuery, FieldValue, FieldValuesQuery, InventoryField } from '#shared/contracts/terms.ts'
import { csvRow } from '#shared/domain/csv.ts'
import { type Bitmap, emptyBitmap } from '#shared/domain/group/bitmap/bitmap.ts'
import {
  chunksInStretch,
  existing,
  foldedValue,
  type IndexField,
  inEntity,
  onSite,
  unfoldedValue,
} from '#shared/domain/group/index/term-key.ts'
import { pairOf, pairSeparator, type TermField, termFieldAliases, termFieldNames, termFields } from '#shared/domain/inventory/terms.ts'
import { type ChunkMembers, chunksFor } from '../adapters/chunk-members.ts'
import type { MachineStore } from '../adapters/machines.ts'
import { badCursor } from '../adapters/table.ts'
import type { TermBitmaps, ValueRange } from '../adapters/term-bitmaps.ts'
import type { FieldDictionaries } from './field-dictionaries.ts'
import type { Person } from './people/person.ts'
import { invalid, Refusal } from './refusal.ts'

export type SearchPorts = {
  readonly machines: Pick<MachineStore, 'ordinalsGiven'>
  readonly bitmaps: TermBitmaps
  readonly members: ChunkMembers
  readonly dictionaries: FieldDictionaries
}

/** `equals` and `from`–`to` take values as people write them; `matches` has `*` for any text. */
export type Wanted =
  | { readonly kind: 'equals'; readonly value: string }
  | { readonly kind: 'begins'; readonly text: string }
  | { readonly kind: 'between'; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'matches'; readonly pattern: string }

/** Up to so many values are asked for one by one; more of them by reading the field. */
const mostNamedValues = 60

const extent = async ({ machines }: SearchPorts): Promise<{ chunks: number; stretches: number }> => {
  const chunks = chunksFor(await machines.ordinalsGiven())
  return { chunks, stretches: Math.ceil(chunks / chunksInStretch) }
}

export const existingMachines = async (ports: SearchPorts): Promise<Bitmap> =>
  ports.bitmaps.union(existing, { kind: 'equals', folded: '' }, (await extent(ports)).stretches)

type By = Pick<Person, 'perimeter'>

/** The machines that a person sees; null: all of them. One that was moved a moment ago follows once it is indexed. */
const machinesSeenBy = async (ports: SearchPorts, { perimeter }: By): Promise<Bitmap | null> => {
  if (perimeter === 'everything') return null
  return machinesInEntities(ports, perimeter)
}

export const machinesInEntities = async (ports: SearchPorts, ids: ReadonlySet<string>): Promise<Bitmap> => {
  const entities = new Set([...ids].flatMap((id) => foldedValue(inEntity, id) ?? []))
  return unionOfValues(ports, inEntity, entities, (await extent(ports)).stretches)
}

export const machinesOnSite = async (ports: SearchPorts, siteId: string): Promise<Bitmap> =>
  unionOfValues(ports, onSite, new Set([foldedValue(onSite, siteId) ?? '']), (await extent(ports)).stretches)

/** The machines with a text anywhere in a value of a field. */
export const machinesWithAny = async (ports: SearchPorts, field: TermField, part: string): Promise<Bitmap> => {
  const { chunks, stretches } = await extent(ports)
  return unionOfValues(ports, field, new Set((await ports.dictionaries.of(field, chunks)).containing(part)), stretches)
}

const unionOfValues = (ports: SearchPorts, field: IndexField, values: ReadonlySet<string>, stretches: number): Promise<Bitmap> =>
  values.size > mostNamedValues
    ? ports.bitmaps.union(field, everything, stretches, values)
    : ports.bitmaps.unionOf(field, [...values], stretches)

/** The machines with at least one such value. A value that is none of the field's kind has no machines. */
export const machinesWith = async (ports: SearchPorts, field: TermField, wanted: Wanted): Promise<Bitmap> => {
  const { chunks, stretches } = await extent(ports)
  const range = rangeOf(field, wanted)
  if (range) return ports.bitmaps.union(field, range, stretches)
  if (wanted.kind !== 'matches') return emptyBitmap
  const dictionary = await ports.dictionaries.of(field, chunks)
  const values = new Set(dictionary.matching(wanted.pattern).flatMap((value) => foldedValue(field, value) ?? []))
  return unionOfValues(ports, field, values, stretches)
}

const everything: ValueRange = { kind: 'begins', folded: '' }

/** null: it takes the dictionary, or no value can be meant. */
const rangeOf = (field: TermField, wanted: Wanted): ValueRange | null => {
  const bound = (value: string | null): string | null => (value === null ? null : foldedValue(field, value))
  switch (wanted.kind) {
    case 'equals': {
      const folded = bound(wanted.value)
      return folded === null ? null : { kind: 'equals', folded }
    }
    case 'begins': {
      // The keys of numbers begin with their length: no range of them holds those that begin with a digit.
      return termFields[field] === 'number' ? null : { kind: 'begins', folded: bound(wanted.text) ?? '' }
    }
    case 'between': {
      const [from, to] = [bound(wanted.from), bound(wanted.to)]
      return (from === null) === (wanted.from === null) && (to === null) === (wanted.to === null) ? { kind: 'between', from, to } : null
    }
    case 'matches':
      return null
  }
}

export const listInventoryFields = (): { items: InventoryField[] } => ({
  items: termFieldNames.map((name) => ({
    name,
    type: termFields[name],
    aliases: Object.entries(termFieldAliases).flatMap(([alias, field]) => (field === name ? [alias] : [])),
  })),
})

const mostSuggestions = 20
/** Of so many that fit, those of the perimeter are looked for, a few at a time; whoever finds none among them types more of it. */
const mostCandidates = 600
const candidatesAtATime = 60

export const suggestFieldValues = async (
  ports: SearchPorts,
  by: By,
  { field, text }: { field: TermField; text: string },
): Promise<{ items: FieldValue[] }> => {
  const dictionary = await ports.dictionaries.of(field, (await extent(ports)).chunks)
  const among = await machinesSeenBy(ports, by)
  if (among === null) return { items: dictionary.suggestions(text, mostSuggestions).map((value) => shown(field, value)) }
  const candidates = dictionary.suggestions(text, mostCandidates)
  const seen: string[] = []
  for (let at = 0; at < candidates.length && seen.length < mostSuggestions; at += candidatesAtATime) {
    const some = candidates.slice(at, at + candidatesAtATime).flatMap((value) => {
      const folded = foldedValue(field, value)
      return folded === null ? [] : [{ value, folded }]
    })
    const inside = await ports.bitmaps.valuesAmong(
      field,
      some.map(({ folded }) => folded),
      among,
    )
    seen.push(...some.flatMap(({ value, folded }) => (inside.has(folded) ? [value] : [])))
  }
  return { items: seen.slice(0, mostSuggestions).map((value) => shown(field, value)) }
}

const shown = (field: TermField, value: string): FieldValue => {
  if (termFields[field] !== 'pair') return { value, second: null }
  const [first = '', second = ''] = value.split(pairSeparator)
  return { value: first, second: second === '' ? null : second }
}

const wantedValues = ({ field, begins, first }: ExportFieldValuesQuery): ValueRange => {
  if (first !== undefined && termFields[field] !== 'pair') throw invalid('query.first', first, `is of pairs only, and ${field} is none`)
  if (first !== undefined && begins !== undefined) throw invalid('query.begins', begins, 'cannot be together with first')
  if (begins !== undefined && termFields[field] === 'number')
    throw invalid('query.begins', begins, `is of texts only, and ${field} is a number`)
  return { kind: 'begins', folded: foldedValue(field, first === undefined ? (begins ?? '') : pairOf(first, null)) ?? '' }
}

const readCursor = (cursor: string): string => {
  const folded = Buffer.from(cursor, 'base64url').toString('utf8')
  if (folded === '' || folded.length > 600 || Buffer.from(folded).toString('base64url') !== cursor) throw badCursor(cursor)
  return folded
}

type Part = { readonly after: string | null; readonly limit: number; readonly mostRead: number }
type Counted = { readonly rows: { folded: string; row: CountedFieldValue }[]; readonly readTo: string | null }

const counted = async (ports: SearchPorts, by: By, query: ExportFieldValuesQuery, part: Part): Promise<Counted> => {
  const range = wantedValues(query)
  const { chunks, stretches } = await extent(ports)
  const among = await machinesSeenBy(ports, by)
  const { values, readTo } = await ports.bitmaps.count(query.field, range, { ...part, among }, stretches)
  const dictionary = await ports.dictionaries.of(query.field, chunks)
  const rows = values.map(({ folded, machines }) => {
    const plain = unfoldedValue(query.field, folded)
    return { folded, row: { ...shown(query.field, dictionary.spelling(plain) ?? plain), machines } }
  })
  return { rows, readTo }
}

/** Items of one stretch and request: a small perimeter may have few of the many values of a field. A page may then be short. */
const mostReadForPage = 30_000

export const countFieldValues = async (ports: SearchPorts, by: By, query: FieldValuesQuery, mostRead = mostReadForPage) => {
  if (query.order === 'machines') return mostCommonValues(ports, by, query)
  const after = query.cursor === undefined ? null : readCursor(query.cursor)
  const { rows, readTo } = await counted(ports, by, query, { after, limit: query.limit + 1, mostRead })
  const items = rows.slice(0, query.limit)
  const next = rows.length > query.limit ? (items.at(-1)?.folded ?? null) : readTo
  return { items: items.map(({ row }) => row), nextCursor: next === null ? null : Buffer.from(next).toString('base64url'), totals: null }
}

/** Ordering by machines and files take all values of a field at once. */
const mostRows = 60_000

/** A cursor of this order: how many rows were before. */
const readPlace = (cursor: string): number => {
  const place = /^most-common-(\d{1,5})$/.exec(cursor)?.[1]
  if (place === undefined) throw badCursor(cursor)
  return Number(place)
}

const mostCommonValues = async (ports: SearchPorts, by: By, query: FieldValuesQuery) => {
  const from = query.cursor === undefined ? 0 : readPlace(query.cursor)
  const { rows } = await counted(ports, by, query, { after: null, limit: mostRows + 1, mostRead: Number.POSITIVE_INFINITY })
  if (rows.length > mostRows)
    throw new Refusal(
      'conflict',
      `${query.field} has more values than can be put in order. Ask for those that begin with a text: begins=a.`,
    )
  // What as many machines have stays in alphabetical order.
  const ordered = rows.map(({ row }) => row).sort((left, right) => right.machines - left.machines)
  const end = from + query.limit
  return {
    items: ordered.slice(from, end),
    nextCursor: end < ordered.length ? `most-common-${end}` : null,
    totals: { values: ordered.length, machines: ordered.reduce((sum, { machines }) => sum + machines, 0) },
  }
}

/** What API Gateway and Lambda let through in one answer, with room for headers. */
const mostBytes = 5_000_000

export const exportFieldValues = async (ports: SearchPorts, by: By, query: ExportFieldValuesQuery): Promise<string> => {
  const { rows } = await counted(ports, by, query, { after: null, limit: mostRows + 1, mostRead: Number.POSITIVE_INFINITY })
  const isPair = termFields[query.field] === 'pair'
  const csv = [
    csvRow(isPair ? ['value', 'second', 'machines'] : ['value', 'machines']),
    ...rows.map(({ row: { value, second, machines } }) => csvRow(isPair ? [value, second, machines] : [value, machines])),
  ].join('')
  if (rows.length > mostRows || Buffer.byteLength(csv) > mostBytes)
    throw new Refusal('conflict', `${query.field} has more values than fit into one file. Ask for those that begin with a text: begins=a.`)
  return csv
}
