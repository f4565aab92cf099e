/** What an upload changed, in words. Pure. */
import { InventorySections } from '#shared/contracts/inventory.ts'
import type { InventoryChange, InventoryUpload } from '#shared/contracts/inventory-views.ts'
import type { EntryOf, ListSection } from '#shared/domain/inventory/entries.ts'
import { listSections } from '#shared/domain/inventory/entries.ts'
import { plainText } from '../log/plain-text.ts'
import { type Column, listColumns, processorColumns, type Say, type Word } from './columns.ts'

export const changeKinds = ['added', 'changed', 'removed'] as const
export type ChangeKind = (typeof changeKinds)[number]

export type ChangeLine = {
  readonly kind: ChangeKind
  readonly section: Word
  /** The program, the drive, the field. */
  readonly what: string
  /** Each with what it is of: `Version: 1.0`. Of what changed, only the differences. */
  readonly before: string
  readonly after: string
}

const sectionWords: { readonly [S in InventoryChange['section']]: Word } = {
  general: 'general',
  operatingSystem: 'operatingSystem',
  hardware: 'hardware',
  memory: 'memoryModules',
  software: 'software',
  network: 'network',
  controllers: 'controllers',
  videos: 'videos',
  drives: 'drives',
  disks: 'disks',
  printers: 'printers',
  monitors: 'monitors',
  registry: 'registry',
}

export const changeLine = ({ section, key, before, after }: InventoryChange, say: Say): ChangeLine => {
  const list = listSections.find((name) => name === section)
  const told = list ? ofEntry(list, key, before, after, say) : ofField(key, before, after, say)
  return {
    kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
    section: sectionWords[section],
    what: plainText(told.what),
    before: plainText(told.before),
    after: plainText(told.after),
  }
}

type Told = { readonly what: string; readonly before: string; readonly after: string }

/** How many columns beside the name say what came or went. */
const mostTold = 2

/** Before the number of an entry where several have the same key: nothing for people. */
const numberFrom = '\u001f'

const ofEntry = <S extends ListSection>(section: S, key: string, before: unknown, after: unknown, say: Say): Told => {
  const [then, now] = [entryOf(section, before), entryOf(section, after)]
  const columns: readonly Column<EntryOf<S>>[] = listColumns[section]
  const [name, ...others] = columns
  const entry = now ?? then
  const what = (entry && name?.text(entry, say)) || (key.split(numberFrom)[0] ?? '').replaceAll('|', ' ').trim()
  const cells = others.map(({ label, text }) => ({ label, was: then && text(then, say), is: now && text(now, say) }))
  const shown = then && now ? cells.filter((cell) => cell.was !== cell.is) : cells.filter((cell) => cell.was || cell.is).slice(0, mostTold)
  const lines = (side: 'was' | 'is'): string =>
    shown.flatMap((cell) => (cell[side] ? [`${say.word(cell.label)}: ${cell[side]}`] : [])).join('\n')
  return { what, before: lines('was'), after: lines('is') }
}

/** null: there was none, or it is of a shape that this console does not know. */
const entryOf = <S extends ListSection>(section: S, value: unknown): EntryOf<S> | null => {
  const read = InventorySections.shape[section].safeParse([value])
  // Each section's schema reads entries of this section; the compiler sees only the union of all.
  return read.success ? ((read.data[0] as EntryOf<S> | undefined) ?? null) : null
}

/** Fields that are told once; what changes by itself (who is logged in, when it was started) is not among them. */
export const fieldWords: Readonly<Record<string, Word>> = {
  name: 'hostName',
  domain: 'domain',
  description: 'description',
  manufacturer: 'manufacturer',
  model: 'model',
  serialNumber: 'serialNumber',
  uuid: 'uuid',
  assetTag: 'assetTag',
  chassis: 'chassis',
  virtualSystem: 'virtualSystem',
  version: 'version',
  fullName: 'fullName',
  kernel: 'kernel',
  architecture: 'architecture',
  installedOn: 'installedOn',
  timeZone: 'timeZone',
  memoryBytes: 'memory',
  swapBytes: 'swap',
  processors: 'processors',
  bios: 'bios',
  board: 'board',
}

const ofField = (key: string, before: unknown, after: unknown, say: Say): Told => {
  const word = Object.hasOwn(fieldWords, key) ? fieldWords[key] : undefined
  const text = (value: unknown): string => fieldText(key, value, say)
  return { what: word === undefined ? key : say.word(word), before: text(before), after: text(after) }
}

const fieldText = (key: string, value: unknown, say: Say): string => {
  if (key === 'processors') {
    const read = InventorySections.shape.hardware.shape.processors.safeParse(value)
    const texts = (read.data ?? []).map((one) => processorColumns.flatMap(({ text }) => text(one, say) ?? []).join(' · '))
    return texts.join('\n')
  }
  if (typeof value === 'number') return say.size(value) ?? ''
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value)
    .filter((part) => typeof part === 'string')
    .join(' · ')
}

export const sumsOf = ({ counts }: Pick<InventoryUpload, 'counts'>): Record<ChangeKind, number> => {
  const sums = { added: 0, changed: 0, removed: 0 }
  for (const one of Object.values(counts)) for (const kind of changeKinds) sums[kind] += one[kind]
  return sums
}
