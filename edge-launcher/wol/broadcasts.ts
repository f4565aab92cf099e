/** Where packets reach every machine of a LAN: the directed broadcast of each of this machine's own networks. */
import type { NetworkInterfaceInfo } from 'node:os'

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

const numberOf = (address: string): number => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
const textOf = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.')

/**
 * 255.255.255.255 is not among them: it needs a default route, and leaves by one interface only. Networks of one or two
 * addresses (/32, /31) have no broadcast.
 */
export const ownBroadcasts = (interfaces: Interfaces): string[] =>
  Object.values(interfaces)
    .flatMap((entries) => entries ?? [])
    .filter(({ family, internal, netmask }) => family === 'IPv4' && !internal && numberOf(netmask) < 0xfffffffe)
    .map(({ address, netmask }) => textOf((numberOf(address) | ~numberOf(netmask)) >>> 0))
