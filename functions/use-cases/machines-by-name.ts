/**
 * Machines with a text anywhere in their name, in the order of names, by the index of terms: a large fleet is not read
 * through for a few machines. What was added or renamed a moment ago is found once it is indexed, a second or two later.
 */
import * as z from 'zod'
import { chunksInStretch, foldText } from '#shared/domain/group/index/term-key.ts'
import { chunksFor } from '../adapters/chunk-members.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { badCursor } from '../adapters/table.ts'
import type { SearchPorts } from './search-terms.ts'

const field = 'Machine/Name'
/** Bounds the work of one request; the cursor lets the caller go on. */
const mostRounds = 10

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

const placeOf = ({ name, id }: MachineRecord): Place => [foldText(name), id]
const isAfter = (place: Place, other: Place | null): boolean =>
  other === null || place[0] > other[0] || (place[0] === other[0] && place[1] > other[1])

export type ByNamePorts = Omit<SearchPorts, 'machines'> & { readonly machines: Pick<MachineStore, 'ordinalsGiven' | 'getMany'> }
type Asked = {
  readonly name: string
  readonly siteId?: string | undefined
  /** Whether who asks may see the machines of an entity; absent: of every one. */
  readonly keep?: ((entityId: string) => boolean) | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

export const machinesByName = async (ports: ByNamePorts, { name, siteId, keep, limit, cursor }: Asked) => {
  const after = cursor === undefined ? null : read(cursor)
  const chunks = chunksFor(await ports.machines.ordinalsGiven())
  const stretches = Math.ceil(chunks / chunksInStretch)
  const dictionary = await ports.dictionaries.of(field, chunks)
  const names = dictionary
    .containing(name)
    .filter((one) => after === null || one >= after[0])
    .sort()

  const found: MachineRecord[] = []
  let next = 0
  for (let round = 0; round < mostRounds && next < names.length && found.length <= limit; round++) {
    const some = names.slice(next, next + limit)
    next += some.length
    const ids = await ports.members.idsOf(await ports.bitmaps.unionOf(field, some, stretches))
    // One that was renamed since it was indexed has another place in the order.
    const machines = [...(await ports.machines.getMany(ids)).values()].filter(
      (machine) =>
        some.includes(foldText(machine.name)) && (siteId === undefined || machine.siteId === siteId) && (keep?.(machine.entityId) ?? true),
    )
    found.push(...machines.filter((machine) => isAfter(placeOf(machine), after)).sort((a, b) => (isAfter(placeOf(a), placeOf(b)) ? 1 : -1)))
  }
  const items = found.slice(0, limit)
  const last = items.at(-1)
  if (found.length > limit && last) return { items, nextCursor: write(placeOf(last)) }
  return { items, nextCursor: next < names.length ? write([names[next - 1] ?? '', '\uffff']) : null }
}
