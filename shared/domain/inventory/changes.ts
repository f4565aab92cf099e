/**
 * What differs between two inventories, as a list that can be taken back: an earlier inventory is the present one with
 * the changes since undone. What changes by itself (free space, who is logged in, when it was started) is no change.
 */
import * as z from 'zod'
import { type InventoryRecord, type InventorySections, type SectionName, InventorySections as Sections } from '../../contracts/inventory.ts'
import { type EntryOf, keyed, type ListSection, listSections, sorted } from './entries.ts'

export const Change = z.object({
  section: Sections.keyof(),
  /** By what the entry is known again: a program's name, a drive's mount; of `general` and the like, the field. */
  key: z.string(),
  /** null: it was not there. */
  before: z.unknown(),
  /** null: it is gone. */
  after: z.unknown(),
})
export type Change = z.infer<typeof Change>

const groupSections = ['general', 'operatingSystem', 'hardware'] as const satisfies SectionName[]
const volatileFields: Readonly<Partial<Record<SectionName, readonly string[]>>> = {
  general: ['lastUser'],
  operatingSystem: ['bootedAt'],
  drives: ['freeBytes'],
}
/** Where agents differ although the machine is the same: from one agent to another, only this counts. */
const countsAcrossAgents: Readonly<Partial<Record<SectionName, readonly string[]>>> = {
  software: ['name', 'version'],
  network: ['macAddress'],
  controllers: ['slot', 'pciId'],
  disks: ['name'],
}

const comparable = (section: SectionName, value: unknown, acrossAgents: boolean): string => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value) ?? 'null'
  const only = acrossAgents ? countsAcrossAgents[section] : undefined
  const without = volatileFields[section] ?? []
  return JSON.stringify(Object.entries(value).filter(([name]) => !without.includes(name) && (only === undefined || only.includes(name))))
}

const differences = (
  section: SectionName,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
  acrossAgents: boolean,
): Change[] => {
  const changes: Change[] = []
  for (const [key, now] of after) {
    const then = before.get(key)
    if (then === undefined) changes.push({ section, key, before: null, after: now })
    else if (then !== now && comparable(section, then, acrossAgents) !== comparable(section, now, acrossAgents))
      changes.push({ section, key, before: then, after: now })
  }
  for (const [key, then] of before) if (!after.has(key)) changes.push({ section, key, before: then, after: null })
  return changes
}

const fieldsOf = (section: (typeof groupSections)[number], record: InventorySections): Map<string, unknown> =>
  new Map(Object.entries(record[section]).filter(([name]) => !(volatileFields[section] ?? []).includes(name)))

/** `acrossAgents`: the two were sent by different kinds of agents, which word things differently. */
export const changesBetween = (before: InventorySections, after: InventorySections, { acrossAgents = false } = {}): Change[] => [
  ...groupSections.flatMap((section) => differences(section, fieldsOf(section, before), fieldsOf(section, after), acrossAgents)),
  ...listSections.flatMap((section) => differences(section, keyed(section, before[section]), keyed(section, after[section]), acrossAgents)),
]

/**
 * The earlier inventory: `changes` are those that led from it to `after`, and were made by `changesBetween`.
 * Volatile fields are those of `after`.
 */
export const undo = <R extends InventorySections>(after: R, changes: readonly Change[]): R => {
  const result: Record<string, unknown> = { ...after }
  for (const section of groupSections) {
    const mine = changes.filter((change) => change.section === section)
    if (mine.length > 0) result[section] = { ...after[section], ...Object.fromEntries(mine.map(({ key, before }) => [key, before])) }
  }
  for (const section of listSections) {
    const mine = changes.filter((change) => change.section === section)
    if (mine.length > 0) result[section] = undoList(section, after[section], mine)
  }
  return { ...after, ...Sections.parse(result) }
}

const undoList = <S extends ListSection>(section: S, after: readonly EntryOf<S>[], changes: readonly Change[]): EntryOf<S>[] => {
  const entries: Map<string, EntryOf<S>> = keyed(section, after)
  for (const { key, before } of changes)
    if (before === null) entries.delete(key)
    // It was stored as an entry of this section, and is checked once more with the whole.
    else entries.set(key, before as EntryOf<S>)
  return sorted(section, [...entries.values()])
}

/** What an unchanged inventory tells all the same. */
export const Volatile = z.object({
  lastUser: z.string().nullable(),
  bootedAt: z.string().nullable(),
  freeBytes: z.record(z.string(), z.int().nullable()),
})
export type Volatile = z.infer<typeof Volatile>

const mostDrives = 200
export const volatileOf = ({ general, operatingSystem, drives }: InventorySections): Volatile => ({
  lastUser: general.lastUser,
  bootedAt: operatingSystem.bootedAt,
  freeBytes: Object.fromEntries(drives.slice(0, mostDrives).map(({ mount, freeBytes }) => [mount, freeBytes])),
})
export const withVolatile = (record: InventoryRecord, { lastUser, bootedAt, freeBytes }: Volatile): InventoryRecord => ({
  ...record,
  general: { ...record.general, lastUser },
  operatingSystem: { ...record.operatingSystem, bootedAt },
  drives: record.drives.map((drive) => ({
    ...drive,
    freeBytes: Object.hasOwn(freeBytes, drive.mount) ? (freeBytes[drive.mount] ?? null) : drive.freeBytes,
  })),
})
