/**
 * JSON with one spelling: object keys sorted by code unit, no white space (RFC 8785 for the values used here:
 * strings, integers, booleans, null, arrays, objects). What is hashed or signed is this text in UTF-8.
 */
export type Canonical = string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical }

export const canonicalJson = (value: Canonical): string => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`only safe integers have a canonical form here, not ${value}`)
    return JSON.stringify(value)
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

const isList = (value: Canonical): value is readonly Canonical[] => Array.isArray(value)
