/** What is built in, attached, mounted, and registered. */
import { type InventorySections, longestRegistryValue } from '#shared/contracts/inventory.ts'
import { realSerial } from '#shared/domain/inventory/junk.ts'
import { namesSecret } from '#shared/domain/inventory/secrets.ts'
import type { Fields } from './document.ts'
import { clean } from './text.ts'
import { amountOf, mebibyte, megabyte, megahertz, positiveOf, textOf } from './values.ts'

type Entries = readonly Fields[]

export const controllersOf = (entries: Entries): InventorySections['controllers'] =>
  entries.flatMap((fields) => {
    const given = textOf(fields, 'name')
    // OCS: the class in `name`, with its number, and the device in `manufacturer`.
    const isOcs = given !== null && /\[[0-9a-f]{4}\]$/i.test(given)
    const kind = isOcs ? given.replace(/\s*\[[0-9a-f]{4}\]$/i, '') : textOf(fields, 'type')
    const name = isOcs ? (textOf(fields, 'manufacturer') ?? kind) : (given ?? textOf(fields, 'caption', 'manufacturer'))
    if (name === null || name === '') return []
    const vendor = textOf(fields, 'vendorid')
    const product = textOf(fields, 'productid')
    const pciId = textOf(fields, 'pciid') ?? (vendor !== null && product !== null ? `${vendor}:${product}` : null)
    return [
      {
        name,
        kind,
        manufacturer: isOcs ? null : textOf(fields, 'manufacturer'),
        slot: textOf(fields, 'pcislot'),
        pciId: pciId?.toLowerCase() ?? null,
      },
    ]
  })

export const videosOf = (entries: Entries): InventorySections['videos'] =>
  entries.flatMap((fields) => {
    const name = textOf(fields, 'name', 'chipset')
    if (name === null) return []
    return [
      {
        name,
        chipset: textOf(fields, 'chipset'),
        memoryBytes: positiveOf(fields, mebibyte, 'memory'),
        resolution: textOf(fields, 'resolution'),
      },
    ]
  })

/** `system`: the operating system's name. HP-UX counts in KiB, and its free space cannot be told from its used space. */
export const drivesOf = (entries: Entries, system: string | null): InventorySections['drives'] => {
  const isHpUx = system !== null && /hp-?ux/i.test(system)
  const unit = isHpUx ? 1024 : mebibyte
  return entries.flatMap((fields) => {
    const letter = textOf(fields, 'letter')?.replace(/[\\/]+$/, '') || null
    const mount = letter ?? textOf(fields, 'type', 'volumn')
    if (mount === null) return []
    return [
      {
        mount,
        volume: letter === null ? textOf(fields, 'volumn') : null,
        label: textOf(fields, 'label') ?? (letter === null ? null : textOf(fields, 'volumn')),
        fileSystem: textOf(fields, 'filesystem'),
        totalBytes: positiveOf(fields, unit, 'total'),
        freeBytes: isHpUx ? null : amountOf(fields, unit, 'free'),
      },
    ]
  })
}

/** Sizes of disks are decimal megabytes, but on macOS. */
export const disksOf = (entries: Entries, system: string | null): InventorySections['disks'] => {
  const unit = system !== null && /mac ?os|os x/i.test(system) ? mebibyte : megabyte
  return entries.flatMap((fields) => {
    const name = textOf(fields, 'name', 'model', 'description')
    if (name === null) return []
    return [
      {
        name,
        model: textOf(fields, 'model'),
        manufacturer: textOf(fields, 'manufacturer'),
        serialNumber: realSerial(textOf(fields, 'serialnumber', 'serial')),
        firmware: textOf(fields, 'firmware'),
        bus: textOf(fields, 'interface'),
        kind: textOf(fields, 'type', 'description'),
        sizeBytes: positiveOf(fields, unit, 'disksize'),
      },
    ]
  })
}

/** Empty slots are no memory. */
export const memoryOf = (entries: Entries): InventorySections['memory'] =>
  entries.flatMap((fields) => {
    const sizeBytes = positiveOf(fields, mebibyte, 'capacity')
    if (sizeBytes === null) return []
    return [
      {
        slot: textOf(fields, 'numslots', 'caption'),
        sizeBytes,
        kind: textOf(fields, 'type'),
        frequencyHz: positiveOf(fields, megahertz, 'speed'),
        manufacturer: textOf(fields, 'manufacturer'),
        serialNumber: realSerial(textOf(fields, 'serialnumber')),
      },
    ]
  })

export const printersOf = (entries: Entries): InventorySections['printers'] =>
  entries.flatMap((fields) => {
    const name = textOf(fields, 'name')
    return name === null ? [] : [{ name, driver: textOf(fields, 'driver'), port: textOf(fields, 'port') }]
  })

export const monitorsOf = (entries: Entries): InventorySections['monitors'] =>
  entries.flatMap((fields) => {
    const name = textOf(fields, 'caption', 'name', 'description')
    return name === null
      ? []
      : [{ name, manufacturer: textOf(fields, 'manufacturer'), serialNumber: realSerial(textOf(fields, 'serial', 'altserial')) }]
  })

export const registryOf = (entries: Entries): InventorySections['registry'] =>
  entries.flatMap((fields) => {
    const name = textOf(fields, 'name')
    if (name === null || namesSecret(name)) return []
    return [{ hive: textOf(fields, 'hive'), name, value: clean(fields.get('regvalue'), longestRegistryValue) ?? '' }]
  })
