/**
 * What agents send and nobody here may keep: environment variables and command lines hold passwords, licence keys are
 * worth money. They are cut out before an upload is stored anywhere, in whatever case and place they stand: agents differ,
 * and plugins of theirs add sections of their own.
 */

/** Environments, command lines, licences; the last three are of plugins of OCS. */
const sections = ['ENVS', 'PROCESSES', 'LICENSEINFOS', 'OFFICEPACK', 'KEYFINDER', 'WINPRODUCTKEYS'] as const
const fields = [
  'WINPRODKEY',
  'WINPRODID',
  'PRODUCTKEY',
  'PRODUCTID',
  'PRODKEY',
  'OFFICEKEY',
  'LICENSEKEY',
  'RECOVERYKEY',
  'RECOVERYPASSWORD',
  'PASSWORD',
  'PASSWD',
] as const
const cut: ReadonlySet<string> = new Set([...sections, ...fields])

/** A product key in the registry is one all the same. */
export const namesSecret = (name: string): boolean =>
  /product.?(id|key)|licen[cs]e|serial.?(key|number)|password|passwd|secret|token/i.test(name)

/** Five groups of five, as Microsoft writes them, wherever they stand: in a comment of a program, in a value of the registry. */
const productKey = /\b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}\b/g
const masked = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX'

export const withoutSecrets = (text: string, format: 'xml' | 'json'): string =>
  (format === 'xml' ? cutXml(text) : cutJson(text)).replace(productKey, masked)

const opening = new RegExp(`<(${[...cut, 'REGISTRY'].join('|')})(?:\\s[^<>]{0,1000})?>`, 'gi')

/**
 * Only moves forward: a document of a million opening tags must not be searched a million times. `text` has one character
 * for each byte, so that lower case changes no position.
 */
const cutXml = (text: string): string => {
  const lower = text.toLowerCase()
  const kept: string[] = []
  let at = 0
  opening.lastIndex = 0
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    if (found[0].endsWith('/>')) continue
    const name = found[1] ?? ''
    const end = lower.indexOf(`</${name.toLowerCase()}`, opening.lastIndex)
    // Never closed: what follows is no XML, and is not kept.
    const to = end < 0 ? text.length : text.indexOf('>', end) + 1 || text.length
    if (name.toUpperCase() !== 'REGISTRY' || isSecretEntry(text.slice(opening.lastIndex, end < 0 ? text.length : end))) {
      kept.push(text.slice(at, found.index))
      at = to
    }
    opening.lastIndex = to
  }
  return at === 0 ? text : kept.join('') + text.slice(at)
}

const isSecretEntry = (entry: string): boolean => namesSecret(/<NAME(?:\s[^<>]{0,1000})?>([^<]{0,1000})/i.exec(entry)?.[1] ?? '')

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

const cutJson = (text: string): string => JSON.stringify(kept(JSON.parse(text)))

/** Nesting was counted before: it ends. */
const kept = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(kept)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (cut.has(name.toUpperCase())) return []
      return [[name, name.toUpperCase() === 'REGISTRY' ? registryKept(inner) : kept(inner)]]
    }),
  )
}

const registryKept = (registry: unknown): unknown => {
  const entries = Array.isArray(registry) ? registry : [registry]
  return entries.filter((entry) => !isObject(entry) || !Object.entries(entry).some(isSecretName)).map(kept)
}
const isSecretName = ([field, value]: [string, unknown]): boolean =>
  field.toUpperCase() === 'NAME' && typeof value === 'string' && namesSecret(value)
