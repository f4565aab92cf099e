/** Since when a machine has something, and what was in its place before. */
import type { InventorySince, InventorySinceQuery } from '#shared/contracts/inventory-views.ts'
import type { Change } from '#shared/domain/inventory/changes.ts'
import { type InventoryPorts, presentInventory } from './inventories.ts'
import { changesIn } from './inventory-history.ts'

type Wanted = Pick<InventorySinceQuery, 'section' | 'name' | 'version'>
const isWanted = (entry: unknown, { name, version }: Wanted): boolean => {
  if (typeof entry !== 'object' || entry === null) return false
  const field = (of: string): unknown => (Object.hasOwn(entry, of) ? Reflect.get(entry, of) : undefined)
  const entryVersion = field('version') ?? field('value')
  const entryName = field('name') ?? field('mount')
  const fits = typeof entryName === 'string' && entryName.toLowerCase() === name.toLowerCase()
  return fits && (version === undefined || (typeof entryVersion === 'string' && entryVersion.toLowerCase() === version.toLowerCase()))
}

/** The version of a program, or the value of the registry, that an upload replaced; null where it came anew. */
const versionBefore = (changes: readonly Change[], wanted: Wanted): string | null => {
  const told = changes.find(({ section, before, after }) => section === wanted.section && before !== null && isWanted(after, wanted))
  if (typeof told?.before !== 'object' || told.before === null || isWanted(told.before, wanted)) return null
  const version = Reflect.get(told.before, 'version') ?? Reflect.get(told.before, 'value')
  return typeof version === 'string' ? version : null
}

/** Backwards from now, to the upload that brought it. */
export const getInventorySince = async (ports: InventoryPorts, machineId: string, wanted: InventorySinceQuery): Promise<InventorySince> => {
  const { head, record } = await presentInventory(ports, machineId)
  const sinceOrBefore = (since: string): InventorySince => ({ present: true, since, isExact: false, previousVersion: null })
  // How many entries fit: it is there as long as one does, whatever the others do.
  let count = record[wanted.section].filter((entry) => isWanted(entry, wanted)).length
  if (count === 0) return { present: false, since: null, isExact: false, previousVersion: null }
  for await (const history of ports.inventories.historyBack(machineId)) {
    const changes = changesIn(history)
    if (changes === null) return sinceOrBefore(history.at)
    for (const { section, before, after } of changes)
      if (section === wanted.section) count += Number(isWanted(before, wanted)) - Number(isWanted(after, wanted))
    if (count <= 0) return { present: true, since: history.at, isExact: true, previousVersion: versionBefore(changes, wanted) }
  }
  return sinceOrBefore(head.historyFrom)
}
