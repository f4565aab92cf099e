/** The machine of the list, as its inventory makes it or changes it. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { Address, MacAddress, mostMacs } from '#shared/contracts/machines.ts'
import { isUsable } from '#shared/domain/machine/ssh-addresses.ts'
import { type MachineStore, seenAtOf } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { neverSeen } from './never-seen.ts'

const longestName = 200
export const nameIn = ({ general, source }: InventoryRecord): string => (general.name ?? source.deviceId).slice(0, longestName)

/** More addresses than a machine has; what claims to have more is not to make its item large. */
const mostAddresses = 16

/** Where SSH may be tried: of cards that are there in earnest, those that are up and lead somewhere first, IPv4 before IPv6. */
const addressesIn = (record: InventoryRecord): string[] => {
  const rank = ({ isUp, gateway }: InventoryRecord['network'][number]): number => (isUp === false ? 2 : 0) + (gateway === null ? 1 : 0)
  const byUse = record.network.filter(({ isVirtual }) => isVirtual !== true).sort((a, b) => rank(a) - rank(b))
  const usable = byUse
    .flatMap(({ addresses }) => addresses)
    .filter(({ address }) => isUsable(address) && Address.safeParse(address).success)
  const inOrder = [...usable.filter(({ family }) => family === 'ipv4'), ...usable.filter(({ family }) => family !== 'ipv4')]
  return [...new Set(inOrder.map(({ address }) => address))].slice(0, mostAddresses)
}

/** The likeliest of them; the name where there is none. */
export const addressIn = (record: InventoryRecord): string => {
  const address = Address.safeParse(addressesIn(record)[0] ?? nameIn(record))
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
  ...neverSeen,
  id: given.id,
  name: nameIn(record),
  siteId: given.siteId,
  entityId: given.entityId,
  entityBy: 'rule',
  address: addressIn(record),
  addressBy: 'inventory',
  addresses: addressesIn(record),
  port: null,
  user: null,
  keyName: 'site',
  macs: macsIn(record),
  ordinal: given.ordinal,
  operatingSystem: systemIn(record),
  lastInventoryAt: given.at,
  lastSeenAt: given.at,
  createdAt: given.at,
  updatedAt: given.at,
})

/** Machines of earlier versions do not say who gave the address: what the inventory had said, it may change. */
const followsInventory = ({ address, addressBy }: MachineRecord, before: InventoryRecord | null): boolean =>
  addressBy === 'inventory' || (addressBy === null && before !== null && address === addressIn(before))

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
  ...(followsInventory(machine, before) ? { address: addressIn(record), addressBy: 'inventory' as const } : {}),
  addresses: addressesIn(record),
  ...((machine.macs.length === 0 || (before && sameMacs(machine.macs, macsIn(before)))) && !sameMacs(machine.macs, macsIn(record))
    ? { macs: macsIn(record) }
    : {}),
  ...(machine.ordinal === null ? { ordinal: await machines.nextOrdinal() } : {}),
})
