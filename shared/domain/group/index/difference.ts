/** From what is indexed of machines to what shall be: which bits of which terms change. */
import { clearBit, setBit, type Words } from '../bitmap/words.ts'
import { type IndexedTerm, termId } from './machine-terms.ts'

/**
 * `now`: its bits are set. `gone`: they were, and were cleared when this was written. After a writer that did not come
 * to its end neither is certain; no other term has ever had a bit of this machine.
 */
export type Indexed = { readonly now: readonly IndexedTerm[]; readonly gone: readonly IndexedTerm[] }
export const nothingIndexed: Indexed = { now: [], gone: [] }

export type MachineChange = {
  /** Place in the chunk. */
  readonly place: number
  readonly indexed: Indexed
  readonly wanted: ReadonlyMap<string, IndexedTerm>
  /** An earlier writer did not come to its end: every bit is written again. */
  readonly isUnsure: boolean
}

export type TermChange = { readonly term: IndexedTerm; readonly set: number[]; readonly clear: number[] }

/** The bits to write for these machines of one chunk, by term. */
export const termChanges = (machines: readonly MachineChange[]): ReadonlyMap<string, TermChange> => {
  const changes = new Map<string, TermChange>()
  const changeOf = (term: IndexedTerm): TermChange => {
    const id = termId(term)
    const change = changes.get(id) ?? { term, set: [], clear: [] }
    changes.set(id, change)
    return change
  }
  for (const { place, indexed, wanted, isUnsure } of machines) {
    const known = new Set(isUnsure ? [] : indexed.now.map(termId))
    for (const [id, term] of wanted) if (!known.has(id)) changeOf(term).set.push(place)
    for (const term of isUnsure ? [...indexed.now, ...indexed.gone] : indexed.now)
      if (!wanted.has(termId(term))) changeOf(term).clear.push(place)
  }
  return changes
}

/** What is to be remembered of a machine; null when it already is. */
export const indexedAfter = ({ indexed, wanted, isUnsure }: MachineChange): Indexed | null => {
  const known = new Set(indexed.now.map(termId))
  const gone = (isUnsure ? [...indexed.now, ...indexed.gone] : indexed.now).filter((term) => !wanted.has(termId(term)))
  if (gone.length === 0 && known.size === wanted.size && [...wanted.keys()].every((id) => known.has(id))) return null
  return { now: [...wanted.values()], gone }
}

export const applyTo = (words: Words, { set, clear }: TermChange): void => {
  for (const place of set) setBit(words, place)
  for (const place of clear) clearBit(words, place)
}
