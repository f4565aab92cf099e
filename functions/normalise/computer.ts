/** The machine itself: who it is, what runs on it, what it is made of. */
import type { AgentFamily, InventorySections } from '#shared/contracts/inventory.ts'
import { realName, realSerial } from '#shared/domain/inventory/junk.ts'
import type { Fields, InventoryDocument } from './document.ts'
import { amountOf, countOf, dateOf, mebibyte, megahertz, positiveOf, textOf } from './values.ts'

const first = ({ sections }: InventoryDocument, name: 'HARDWARE' | 'BIOS' | 'OPERATINGSYSTEM'): Fields | undefined =>
  sections.get(name)?.[0]

const uuidOf = (text: string | null): string | null => {
  const digits = (text ?? '').toLowerCase().replace(/[^0-9a-f]/g, '')
  return digits.length === 32 ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null
}

export const generalOf = (document: InventoryDocument): InventorySections['general'] => {
  const hardware = first(document, 'HARDWARE')
  const bios = first(document, 'BIOS')
  const system = first(document, 'OPERATINGSYSTEM')
  const virtual = textOf(hardware, 'vmsystem')
  return {
    name: textOf(hardware, 'name'),
    domain: textOf(system, 'dns_domain') ?? textOf(hardware, 'workgroup', 'userdomain'),
    // OCS on Unix writes the architecture and the uptime there.
    description: ownDescription(textOf(hardware, 'description')),
    manufacturer: realName(textOf(bios, 'smanufacturer', 'mmanufacturer')),
    model: realName(textOf(bios, 'smodel', 'mmodel')),
    serialNumber: realSerial(textOf(bios, 'ssn')),
    uuid: uuidOf(textOf(hardware, 'uuid')),
    assetTag: realName(textOf(bios, 'assettag')),
    chassis: realName(textOf(hardware, 'chassis_type') ?? textOf(bios, 'type')),
    virtualSystem: virtual === null || /^physical$/i.test(virtual) ? null : virtual,
    // FusionInventory takes the end of an empty log for a name.
    lastUser: [textOf(hardware, 'lastloggeduser', 'userid')].find((user) => user !== 'wtmp') ?? null,
  }
}

const ownDescription = (text: string | null): string | null =>
  text === null || /^\S+\/\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? null : text

/** `Debian GNU/Linux 12 (bookworm)` → `Debian GNU/Linux 12`: agents differ in the code name. */
const withoutCodeName = (name: string | null): string | null => name?.replace(/\s*\([^()]*\)\s*$/, '') || null

const architectures: readonly [RegExp, string][] = [
  [/arm64|aarch64|64.?bit arm|arm 64/i, 'aarch64'],
  [/^(x86_64|amd64|x64|64([- ]?bits?)?( os)?)$/i, 'x86_64'],
  [/^(i[3-6]86|x86|32([- ]?bits?)?)$/i, 'i686'],
]
const architectureOf = (text: string | null): string | null => {
  if (text === null) return null
  return architectures.find(([pattern]) => pattern.test(text))?.[1] ?? text
}

export const operatingSystemOf = (document: InventoryDocument, family: AgentFamily): InventorySections['operatingSystem'] => {
  const hardware = first(document, 'HARDWARE')
  const system = first(document, 'OPERATINGSYSTEM')
  const processor = document.sections.get('CPUS')?.[0]
  const name = withoutCodeName(textOf(system, 'full_name') ?? textOf(hardware, 'osname') ?? textOf(system, 'name'))
  const offset = textOf(system, 'timezone.offset')
  const fromHardware = family === 'ocs' || system === undefined
  return {
    name,
    // FusionInventory writes the kernel's version in the place of the system's.
    version: textOf(system, 'version') ?? (fromHardware ? textOf(hardware, 'osversion') : null),
    fullName: textOf(system, 'full_name') ?? textOf(hardware, 'oscomments', 'osname'),
    kernel: textOf(system, 'kernel_version') ?? (fromHardware ? null : textOf(hardware, 'osversion')),
    architecture: architectureOf(
      textOf(system, 'arch') ?? textOf(hardware, 'arch') ?? (family === 'ocs' ? textOf(processor, 'cpuarch') : null),
    ),
    bootedAt: textOf(system, 'boot_time'),
    installedOn: dateOf(system?.get('install_date'), 'day-first'),
    timeZone: textOf(system, 'timezone.name') ?? offset,
  }
}

export const processorsOf = (document: InventoryDocument, family: AgentFamily): InventorySections['hardware']['processors'] => {
  const system = first(document, 'OPERATINGSYSTEM')
  return (document.sections.get('CPUS') ?? []).map((fields) => ({
    name: textOf(fields, 'name', 'type'),
    manufacturer: textOf(fields, 'manufacturer'),
    // FusionInventory and GLPI say i386 of 64-bit hosts.
    architecture: architectureOf(family === 'ocs' ? textOf(fields, 'cpuarch', 'arch') : (textOf(system, 'arch') ?? textOf(fields, 'arch'))),
    cores: countOf(fields, 'core', 'cores'),
    threads: countOf(fields, 'thread', 'threads'),
    frequencyHz: positiveOf(fields, megahertz, 'speed'),
    serialNumber: realSerial(textOf(fields, 'serialnumber', 'serial')),
  }))
}

export const hardwareOf = (document: InventoryDocument, family: AgentFamily): InventorySections['hardware'] => {
  const hardware = first(document, 'HARDWARE')
  const bios = first(document, 'BIOS')
  return {
    memoryBytes: positiveOf(hardware, mebibyte, 'memory'),
    swapBytes: amountOf(hardware, mebibyte, 'swap'),
    processors: processorsOf(document, family),
    bios: {
      manufacturer: realName(textOf(bios, 'bmanufacturer')),
      version: realName(textOf(bios, 'bversion')),
      date: dateOf(bios?.get('bdate'), 'month-first'),
    },
    board: {
      manufacturer: realName(textOf(bios, 'mmanufacturer')),
      model: realName(textOf(bios, 'mmodel')),
      serialNumber: realSerial(textOf(bios, 'msn')),
    },
  }
}
