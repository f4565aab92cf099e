/**
 * Machines that meet a filter, in the order of names, by the index of terms: a large fleet is not read through for a few
 * of its machines. The index says who may be meant, the machines themselves who is. Few candidates are looked at one by
 * one; few names are asked for name by name; else the index of names is walked along, without the machines.
 */
import * as z from 'zod'
import { and, type Bitmap, cardinality, or } from '#shared/domain/group/bitmap/bitmap.ts'
import { afterValue, chunksInStretch, foldText } from '#shared/domain/group/index/term-key.ts'
import { chunksFor } from '../adapters/chunk-members.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { badCursor } from '../adapters/table.ts'
import type { LastSeen } from './last-seen.ts'
import { candidatesFor, fits, type MachineFilter } from './machine-filter.ts'
import { existingMachines, type SearchPorts } from './search-terms.ts'

const field = 'Machine/Name'
/** These bound the work of one request; the cursor lets the caller go on. */
const mostRounds = 10
/** `few`: up to so many candidates are read at once, and names asked for one by one; `walked`: names in one request. */
const usual = { few: 500, walked: 20_000 }

const Place = z.tuple([z.string(), z.string()])
type Place = z.infer<typeof Place>
const read = (cursor: string): Place => {
  try {
    return Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw badCursor(cursor)
  }
}
const write = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url')
const last = '\uffff'

const placeOf = ({ name, id }: MachineRecord): Place => [foldText(name), id]
/** As the index orders texts: by their bytes. */
const compare = (one: string, other: string): number => (one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other)))
const comparePlaces = (one: Place, other: Place): number => compare(one[0], other[0]) || compare(one[1], other[1])

export type ByIndexPorts = Omit<SearchPorts, 'machines'> & {
  readonly machines: Pick<MachineStore, 'ordinalsGiven' | 'getMany'>
  readonly seen: LastSeen
}
type Asked = { readonly filter: MachineFilter; readonly limit: number; readonly cursor?: string | undefined }
type Search = ByIndexPorts & {
  readonly bounds: typeof usual
  readonly filter: MachineFilter
  readonly limit: number
  readonly after: Place | null
}
/** `readTo`: looked through up to here; null: to the end. */
type Found = { readonly machines: MachineRecord[]; readonly readTo: Place | null }

export const machinesByIndex = async (ports: ByIndexPorts, { filter, limit, cursor }: Asked, bounds = usual) => {
  const search: Search = { ...ports, bounds, filter, limit, after: cursor === undefined ? null : read(cursor) }
  const among = await candidatesFor(ports, filter)
  const { machines, readTo } = await found(search, among)
  const inOrder = machines
    .filter((machine) => search.after === null || comparePlaces(placeOf(machine), search.after) > 0)
    .sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
  const items = inOrder.slice(0, limit)
  const end = items.at(-1)
  if (inOrder.length > limit && end) return { items, nextCursor: write(placeOf(end)) }
  return { items, nextCursor: readTo ? write(readTo) : null }
}

const found = async (search: Search, among: Bitmap | null): Promise<Found> => {
  const { dictionaries, machines, filter, after, bounds } = search
  const chunks = chunksFor(await machines.ordinalsGiven())
  const candidates = among === null ? Number.POSITIVE_INFINITY : cardinality(among)
  if (among !== null && candidates <= bounds.few) return { machines: await those(search, among), readTo: null }
  if (filter.name === null && among !== null) return walk(search, among, candidates)
  const names = (await dictionaries.of(field, chunks))
    .containing(filter.name ?? '')
    .filter((name) => after === null || compare(name, after[0]) >= 0)
    .sort(compare)
  if (names.length > bounds.few) return walk(search, among ?? (await existingMachines(search)), Math.min(candidates, names.length))
  return nameByName(search, among, names, Math.ceil(chunks / chunksInStretch))
}

/** Those of a set that fit, now. */
const those = async ({ members, machines, filter }: Search, set: Bitmap): Promise<MachineRecord[]> =>
  [...(await machines.getMany(await members.idsOf(set))).values()].filter((machine) => fits(filter, machine))

const nameByName = async (search: Search, among: Bitmap | null, names: readonly string[], stretches: number): Promise<Found> => {
  const { bitmaps, limit } = search
  const machines: MachineRecord[] = []
  let next = 0
  // Whoever has such a name is shown: names that are left are machines that are left.
  const enough = among === null ? limit : limit + 1
  for (let round = 0; round < mostRounds && next < names.length && machines.length < enough; round++) {
    const some = names.slice(next, next + limit)
    next += some.length
    const named = await bitmaps.unionOf(field, some, stretches)
    const all = await those(search, among === null ? named : and(named, among))
    // One that was renamed since it was indexed has another place in the order.
    machines.push(...newIn(search, all, (name) => some.includes(name)))
  }
  return { machines, readTo: next < names.length ? [names[next - 1] ?? '', last] : null }
}

const newIn = ({ after }: Search, machines: readonly MachineRecord[], isOf: (name: string) => boolean): MachineRecord[] =>
  machines.filter((machine) => isOf(foldText(machine.name)) && (after === null || comparePlaces(placeOf(machine), after) > 0))

const walk = async (search: Search, among: Bitmap, candidates: number): Promise<Found> => {
  const { bitmaps, limit, filter } = search
  const given = await search.machines.ordinalsGiven()
  const machines: MachineRecord[] = []
  // As many names as will do when those who fit are spread evenly.
  const atOnce = Math.min(5000, Math.max(100, Math.ceil((1.3 * (limit + 1) * given) / candidates)))
  let from = search.after?.[0] ?? null
  let left = search.bounds.walked
  const isWanted = (name: string): boolean => filter.name === null || name.includes(filter.name)
  for (;;) {
    const {
      found: values,
      readTo,
      read: count,
    } = await bitmaps.walk(field, from, { among, isWanted, limit: limit + 1, mostRead: left, atOnce })
    const names = new Set(values.map(({ folded }) => folded))
    machines.push(...newIn(search, await those(search, unionOfAll(values)), (name) => names.has(name)))
    left -= count
    if (readTo === null) return { machines, readTo: null }
    if (machines.length > limit || left <= 0) return { machines, readTo: [readTo, last] }
    from = afterValue(readTo)
  }
}

const unionOfAll = (values: readonly { readonly machines: Bitmap }[]): Bitmap => {
  let all: Bitmap = new Map()
  for (const { machines } of values) all = or(all, machines)
  return all
}
