/** The sections of an inventory as the machine's page shows them, in the order of the manual. Pure. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import type { ListSection } from '#shared/domain/inventory/entries.ts'
import { plainText } from '../log/plain-text.ts'
import { listColumns, processorColumns, type Say, type Word } from './columns.ts'
import { type RowTable, rowTable } from './rows.ts'
import { sinceWanted } from './since-wanted.ts'

export const sectionIds = [
  'general',
  'hardware',
  'software',
  'network',
  'controllers',
  'drives',
  'memory',
  'peripherals',
  'registry',
] as const
export type SectionId = (typeof sectionIds)[number]

export type Facts = { readonly title: Word; readonly facts: readonly { readonly label: Word; readonly text: string | null }[] }
export type Section = { readonly id: SectionId; readonly facts: readonly Facts[]; readonly tables: readonly RowTable[] }

type Told = readonly (readonly [Word, string | null])[]
const facts = (title: Word, told: Told): Facts => ({
  title,
  facts: told.map(([label, text]) => ({ label, text: text === null ? null : plainText(text) })),
})

const general = ({ general: it, operatingSystem: system, source }: InventoryRecord, say: Say): readonly Facts[] => [
  facts('general', [
    ['hostName', it.name],
    ['domain', it.domain],
    ['description', it.description],
    ['manufacturer', it.manufacturer],
    ['model', it.model],
    ['serialNumber', it.serialNumber],
    ['uuid', it.uuid],
    ['assetTag', it.assetTag],
    ['chassis', it.chassis],
    ['virtualSystem', it.virtualSystem],
    ['lastUser', it.lastUser],
    ['tag', source.tag],
  ]),
  facts('operatingSystem', [
    ['system', system.name],
    ['version', system.version],
    ['kernel', system.kernel],
    ['architecture', system.architecture],
    ['installedOn', say.day(system.installedOn)],
    ['bootedAt', system.bootedAt],
    ['timeZone', system.timeZone],
  ]),
]

const hardware = ({ hardware: { memoryBytes, swapBytes, bios, board } }: InventoryRecord, say: Say): readonly Facts[] => [
  facts('hardware', [
    ['memory', say.size(memoryBytes)],
    ['swap', say.size(swapBytes)],
  ]),
  facts('bios', [
    ['manufacturer', bios.manufacturer],
    ['version', bios.version],
    ['date', say.day(bios.date)],
  ]),
  facts('board', [
    ['manufacturer', board.manufacturer],
    ['model', board.model],
    ['serialNumber', board.serialNumber],
  ]),
]

export const sectionOf = (id: SectionId, record: InventoryRecord, say: Say): Section => {
  const list = <S extends ListSection>(section: S, title: Word): RowTable =>
    rowTable(title, [...record[section]], listColumns[section], say, (entry) => sinceWanted(section, entry))
  switch (id) {
    case 'general':
      return { id, facts: general(record, say), tables: [] }
    case 'hardware':
      return {
        id,
        facts: hardware(record, say),
        tables: [rowTable('processors', record.hardware.processors, processorColumns, say)],
      }
    case 'software':
      return { id, facts: [], tables: [list('software', 'software')] }
    case 'network':
      return { id, facts: [], tables: [list('network', 'network')] }
    case 'controllers':
      return { id, facts: [], tables: [list('controllers', 'controllers'), list('videos', 'videos')] }
    case 'drives':
      return { id, facts: [], tables: [list('drives', 'drives'), list('disks', 'disks')] }
    case 'memory':
      return { id, facts: [], tables: [list('memory', 'memoryModules')] }
    case 'peripherals':
      return { id, facts: [], tables: [list('monitors', 'monitors'), list('printers', 'printers')] }
    case 'registry':
      return { id, facts: [], tables: [list('registry', 'registry')] }
  }
}

/** How many entries stand under a section's name; null where counting says nothing. */
export const entriesIn = (id: SectionId, record: InventoryRecord): number | null => {
  switch (id) {
    case 'general':
    case 'hardware':
      return null
    case 'controllers':
      return record.controllers.length + record.videos.length
    case 'drives':
      return record.drives.length + record.disks.length
    case 'peripherals':
      return record.monitors.length + record.printers.length
    default:
      return record[id].length
  }
}
