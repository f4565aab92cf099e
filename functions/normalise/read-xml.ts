/** XML of the OCS, FusionInventory and GLPI agents → sections. One pass; nothing is resolved, nothing is kept that is not read. */
import { SaxesParser } from 'saxes'
import type { RefusalReason } from '#shared/domain/inventory/refusals.ts'
import { type Fields, type InventoryDocument, isSection, limits, NotAnInventory, type SectionOfAgents } from './document.ts'

/** Where the reader stands: REQUEST > CONTENT > section > field > nested field. */
const sectionDepth = 3

export const readXml = (text: string): InventoryDocument => {
  const sections = new Map<SectionOfAgents, Fields[]>()
  const envelope = new Map<string, string>()
  const path: string[] = []
  let entry: Map<string, string> | null = null
  let content = ''
  let failure: NotAnInventory | null = null
  const fail = (sentence: string, reason?: RefusalReason): void => {
    failure ??= new NotAnInventory(sentence, reason)
  }

  const parser = new SaxesParser({ xmlns: false, position: false, fragment: false })
  parser.on('doctype', () => fail('It has a DOCTYPE declaration, which is never read.'))
  parser.on('error', (error) => fail(`It is not well-formed XML: ${error.message.slice(0, 200)}`))
  parser.on('opentag', ({ name }) => {
    path.push(name.toUpperCase())
    content = ''
    if (path.length > limits.depth) fail(`It is nested deeper than ${limits.depth}.`)
    if (path.length !== sectionDepth || path[1] !== 'CONTENT' || !isSection(path[2] ?? '')) return
    entry = new Map()
  })
  const addText = (more: string): void => {
    // Of what is passed over nothing is gathered.
    if (entry === null && path.length > sectionDepth - 1 && path[2] !== 'VERSIONCLIENT') return
    if (content.length + more.length > limits.charactersOfField)
      fail(`A field is longer than ${limits.charactersOfField} characters.`, 'too-large')
    else content += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const name = path.at(-1) ?? ''
    const section = path[2] ?? ''
    if (path.length === 2 && name !== 'CONTENT') envelope.set(name, content.trim())
    else if (path.length === sectionDepth && name === 'VERSIONCLIENT') envelope.set(name, content.trim())
    else if (entry !== null && path.length === sectionDepth && isSection(section)) {
      addEntry(sections, section, entry)
      entry = null
    } else if (entry !== null && path.length > sectionDepth && content.trim() !== '') {
      if (entry.size >= limits.fieldsOfEntry) fail(`An entry of ${section} has more than ${limits.fieldsOfEntry} fields.`, 'too-large')
      entry.set(path.slice(sectionDepth).join('.').toLowerCase(), content.trim())
    }
    content = ''
    path.pop()
  })

  // In pieces, so that a document that has failed is not read to its end.
  for (let at = 0; at < text.length && failure === null; at += pieceLength) parser.write(text.slice(at, at + pieceLength))
  if (failure === null) parser.close()
  if (failure !== null) throw failure
  const account = (sections.get('ACCOUNTINFO') ?? []).find((fields) => fields.get('keyname')?.toUpperCase() === 'TAG')
  return {
    query: (envelope.get('QUERY') ?? '').toUpperCase(),
    deviceId: envelope.get('DEVICEID') ?? '',
    isPartial: false,
    tag: account?.get('keyvalue') ?? envelope.get('TAG') ?? null,
    client: envelope.get('VERSIONCLIENT') ?? null,
    sections,
  }
}

const pieceLength = 65_536

export const addEntry = (sections: Map<SectionOfAgents, Fields[]>, section: SectionOfAgents, entry: Fields): void => {
  const entries = sections.get(section)
  if (entries === undefined) sections.set(section, entry.size > 0 ? [entry] : [])
  else if (entries.length >= limits.entriesOfSection)
    throw new NotAnInventory(`${section} has more than ${limits.entriesOfSection} entries.`, 'too-large')
  else if (entry.size > 0) entries.push(entry)
}
