/** Values that manufacturers leave in the firmware of thousands of machines: they identify none of them. */

const junkTexts = new Set(
  [
    '',
    '0',
    '1',
    'none',
    'null',
    'n/a',
    'na',
    'unknown',
    'default string',
    'default',
    'to be filled by o.e.m.',
    'to be filled by oem',
    'not specified',
    'not available',
    'not applicable',
    'system serial number',
    'system product name',
    'system manufacturer',
    'system version',
    'chassis serial number',
    'serial number',
    'base board serial number',
    'no asset tag',
    'asset-1234567890',
    'oem',
    'o.e.m.',
    'invalid',
    'empty',
    'xxxxxxx',
    '123456789',
    '0123456789',
    '1234567890',
    'n.a.',
    '.',
    '-',
  ].map((text) => text.toLowerCase()),
)

const isMonotonous = (text: string): boolean => /^(.)\1*$/.test(text)

/** The serial number, or null where it is one of those. */
export const realSerial = (text: string | null): string | null => {
  const trimmed = text?.trim() ?? ''
  const bare = trimmed.replace(/[\s.\-_]/g, '')
  return trimmed.length < 3 || bare === '' || junkTexts.has(trimmed.toLowerCase()) || isMonotonous(bare) ? null : trimmed
}

/** What firmware says of a machine's make and model. */
export const realName = (text: string | null): string | null => (text === null || junkTexts.has(text.trim().toLowerCase()) ? null : text)

// Shipped in whole series of boards.
const junkUuids = new Set([
  '03000200040005000006000700080009',
  '12345678123456781234567890abcdef',
  '01020304050607080910111213141516',
  '00020003000400050006000700080009',
])

/**
 * One spelling for a UUID and for its byte-swapped twin: Windows reads the first three groups in the other order than
 * dmidecode on the same machine. null where it identifies nothing.
 */
export const canonicalUuid = (text: string | null): string | null => {
  const digits = (text ?? '').toLowerCase().replace(/[^0-9a-f]/g, '')
  if (digits.length !== 32 || isMonotonous(digits)) return null
  const swapped = swappedUuid(digits)
  if (junkUuids.has(digits) || junkUuids.has(swapped)) return null
  // Several boards count up or fill with one byte: fewer than four different digits is no random number.
  if (new Set(digits).size < 4) return null
  return [digits, swapped].sort()[0] ?? digits
}

const reversedBytes = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('')
const swappedUuid = (digits: string): string =>
  reversedBytes(digits.slice(0, 8)) + reversedBytes(digits.slice(8, 12)) + reversedBytes(digits.slice(12, 16)) + digits.slice(16)

/** Lower case with colons; null where it is none, is shared by all, or was made up locally (its second bit says so). */
export const globalMac = (text: string | null): string | null => {
  const mac = macAddress(text)
  if (mac === null || mac === '00:00:00:00:00:00' || mac === 'ff:ff:ff:ff:ff:ff') return null
  // Bit 0: multicast; bit 1: locally administered.
  return (Number.parseInt(mac.slice(0, 2), 16) & 3) === 0 ? mac : null
}

export const macAddress = (text: string | null): string | null => {
  const digits = (text ?? '').toLowerCase().replace(/[:.\-\s]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) ? (digits.match(/../g) ?? []).join(':') : null
}
