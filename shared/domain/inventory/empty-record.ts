/** A record in which nothing is known yet: what normalisers fill in, and tests begin with. */
import type { InventoryRecord, InventorySections, InventorySource } from '../../contracts/inventory.ts'

export const emptySections = (): InventorySections => ({
  general: {
    name: null,
    domain: null,
    description: null,
    manufacturer: null,
    model: null,
    serialNumber: null,
    uuid: null,
    assetTag: null,
    chassis: null,
    virtualSystem: null,
    lastUser: null,
  },
  operatingSystem: {
    name: null,
    version: null,
    fullName: null,
    kernel: null,
    architecture: null,
    bootedAt: null,
    installedOn: null,
    timeZone: null,
  },
  hardware: {
    memoryBytes: null,
    swapBytes: null,
    processors: [],
    bios: { manufacturer: null, version: null, date: null },
    board: { manufacturer: null, model: null, serialNumber: null },
  },
  memory: [],
  software: [],
  network: [],
  controllers: [],
  videos: [],
  drives: [],
  disks: [],
  printers: [],
  monitors: [],
  registry: [],
})

/** `receivedAt`: ISO instant. */
export const emptyRecord = (source: InventorySource, receivedAt: string): InventoryRecord => ({ ...emptySections(), source, receivedAt })
