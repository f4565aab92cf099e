/** What the index shall say of one machine, from its name, its entity, its site and its inventory alone. */
import type { InventoryRecord } from '../../../contracts/inventory.ts'
import { type Term, termsOf } from '../../inventory/terms.ts'
import { existing, foldedValue, type IndexField, inEntity, onSite } from './term-key.ts'

/** `folded` is how keys write the value, `value` how people do. */
export type IndexedTerm = { readonly field: IndexField; readonly folded: string; readonly value: string }
export const termId = ({ field, folded }: Pick<IndexedTerm, 'field' | 'folded'>): string => `${field}\n${folded}`

/** Each value of a field once, whatever its spellings. */
type Known = { readonly name: string; readonly entityId: string; readonly siteId: string }
export const machineTerms = ({ name, entityId, siteId }: Known, record: InventoryRecord | null): ReadonlyMap<string, IndexedTerm> => {
  const terms: readonly Term[] = record ? termsOf(record, name) : [{ field: 'Machine/Name', value: name }]
  const found = new Map<string, IndexedTerm>()
  const hidden = [
    { field: existing, value: '' },
    { field: inEntity, value: entityId },
    { field: onSite, value: siteId },
  ] as const
  for (const { field, value } of [...hidden, ...terms]) {
    const folded = foldedValue(field, value)
    if (folded === null) continue
    const term = { field, folded, value }
    if (!found.has(termId(term))) found.set(termId(term), term)
  }
  return found
}
