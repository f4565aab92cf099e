/** An inventory as sections of flat fields, whatever it was written in: what XML and JSON are read into. */
import type { RefusalReason } from '#shared/domain/inventory/refusals.ts'

/** Field names in lower case; what is nested has a dot: `timezone.name`. */
export type Fields = ReadonlyMap<string, string>

export type InventoryDocument = {
  readonly query: string
  readonly deviceId: string
  /** Only what changed since the agent's last full inventory. */
  readonly isPartial: boolean
  readonly tag: string | null
  /** How the agent names itself, e.g. `FusionInventory-Agent_v2.6-3`. */
  readonly client: string | null
  readonly sections: ReadonlyMap<SectionOfAgents, readonly Fields[]>
}

/** Sections that are read. All others are passed over: environments, processes and licence keys never enter memory as such. */
export const sectionsOfAgents = [
  'HARDWARE',
  'BIOS',
  'OPERATINGSYSTEM',
  'CPUS',
  'MEMORIES',
  'SOFTWARES',
  'NETWORKS',
  'CONTROLLERS',
  'VIDEOS',
  'DRIVES',
  'STORAGES',
  'PRINTERS',
  'MONITORS',
  'REGISTRY',
  'ACCOUNTINFO',
] as const
export type SectionOfAgents = (typeof sectionsOfAgents)[number]
const known: ReadonlySet<string> = new Set(sectionsOfAgents)
export const isSection = (name: string): name is SectionOfAgents => known.has(name)

/** Hostile documents end here: what they may have at most. Real ones stay far below. */
export const limits = { depth: 16, entriesOfSection: 50_000, fieldsOfEntry: 200, charactersOfField: 65_536 } as const

/** The document cannot be an inventory. The sentence is for the operator. */
export class NotAnInventory extends Error {
  override readonly name = 'NotAnInventory'
  readonly reason: RefusalReason

  constructor(sentence: string, reason: RefusalReason = 'unreadable') {
    super(sentence)
    this.reason = reason
  }
}
