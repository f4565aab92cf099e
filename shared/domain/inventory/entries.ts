/** By what an entry of a section is known again: the program by its name, the drive by where it is mounted. */
import type { InventorySections, SectionName } from '../../contracts/inventory.ts'

export type ListSection = {
  [S in SectionName]: InventorySections[S] extends readonly unknown[] ? S : never
}[SectionName]
export type EntryOf<S extends ListSection> = InventorySections[S][number]

const joined = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '').join('|')

const keys: { readonly [S in ListSection]: (entry: EntryOf<S>) => string } = {
  memory: ({ slot, serialNumber }) => joined(slot, serialNumber),
  software: ({ name, architecture }) => joined(name, architecture),
  network: ({ name }) => name,
  controllers: ({ slot, pciId, name }) => (slot === null && pciId === null ? name : joined(slot, pciId)),
  videos: ({ name }) => name,
  drives: ({ mount }) => mount,
  disks: ({ name }) => name,
  printers: ({ name }) => name,
  monitors: ({ name, serialNumber }) => joined(name, serialNumber),
  registry: ({ hive, name }) => joined(hive, name),
}
export const listSections = Object.keys(keys).filter((name): name is ListSection => Object.hasOwn(keys, name))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** In one order whatever the agent's, equal entries once. */
export const sorted = <S extends ListSection>(section: S, entries: readonly EntryOf<S>[]): EntryOf<S>[] => {
  const keyOf = keys[section]
  const rows = entries.map((entry) => ({ entry, key: keyOf(entry), text: JSON.stringify(entry) }))
  rows.sort((a, b) => compare(a.key, b.key) || compare(a.text, b.text))
  return rows.filter((row, at) => row.text !== rows[at - 1]?.text).map(({ entry }) => entry)
}

/** Never in a text of a record: a second `a` must not be taken for what is called `a#2`. */
const separator = '\u001f'

/** Each entry under its key; of several with the same key, the second is numbered. Of sorted entries, always the same. */
export const keyed = <S extends ListSection>(section: S, entries: readonly EntryOf<S>[]): Map<string, EntryOf<S>> => {
  const keyOf = keys[section]
  const found = new Map<string, EntryOf<S>>()
  const seen = new Map<string, number>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const place = (seen.get(key) ?? 0) + 1
    seen.set(key, place)
    found.set(place === 1 ? key : `${key}${separator}${place}`, entry)
  }
  return found
}
