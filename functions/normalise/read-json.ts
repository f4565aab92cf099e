/** JSON of the GLPI agent → sections. */
import { deepestJson, isDeeperThan } from '#shared/domain/inventory/dialogue.ts'
import { type Fields, type InventoryDocument, isSection, limits, NotAnInventory, type SectionOfAgents } from './document.ts'
import { addEntry } from './read-xml.ts'

export const readJson = (text: string): InventoryDocument => {
  if (isDeeperThan(text, deepestJson)) throw new NotAnInventory(`It is nested deeper than ${deepestJson}.`)
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new NotAnInventory('It is not JSON.')
  }
  const root = entriesOf(parsed, 'The document')
  const sections = new Map<SectionOfAgents, Fields[]>()
  const content = entriesOf(root.get('content'), 'content')
  for (const [name, value] of content) {
    const section = name.toUpperCase()
    if (!isSection(section)) continue
    const list: unknown[] = Array.isArray(value) ? value : [value]
    // An empty list says that there is nothing; no list says nothing.
    if (list.length === 0) addEntry(sections, section, new Map())
    for (const one of list) {
      const entry = new Map<string, string>()
      gather(entry, entriesOf(one, section), '', section)
      addEntry(sections, section, entry)
    }
  }
  const action = root.get('action') ?? 'inventory'
  const itemType = root.get('itemtype') ?? 'Computer'
  if (itemType !== 'Computer') throw new NotAnInventory(`itemtype is ${textOf(itemType)}; computers are taken.`, 'not-inventory')
  return {
    query: action === 'inventory' ? 'INVENTORY' : String(textOf(action)).toUpperCase(),
    deviceId: textOf(root.get('deviceid')) ?? '',
    isPartial: root.get('partial') === true,
    tag: textOf(root.get('tag')),
    client: textOf(content.get('versionclient')),
    sections,
  }
}

/** Own properties alone, as pairs: no name, `__proto__` neither, reaches an object of ours. */
const entriesOf = (value: unknown, what: string): Map<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NotAnInventory(`${what} must be an object.`)
  return new Map(Object.entries(value))
}

const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

const gather = (entry: Map<string, string>, fields: ReadonlyMap<string, unknown>, prefix: string, section: string): void => {
  for (const [name, value] of fields) {
    const text = textOf(value)
    if (text !== null) {
      if (text.length > limits.charactersOfField)
        throw new NotAnInventory(`A field is longer than ${limits.charactersOfField} characters.`, 'too-large')
      if (entry.size >= limits.fieldsOfEntry)
        throw new NotAnInventory(`An entry of ${section} has more than ${limits.fieldsOfEntry} fields.`, 'too-large')
      if (text.trim() !== '') entry.set(prefix + name.toLowerCase(), text.trim())
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      gather(entry, new Map(Object.entries(value)), `${prefix}${name.toLowerCase()}.`, section)
  }
}
