/** Which machines have a value, and which values there are: what groups and searches ask. */
import type { FieldValue, InventoryField } from '#shared/contracts/terms.ts'
import { type Bitmap, emptyBitmap } from '#shared/domain/group/bitmap/bitmap.ts'
import { chunksInStretch, existing, foldedValue, type IndexField, inEntity, onSite } from '#shared/domain/group/index/term-key.ts'
import { pairSeparator, type TermField, termFieldAliases, termFieldNames, termFields } from '#shared/domain/inventory/terms.ts'
import { type ChunkMembers, chunksFor } from '../adapters/chunk-members.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { TermBitmaps, ValueRange } from '../adapters/term-bitmaps.ts'
import type { FieldDictionaries } from './field-dictionaries.ts'
import type { Person } from './people/person.ts'

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

export const extent = async ({ machines }: SearchPorts): Promise<{ chunks: number; stretches: number }> => {
  const chunks = chunksFor(await machines.ordinalsGiven())
  return { chunks, stretches: Math.ceil(chunks / chunksInStretch) }
}

export const existingMachines = async (ports: SearchPorts): Promise<Bitmap> =>
  ports.bitmaps.union(existing, { kind: 'equals', folded: '' }, (await extent(ports)).stretches)

export type By = Pick<Person, 'perimeter'>

/** The machines that a person sees; null: all of them. One that was moved a moment ago follows once it is indexed. */
export const machinesSeenBy = async (ports: SearchPorts, { perimeter }: By): Promise<Bitmap | null> => {
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

export const shown = (field: TermField, value: string): FieldValue => {
  if (termFields[field] !== 'pair') return { value, second: null }
  const [first = '', second = ''] = value.split(pairSeparator)
  return { value: first, second: second === '' ? null : second }
}
