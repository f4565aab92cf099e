/**
 * What agents send and nobody here may keep: environment variables and command lines hold passwords, licence keys are
 * worth money. They are cut out before an upload is stored anywhere.
 */

const sections = ['ENVS', 'PROCESSES', 'LICENSEINFOS'] as const
const fieldsOfHardware = ['WINPRODKEY', 'WINPRODID'] as const

export const withoutSecrets = (text: string, format: 'xml' | 'json'): string => (format === 'xml' ? cutXml(text) : cutJson(text))

/** Only moves forward: a document of a million opening tags must not be searched a million times. */
const cutXml = (text: string): string => [...sections, ...fieldsOfHardware].reduce(cutElement, text)

const cutElement = (text: string, name: string): string => {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const from = text.indexOf(`<${name}>`, at)
    if (from < 0) break
    const end = text.indexOf(`</${name}>`, from)
    // Never closed: what follows is no XML, and is not kept.
    const to = end < 0 ? text.length : end + name.length + 3
    kept.push(text.slice(at, from))
    at = to
  }
  return at === 0 ? text : kept.join('') + text.slice(at)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
const without = (value: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name.toUpperCase())))

const cutJson = (text: string): string => {
  const document: unknown = JSON.parse(text)
  if (!isObject(document)) return text
  return JSON.stringify(
    mapped(document, 'content', (content) =>
      mapped(without(content, sections), 'hardware', (hardware) => without(hardware, fieldsOfHardware)),
    ),
  )
}

const mapped = (value: object, field: string, change: (inner: object) => object): object =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === field && isObject(inner) ? change(inner) : inner]))
