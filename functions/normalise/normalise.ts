/** A document of any agent → one record; what agents call differently is called the same, what they lack is null. */
import { type AgentFamily, InventoryRecord, type SectionName } from '#shared/contracts/inventory.ts'
import { sorted } from '#shared/domain/inventory/entries.ts'
import { generalOf, hardwareOf, operatingSystemOf } from './computer.ts'
import { controllersOf, disksOf, drivesOf, memoryOf, monitorsOf, printersOf, registryOf, videosOf } from './devices.ts'
import type { Fields, InventoryDocument, SectionOfAgents } from './document.ts'
import { networkOf } from './network.ts'
import { softwareOf } from './software.ts'
import { clean } from './text.ts'

/** Which of an agent's sections a list of the record comes from. */
const listsFrom = {
  memory: 'MEMORIES',
  software: 'SOFTWARES',
  network: 'NETWORKS',
  controllers: 'CONTROLLERS',
  videos: 'VIDEOS',
  drives: 'DRIVES',
  disks: 'STORAGES',
  printers: 'PRINTERS',
  monitors: 'MONITORS',
  registry: 'REGISTRY',
} as const satisfies Partial<Record<SectionName, SectionOfAgents>>
export type ListName = keyof typeof listsFrom

export type Normalised = {
  readonly record: InventoryRecord
  readonly isPartial: boolean
  /** Lists that the document speaks of; in a partial one the others have not changed. */
  readonly lists: ReadonlySet<ListName>
  readonly hasProcessors: boolean
  readonly hasOperatingSystem: boolean
}

export type Sender = { readonly userAgent: string; readonly agentId: string | null; readonly receivedAt: string }

const families: readonly [RegExp, AgentFamily][] = [
  [/^glpi/i, 'glpi'],
  [/^fusioninventory/i, 'fusioninventory'],
  [/^ocs/i, 'ocs'],
]
const familyOf = (name: string): AgentFamily | null => families.find(([pattern]) => pattern.test(name))?.[1] ?? null
const versionOf = (name: string): string | null => /_v(\d[\w.+~-]*)/.exec(name)?.[1] ?? /(\d[\w.+~-]*)\s*$/.exec(name)?.[1] ?? null

/** Which agent wrote it: as it says itself in the document, else in its request; injectors say nothing in either. */
const writerOf = ({ client }: InventoryDocument, { userAgent, agentId }: Sender): { family: AgentFamily; version: string | null } => {
  const name = [client ?? '', userAgent].find((text) => familyOf(text) !== null)
  if (name !== undefined) return { family: familyOf(name) ?? 'ocs', version: clean(versionOf(name) ?? undefined, 100) }
  return { family: agentId === null ? 'ocs' : 'glpi', version: null }
}

export const normalise = (document: InventoryDocument, sender: Sender): Normalised => {
  const { family, version } = writerOf(document, sender)
  const entries = (name: ListName): readonly Fields[] => document.sections.get(listsFrom[name]) ?? []
  const operatingSystem = operatingSystemOf(document, family)
  const system = operatingSystem.name
  const record = InventoryRecord.parse({
    source: { family, version, deviceId: clean(document.deviceId, 255) ?? '', tag: clean(document.tag ?? undefined, 200) },
    receivedAt: sender.receivedAt,
    general: generalOf(document),
    operatingSystem,
    hardware: hardwareOf(document, family),
    memory: sorted('memory', memoryOf(entries('memory'))),
    software: sorted('software', softwareOf(entries('software'), family)),
    network: sorted('network', networkOf(entries('network'))),
    controllers: sorted('controllers', controllersOf(entries('controllers'))),
    videos: sorted('videos', videosOf(entries('videos'))),
    drives: sorted('drives', drivesOf(entries('drives'), system)),
    disks: sorted('disks', disksOf(entries('disks'), system)),
    printers: sorted('printers', printersOf(entries('printers'))),
    monitors: sorted('monitors', monitorsOf(entries('monitors'))),
    registry: sorted('registry', registryOf(entries('registry'))),
  })
  const has = (name: SectionOfAgents): boolean => document.sections.has(name)
  return {
    record,
    isPartial: document.isPartial,
    lists: new Set(listNames.filter((name) => has(listsFrom[name]))),
    hasProcessors: has('CPUS'),
    hasOperatingSystem: has('OPERATINGSYSTEM'),
  }
}

const listNames = Object.keys(listsFrom).filter((name): name is ListName => Object.hasOwn(listsFrom, name))

/** What is known after a partial inventory: what it speaks of is replaced, the rest stays. */
export const completed = (before: InventoryRecord, { record, lists, hasProcessors, hasOperatingSystem }: Normalised): InventoryRecord => {
  const kept = Object.fromEntries(listNames.filter((name) => !lists.has(name)).map((name) => [name, before[name]]))
  return InventoryRecord.parse({
    ...record,
    ...kept,
    general: withoutGaps(record.general, before.general),
    operatingSystem: hasOperatingSystem ? record.operatingSystem : before.operatingSystem,
    hardware: {
      ...withoutGaps(record.hardware, before.hardware),
      bios: withoutGaps(record.hardware.bios, before.hardware.bios),
      board: withoutGaps(record.hardware.board, before.hardware.board),
      processors: hasProcessors ? record.hardware.processors : before.hardware.processors,
    },
    source: { ...record.source, tag: record.source.tag ?? before.source.tag },
  })
}

const withoutGaps = <T extends object>(now: T, before: T): T => ({
  ...before,
  ...Object.fromEntries(Object.entries(now).filter(([, value]) => value !== null)),
})
