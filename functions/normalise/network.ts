import type { NetworkInterface } from '#shared/contracts/inventory.ts'
import { macAddress } from '#shared/domain/inventory/junk.ts'
import type { Fields } from './document.ts'
import { isTrue, speedOf, textOf } from './values.ts'

type Address = NetworkInterface['addresses'][number]
const mostAddresses = 1000

const addressesIn = (fields: Fields): Address[] => {
  const found: Address[] = []
  const add = (text: string | null, mask: string | null): void => {
    // OCS puts IPv6 addresses where IPv4 ones belong; some agents add the prefix length or the zone.
    const address = text?.replace(/[%/].*$/, '').toLowerCase() ?? ''
    if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) found.push({ address, mask, family: 'ipv4' })
    else if (/^[0-9a-f:.]{2,45}$/.test(address) && address.includes(':')) found.push({ address, mask, family: 'ipv6' })
  }
  add(textOf(fields, 'ipaddress'), textOf(fields, 'ipmask'))
  add(textOf(fields, 'ipaddress6'), textOf(fields, 'ipmask6'))
  return found.filter(({ address }) => address !== '0.0.0.0' && address !== '::')
}

/** OCS leaves the loopback out; from the others it is taken out. */
const isLoopback = (fields: Fields): boolean =>
  fields.get('type') === 'loopback' ||
  /^(lo\d*|loopback.*)$/i.test(fields.get('description') ?? '') ||
  fields.get('ipaddress')?.startsWith('127.') === true

/** Agents send one entry for each address: one interface each. */
export const networkOf = (entries: readonly Fields[]): NetworkInterface[] => {
  const interfaces = new Map<string, NetworkInterface>()
  for (const fields of entries) {
    if (isLoopback(fields)) continue
    const macAddr = macAddress(textOf(fields, 'mac', 'macaddr'))
    const name = textOf(fields, 'description') ?? macAddr
    if (name === null) continue
    const key = `${name}\n${macAddr ?? ''}`
    const before = interfaces.get(key)
    const more = addressesIn(fields)
    if (before) {
      for (const one of more)
        if (before.addresses.length < mostAddresses && !before.addresses.some(({ address }) => address === one.address))
          before.addresses.push(one)
      continue
    }
    const status = textOf(fields, 'status')?.toLowerCase()
    interfaces.set(key, {
      name,
      macAddress: macAddr,
      kind: textOf(fields, 'type'),
      isUp: status === 'up' ? true : status === 'down' ? false : null,
      isVirtual: isTrue(fields.get('virtualdev')),
      speedBitsPerSecond: speedOf(fields.get('speed')),
      addresses: more,
      gateway: textOf(fields, 'ipgateway'),
      dhcpServer: textOf(fields, 'ipdhcp'),
    })
  }
  return [...interfaces.values()]
}
