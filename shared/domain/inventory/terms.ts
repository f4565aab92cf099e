/**
 * What groups and searches ask about a machine: its set of (field, value) terms, read from its inventory alone.
 * The same record always gives the same terms, each once, in the order of the table below.
 */
import type { InventoryRecord } from '../../contracts/inventory.ts'

/**
 * Every field: its type and what it holds. `pair`: two values that belong to one entry, joined by `pairSeparator`, so
 * that "this product in this version" is one term. `number`: a whole number in decimal, bytes where it is a size.
 * Field names are part of stored groups: they are never changed, only added to.
 */
export const termFields = {
  'Machine/Name': 'text',
  'General/Manufacturer': 'text',
  'General/Model': 'text',
  'General/SerialNumber': 'text',
  'General/Uuid': 'text',
  'General/AssetTag': 'text',
  'General/Chassis': 'text',
  'General/Domain': 'text',
  'General/VirtualSystem': 'text',
  'General/Tag': 'text',
  'General/Agent': 'text',
  'Hardware/OperatingSystem': 'text',
  'Hardware/OperatingSystemVersion': 'text',
  'Hardware/Kernel': 'text',
  'Hardware/Architecture': 'text',
  'Hardware/ProcessorType': 'text',
  'Hardware/ProcessorCores': 'number',
  'Hardware/Memory': 'number',
  'Hardware/BiosVersion': 'text',
  'Software/ProductName': 'text',
  'Software/Company': 'text',
  'Software/Products': 'pair',
  'Network/MacAddress': 'text',
  'Network/IpAddress': 'text',
  'Controller/Name': 'text',
  'Controller/PciId': 'text',
  'Drive/Mount': 'text',
  'Drive/FileSystem': 'text',
  'Drive/TotalSpace': 'number',
  'Disk/Model': 'text',
  'Disk/SerialNumber': 'text',
  'Printer/Name': 'text',
  'Registry/Value': 'pair',
} as const satisfies Record<string, 'text' | 'number' | 'pair'>
export type TermField = keyof typeof termFields
export const termFieldNames = Object.keys(termFields).filter((name): name is TermField => Object.hasOwn(termFields, name))

/** Other names of fields: Pulse 2 called the machine's name so. */
export const termFieldAliases: Readonly<Record<string, TermField>> = { 'Registry/Value/DisplayName': 'Machine/Name' }

/** Between the two values of a pair. No value holds one: control characters never enter a record. */
export const pairSeparator = '\t'
export const pairOf = (first: string, second: string | null): string => `${first}${pairSeparator}${second ?? ''}`

export type Term = { readonly field: TermField; readonly value: string }

/** Longest values, in UTF-16 units: with what the index adds, a key stays below DynamoDB's 1,024 bytes. */
const longestValue = 200
const longestSecond = 80
const cut = (value: string, longest: number): string => (value.length <= longest ? value : value.slice(0, longest).toWellFormed())

type Found = { readonly [F in TermField]?: readonly (string | number | null | undefined)[] }
const pairs = (entries: readonly { readonly first: string; readonly second: string | null }[]): string[] =>
  entries.map(({ first, second }) => pairOf(cut(first, longestValue), second === null ? null : cut(second, longestSecond)))

const found = ({ general, operatingSystem, hardware, source, ...record }: InventoryRecord, name: string): Found => ({
  'Machine/Name': [name],
  'General/Manufacturer': [general.manufacturer],
  'General/Model': [general.model],
  'General/SerialNumber': [general.serialNumber],
  'General/Uuid': [general.uuid],
  'General/AssetTag': [general.assetTag],
  'General/Chassis': [general.chassis],
  'General/Domain': [general.domain],
  'General/VirtualSystem': [general.virtualSystem],
  'General/Tag': [source.tag],
  'General/Agent': [source.family],
  'Hardware/OperatingSystem': [operatingSystem.name],
  'Hardware/OperatingSystemVersion': [operatingSystem.version],
  'Hardware/Kernel': [operatingSystem.kernel],
  'Hardware/Architecture': [operatingSystem.architecture],
  'Hardware/ProcessorType': hardware.processors.map((processor) => processor.name),
  'Hardware/ProcessorCores': [sum(hardware.processors.map(({ cores }) => cores))],
  'Hardware/Memory': [hardware.memoryBytes],
  'Hardware/BiosVersion': [hardware.bios.version],
  'Software/ProductName': record.software.map((program) => program.name),
  'Software/Company': record.software.map(({ publisher }) => publisher),
  'Software/Products': pairs(record.software.map((program) => ({ first: program.name, second: program.version }))),
  'Network/MacAddress': record.network.map(({ macAddress }) => macAddress),
  'Network/IpAddress': record.network.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  'Controller/Name': record.controllers.map((controller) => controller.name),
  'Controller/PciId': record.controllers.map(({ pciId }) => pciId),
  'Drive/Mount': record.drives.map(({ mount }) => mount),
  'Drive/FileSystem': record.drives.map(({ fileSystem }) => fileSystem),
  // Free space is left out: it changes with every upload, and the index would with it.
  'Drive/TotalSpace': record.drives.map(({ totalBytes }) => totalBytes),
  'Disk/Model': record.disks.map(({ model }) => model),
  'Disk/SerialNumber': record.disks.map(({ serialNumber }) => serialNumber),
  'Printer/Name': record.printers.map((printer) => printer.name),
  'Registry/Value': pairs(record.registry.map((entry) => ({ first: entry.name, second: entry.value }))),
})

const sum = (counts: readonly (number | null)[]): number | null => {
  const known = counts.filter((one) => one !== null)
  return known.length > 0 ? known.reduce((all, one) => all + one, 0) : null
}

/** `name`: the machine's, where somebody gave it another than its host name. */
export const termsOf = (record: InventoryRecord, name: string | null = record.general.name): Term[] => {
  const values = found(record, name ?? '')
  return termFieldNames.flatMap((field) => {
    const longest = termFields[field] === 'pair' ? longestValue + longestSecond + 1 : longestValue
    const texts = (values[field] ?? []).flatMap((value) =>
      value === null || value === undefined || value === '' ? [] : [cut(String(value), longest)],
    )
    return [...new Set(texts)].map((value) => ({ field, value }))
  })
}
