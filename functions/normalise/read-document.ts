import { type InventoryDocument, NotAnInventory } from './document.ts'
import { readJson } from './read-json.ts'
import { readXml } from './read-xml.ts'
import { decodeDocument, withoutControls } from './text.ts'

/** `bytes`: unpacked. Throws NotAnInventory. */
export const readDocument = (bytes: Uint8Array): InventoryDocument => {
  const text = decodeDocument(bytes)
    .replace(/^\uFEFF/, '')
    .trimStart()
  const document = text.startsWith('{') ? readJson(text) : text.startsWith('<') ? readXml(withoutControls(text)) : null
  if (!document) throw new NotAnInventory('It is neither XML nor JSON.')
  if (document.query !== 'INVENTORY')
    throw new NotAnInventory(`It is a ${document.query.slice(0, 50) || 'document without QUERY'}, not an inventory.`, 'not-inventory')
  return document
}
