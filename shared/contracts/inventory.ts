/**
 * The inventory of a machine: one record whatever agent sent it. Sizes are bytes, frequencies hertz, speeds bits per
 * second, and say so in their names; dates are ISO 8601. What an agent did not say is null; lists are empty.
 * Environment variables, processes and product keys are not part of it: they hold secrets.
 */
import * as z from 'zod'
import { Id, Instant } from './common.ts'

/** Greatest lengths, in characters, and greatest number of entries of one section. */
export const longestText = 1000
export const longestRegistryValue = 8000
export const mostEntries = 50_000

const text = z.string().min(1).max(longestText)
const maybe = text.nullable()
const bytes = z.int().nonnegative().nullable()
const count = z.int().nonnegative().max(1_000_000).nullable()
const date = z.iso.date().nullable()
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(mostEntries)

export const agentFamilies = ['ocs', 'fusioninventory', 'glpi', 'import'] as const
export const AgentFamily = z.enum(agentFamilies)
export type AgentFamily = z.infer<typeof AgentFamily>

/** Who told it. */
export const InventorySource = z.object({
  family: AgentFamily,
  version: maybe.meta({ description: 'Version of the agent, as it names itself.' }),
  deviceId: z.string().min(1).max(255).meta({ description: 'Names an installation of the agent, not a machine.' }),
  tag: maybe,
})
export type InventorySource = z.infer<typeof InventorySource>

export const General = z.object({
  name: maybe.meta({ description: 'Host name.' }),
  domain: maybe.meta({ description: 'Workgroup, NT domain or DNS domain.' }),
  description: maybe,
  manufacturer: maybe,
  model: maybe,
  serialNumber: maybe,
  uuid: maybe.meta({ description: 'SMBIOS UUID in lower case.' }),
  assetTag: maybe,
  chassis: maybe,
  virtualSystem: maybe.meta({ description: 'The hypervisor or container engine; null on bare metal.' }),
  lastUser: maybe,
})
export const OperatingSystem = z.object({
  name: maybe.meta({ description: 'With its version, as people say it: `Debian GNU/Linux 12`.' }),
  version: maybe,
  fullName: maybe,
  kernel: maybe,
  architecture: maybe,
  bootedAt: maybe,
  installedOn: date,
  timeZone: maybe,
})
export const Processor = z.object({
  name: maybe,
  manufacturer: maybe,
  architecture: maybe,
  cores: count,
  threads: count,
  frequencyHz: z.int().nonnegative().nullable(),
  serialNumber: maybe,
})
export const Hardware = z.object({
  memoryBytes: bytes,
  swapBytes: bytes,
  processors: list(Processor),
  bios: z.object({ manufacturer: maybe, version: maybe, date }),
  board: z.object({ manufacturer: maybe, model: maybe, serialNumber: maybe }),
})
export const MemoryModule = z.object({
  slot: maybe,
  sizeBytes: bytes,
  kind: maybe.meta({ description: 'e.g. DDR4.' }),
  frequencyHz: z.int().nonnegative().nullable(),
  manufacturer: maybe,
  serialNumber: maybe,
})
export const Program = z.object({
  name: text.meta({ description: 'Without the architecture that some agents append.' }),
  version: maybe,
  publisher: maybe,
  architecture: maybe,
  source: maybe.meta({ description: 'Where it is registered: deb, rpm, registry …' }),
  identifier: maybe.meta({ description: 'GUID or registry key, where there is one.' }),
  installedOn: date,
  sizeBytes: bytes,
})
export type Program = z.infer<typeof Program>
/** One entry for each interface; agents send one for each address. */
export const NetworkInterface = z.object({
  name: text,
  macAddress: maybe.meta({ description: 'Lower case, with colons.' }),
  kind: maybe,
  isUp: z.boolean().nullable(),
  isVirtual: z.boolean().nullable(),
  speedBitsPerSecond: z.int().nonnegative().nullable(),
  addresses: z.array(z.object({ address: text, mask: maybe, family: z.enum(['ipv4', 'ipv6']) })).max(1000),
  gateway: maybe,
  dhcpServer: maybe,
})
export type NetworkInterface = z.infer<typeof NetworkInterface>
export const Controller = z.object({
  name: text,
  manufacturer: maybe,
  kind: maybe,
  slot: maybe,
  pciId: maybe.meta({ description: 'Vendor and product, e.g. `8086:0d57`.' }),
})
export const Video = z.object({ name: text, chipset: maybe, memoryBytes: bytes, resolution: maybe })
/** A file system: a letter or a mount point. */
export const Drive = z.object({
  mount: text,
  volume: maybe,
  label: maybe,
  fileSystem: maybe,
  totalBytes: bytes,
  freeBytes: bytes,
})
export const Disk = z.object({
  name: text,
  model: maybe,
  manufacturer: maybe,
  serialNumber: maybe,
  firmware: maybe,
  bus: maybe,
  kind: maybe,
  sizeBytes: bytes,
})
export const Printer = z.object({ name: text, driver: maybe, port: maybe })
export const Monitor = z.object({ name: text, manufacturer: maybe, serialNumber: maybe })
export const RegistryValue = z.object({ hive: maybe, name: text, value: z.string().max(longestRegistryValue) })

export const InventorySections = z.object({
  general: General,
  operatingSystem: OperatingSystem,
  hardware: Hardware,
  memory: list(MemoryModule),
  software: list(Program),
  network: list(NetworkInterface),
  controllers: list(Controller),
  videos: list(Video),
  drives: list(Drive),
  disks: list(Disk),
  printers: list(Printer),
  monitors: list(Monitor),
  registry: list(RegistryValue),
})
export type InventorySections = z.infer<typeof InventorySections>
export type SectionName = keyof InventorySections

export const InventoryRecord = InventorySections.extend({
  source: InventorySource,
  receivedAt: Instant.meta({ description: 'When the upload arrived: clocks of machines are not believed.' }),
}).meta({ id: 'InventoryRecord' })
export type InventoryRecord = z.infer<typeof InventoryRecord>

/** What inventories give to groups and searches about one machine: the machine changed, its terms are to be read anew. */
export const MachineChanged = z.object({ machineId: Id })
export type MachineChanged = z.infer<typeof MachineChanged>

/** Which rebuild of the index it belongs to; any name does. */
const Run = z.string().min(1).max(64).default('by hand')
/** Queue `terms`: the index is built anew, step by step; `{"rebuild":"machines"}` begins it. */
export const RebuildStep = z.discriminatedUnion('rebuild', [
  z.object({ rebuild: z.literal('machines'), run: Run, after: z.string().nullable().default(null) }),
  z.object({ rebuild: z.literal('chunks'), run: Run, chunk: z.int().min(0) }),
])
export type RebuildStep = z.infer<typeof RebuildStep>
export const TermsMessage = z.union([MachineChanged, RebuildStep])

/** How far a rebuild has come. */
export const IndexProgress = z.object({ run: Run, at: z.iso.datetime(), isDone: z.boolean(), next: RebuildStep.nullable() })
export type IndexProgress = z.infer<typeof IndexProgress>

/** Queue `inventories`: an upload lies in the bucket. `agentId`: the GLPI agent's own header. */
export const InventoryMessage = z.object({
  uploadId: Id,
  siteId: Id,
  objectKey: z.string(),
  receivedAt: Instant,
  userAgent: z.string().max(300),
  agentId: z.string().max(100).nullable(),
  sourceIp: z.string().max(100),
  /** It was counted at the door as the first of a device that nobody knew. */
  isCounted: z.boolean().default(false),
})
export type InventoryMessage = z.infer<typeof InventoryMessage>
