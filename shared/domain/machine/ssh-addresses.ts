/**
 * At which addresses a machine is tried, in which order: the one that a person fixed, then those of its inventory within
 * the site's preferred networks, network by network, then others of private ranges. What names the machine itself, or
 * one cable only, is never tried, and neither is the wide internet because an inventory says so. Pure.
 */
import { addressNumber, rangeOf } from '../people/ip-range.ts'

/** So many are tried in one attempt. */
export const mostTried = 4

export const addressReasons = ['fixed', 'preferred', 'private', 'only'] as const
/** `only`: the inventory names none that may be chosen, so that what is known of the machine is tried. */
export type AddressReason = (typeof addressReasons)[number]
export type SshAddress = { readonly address: string; readonly because: AddressReason; readonly network: string | null }

const isIn = (address: string, network: string): boolean => {
  const [one, range] = [addressNumber(address), rangeOf(network)]
  return one !== null && range !== null && one.bits === range.bits && one.value >= range.from && one.value <= range.to
}
const isInAny = (address: string, networks: readonly string[]): boolean => networks.some((network) => isIn(address, network))

/** RFC 1918, carriers' shared space (RFC 6598) and unique local addresses (RFC 4193). */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']
/** Unspecified, loopback, link-local, multicast and reserved. */
const unusableNetworks = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', '::/127', 'fe80::/10', 'ff00::/8']

/** Whether an address of an inventory may be tried at all. */
export const isUsable = (address: string): boolean => addressNumber(address) !== null && !isInAny(address, unusableNetworks)

type Known = {
  readonly address: string
  /** A person has set `address`. */
  readonly isFixed: boolean
  /** Of the inventory, the likeliest first. */
  readonly addresses: readonly string[]
}

export const sshAddressesOf = ({ address, isFixed, addresses }: Known, networks: readonly string[]): readonly SshAddress[] => {
  const usable = [...(isFixed ? [] : [address]), ...addresses].filter(isUsable)
  const found: SshAddress[] = [
    ...(isFixed ? [{ address, because: 'fixed', network: null } as const] : []),
    ...networks.flatMap((network) =>
      usable.filter((one) => isIn(one, network)).map((one) => ({ address: one, because: 'preferred', network }) as const),
    ),
    ...usable.filter((one) => isInAny(one, privateNetworks)).map((one) => ({ address: one, because: 'private', network: null }) as const),
  ]
  const once = found.filter((one, at) => found.findIndex((other) => other.address === one.address) === at)
  return once.length > 0 ? once.slice(0, mostTried) : [{ address, because: 'only', network: null }]
}
