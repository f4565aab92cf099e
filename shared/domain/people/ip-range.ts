/** IP addresses as numbers, and ranges of them. IPv4 and IPv6 never match one another, except an IPv4 written inside IPv6. */

export type AddressNumber = { readonly bits: 32 | 128; readonly value: bigint }

const ipv4 = (text: string): bigint | null => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n)
}

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'))

const ipv6 = (text: string): bigint | null => {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = [groupsOf(halves[0] ?? ''), halves.length === 2 ? groupsOf(halves[1] ?? '') : null]
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === null ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...Array.from({ length: tail === null ? 0 : missing }, () => '0'), ...(tail ?? [])]
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return null
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

/** null when it is no IP address, a host name for example. */
export const addressNumber = (text: string): AddressNumber | null => {
  const bare = text.trim().replace(/^::ffff:(?=\d+\.)/i, '')
  const four = ipv4(bare)
  if (four !== null) return { bits: 32, value: four }
  const six = bare.includes(':') ? ipv6(bare) : null
  return six === null ? null : { bits: 128, value: six }
}

export type Range = { readonly bits: 32 | 128; readonly from: bigint; readonly to: bigint }

/** `10.0.0.0/8`, `10.0.0.1-10.0.0.9`, or one address. null: unreadable, or its end is before its beginning. */
export const rangeOf = (text: string): Range | null => {
  const [, network, length] = /^([^/]+)\/(\d{1,3})$/.exec(text.trim()) ?? []
  if (network !== undefined && length !== undefined) {
    const address = addressNumber(network)
    if (!address || Number(length) > address.bits) return null
    const hosts = (1n << BigInt(address.bits - Number(length))) - 1n
    const from = address.value & ~hosts
    return { bits: address.bits, from, to: from | hosts }
  }
  const [first = '', last = first, ...more] = text.split('-')
  const [from, to] = [addressNumber(first), addressNumber(last)]
  if (more.length > 0 || !from || !to || from.bits !== to.bits || to.value < from.value) return null
  return { bits: from.bits, from: from.value, to: to.value }
}
