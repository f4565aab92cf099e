/** What a person asks the list of machines for, as a question about one machine and as a set from the index. */
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'
import { and, andNot, type Bitmap, has } from '#shared/domain/group/bitmap/bitmap.ts'
import { foldText } from '#shared/domain/group/index/term-key.ts'
import { type ListedMachine, seenAtOf } from '../adapters/machines.ts'
import type { LastSeen } from './last-seen.ts'
import { existingMachines, machinesInEntities, machinesOnSite, machinesWithAny, type SearchPorts } from './search-terms.ts'

/** `entities` null: machines of every one. Instants are milliseconds since 1970. */
export type MachineFilter = {
  readonly entities: ReadonlySet<string> | null
  readonly siteId: string | null
  /** The machines of a group. */
  readonly group: Bitmap | null
  /** Folded, as the name. */
  readonly system: string | null
  readonly name: string | null
  readonly seenSince: number | null
  readonly notSeenSince: number | null
}

/** Up to so many machines, all of them are read for a filter: the answer is then true to the moment. */
export const smallFleet = 2000

const dayMs = 86_400_000
const textOrNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : foldText(text))

export const filterOf = (
  query: MachineFilterQuery,
  entities: ReadonlySet<string> | null,
  group: Bitmap | null,
  now: number,
): MachineFilter => ({
  entities,
  group,
  siteId: query.siteId ?? null,
  system: textOrNull(query.system),
  name: textOrNull(query.name),
  seenSince: query.seenWithinDays === undefined ? null : now - query.seenWithinDays * dayMs,
  notSeenSince: query.notSeenForDays === undefined ? null : now - query.notSeenForDays * dayMs,
})

export const isFiltering = (filter: MachineFilter): boolean => Object.values(filter).some((part) => part !== null)

export const fits = (
  { entities, siteId, group, system, name, seenSince, notSeenSince }: MachineFilter,
  machine: ListedMachine,
): boolean => {
  const seen = Date.parse(seenAtOf(machine) ?? '1970-01-01T00:00:00Z')
  return (
    (entities === null || entities.has(machine.entityId)) &&
    (siteId === null || machine.siteId === siteId) &&
    (group === null || (machine.ordinal !== null && has(group, machine.ordinal))) &&
    (system === null || foldText(machine.operatingSystem ?? '').includes(system)) &&
    (name === null || foldText(machine.name).includes(name)) &&
    (seenSince === null || seen >= seenSince) &&
    (notSeenSince === null || seen < notSeenSince)
  )
}

/**
 * Every machine that fits but for its name, and perhaps some that do not: whoever shows them looks at each. null: all.
 * What has changed a moment ago follows once it is indexed, a second or two later.
 */
export const candidatesFor = async (ports: SearchPorts & { readonly seen: LastSeen }, filter: MachineFilter): Promise<Bitmap | null> => {
  const { entities, siteId, group, system, seenSince, notSeenSince } = filter
  const asked: Promise<Bitmap>[] = [
    ...(group === null ? [] : [Promise.resolve(group)]),
    ...(entities === null ? [] : [machinesInEntities(ports, entities)]),
    ...(siteId === null ? [] : [machinesOnSite(ports, siteId)]),
    ...(system === null ? [] : [machinesWithAny(ports, 'Hardware/OperatingSystem', system)]),
    ...(seenSince === null ? [] : [ports.seen.perhapsSince(seenSince)]),
    ...(notSeenSince === null
      ? []
      : [Promise.all([existingMachines(ports), ports.seen.surelySince(notSeenSince)]).then(([all, seen]) => andNot(all, seen))]),
  ]
  const [first, ...others] = await Promise.all(asked)
  return first ? others.reduce((left, right) => and(left, right), first) : null
}
