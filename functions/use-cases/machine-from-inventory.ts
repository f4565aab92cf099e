/** The machine of the list, as its inventory makes it or changes it. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { Address, MacAddress, mostMacs } from '#shared/contracts/machines.ts'
import { type MachineStore, seenAtOf } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'

const longestName = 200
export const nameIn = ({ general, source }: InventoryRecord): string => (general.name ?? source.deviceId).slice(0, longestName)

/** Where SSH would knock: an IPv4 address of a card that is up and leads somewhere, before others; the name where there is none. */
export const addressIn = (record: InventoryRecord): string => {
  const rank = ({ isUp, isVirtual, gateway }: InventoryRecord['network'][number]): number =>
    (isUp === false ? 4 : 0) + (isVirtual === true ? 2 : 0) + (gateway === null ? 1 : 0)
  const byUse = [...record.network].sort((a, b) => rank(a) - rank(b))
  const usable = byUse.flatMap(({ addresses }) => addresses).filter(({ address }) => !/^(169\.254\.|fe80:)/i.test(address))
  const found = usable.find(({ family }) => family === 'ipv4') ?? usable[0]
  const address = Address.safeParse(found?.address ?? nameIn(record))
  return address.success ? address.data : 'unknown'
}

/** What Wake-on-LAN calls: cards of its own, each once; those that software made up wake nothing. */
const macsIn = (record: InventoryRecord): string[] => {
  const own = record.network.filter(({ isVirtual }) => isVirtual !== true).map(({ macAddress }) => MacAddress.safeParse(macAddress))
  return [...new Set(own.flatMap((mac) => (mac.success && mac.data !== '00:00:00:00:00:00' ? [mac.data] : [])))].slice(0, mostMacs)
}

const sameMacs = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join()

const systemIn = ({ operatingSystem }: InventoryRecord): string | null => operatingSystem.name

export const machineFrom = (
  record: InventoryRecord,
  given: { id: string; siteId: string; entityId: string; ordinal: number; at: string },
): MachineRecord => ({
  id: given.id,
  name: nameIn(record),
  siteId: given.siteId,
  entityId: given.entityId,
  entityBy: 'rule',
  address: addressIn(record),
  port: 22,
  user: 'root',
  keyName: 'site',
  macs: macsIn(record),
  hostKey: null,
  refusedHostKey: null,
  ping: null,
  ssh: null,
  checkedAt: null,
  detail: null,
  ordinal: given.ordinal,
  operatingSystem: systemIn(record),
  lastInventoryAt: given.at,
  lastSeenAt: given.at,
  createdAt: given.at,
  updatedAt: given.at,
})

/** A name, an address and MAC addresses that the inventory had given follow it; those that a person chose stay. */
export const machineNews = async (
  { machines }: { readonly machines: Pick<MachineStore, 'nextOrdinal'> },
  machine: MachineRecord,
  before: InventoryRecord | null,
  record: InventoryRecord,
  at: string,
): Promise<Partial<MachineRecord>> => ({
  lastInventoryAt: at,
  ...(at > (seenAtOf(machine) ?? '') ? { lastSeenAt: at } : {}),
  operatingSystem: systemIn(record),
  ...(before && machine.name === nameIn(before) && nameIn(record) !== machine.name ? { name: nameIn(record) } : {}),
  ...(before && machine.address === addressIn(before) && addressIn(record) !== machine.address ? { address: addressIn(record) } : {}),
  ...((machine.macs.length === 0 || (before && sameMacs(machine.macs, macsIn(before)))) && !sameMacs(machine.macs, macsIn(record))
    ? { macs: macsIn(record) }
    : {}),
  ...(machine.ordinal === null ? { ordinal: await machines.nextOrdinal() } : {}),
})
