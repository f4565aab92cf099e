/** The dictionaries of fields, kept in memory between requests and brought up to date with what came since. */
import { Dictionary } from '#shared/domain/group/index/dictionary.ts'
import type { IndexField } from '#shared/domain/group/index/term-key.ts'
import { foldText } from '#shared/domain/group/index/term-key.ts'
import type { TermValues, ValueSegment } from '../adapters/term-values.ts'

/** How old an answer may be. */
const freshMs = 2000

type Chunk = { place: number; readonly values: Map<string, string> }
type Known = { readonly dictionary: Dictionary; readonly chunks: Map<number, Chunk>; readAt: number }

export const fieldDictionaries = (stored: TermValues, now: () => number) => {
  const known = new Map<IndexField, Promise<Known>>()

  const take = ({ dictionary, chunks }: Known, { chunk: number, place, changes }: ValueSegment): void => {
    const chunk = chunks.get(number) ?? { place: 0, values: new Map<string, string>() }
    chunks.set(number, chunk)
    chunk.place = place
    for (const { kind, value } of changes) {
      const folded = foldText(value)
      if (kind === 'appears' && !chunk.values.has(folded)) {
        chunk.values.set(folded, value)
        dictionary.add(value)
      } else if (kind === 'goes' && chunk.values.delete(folded)) dictionary.remove(value)
    }
  }
  const read = async (field: IndexField): Promise<Known> => {
    const all: Known = { dictionary: new Dictionary(), chunks: new Map(), readAt: now() }
    for (const segment of await stored.all(field)) take(all, segment)
    return all
  }
  /** null: what came was made into one with what is known, and cannot be told apart from it. */
  const refresh = async (field: IndexField, before: Known, chunkCount: number): Promise<Known | null> => {
    before.readAt = now()
    const news = await Promise.all(
      Array.from({ length: chunkCount }, (_, chunk) => stored.since(field, chunk, before.chunks.get(chunk)?.place ?? 0)),
    )
    for (const [chunk, [first]] of news.entries()) {
      const place = before.chunks.get(chunk)?.place ?? 0
      // Place 0 is never written.
      if (place === 0 ? first && first.place !== 1 : first?.place !== place) return null
    }
    for (const segment of news.flat()) take(before, segment)
    return before
  }

  return {
    /** `chunkCount`: how many chunks can have machines. */
    of: async (field: IndexField, chunkCount: number): Promise<Dictionary> => {
      const before = await known.get(field)?.catch(() => undefined)
      if (before && now() - before.readAt < freshMs) return before.dictionary
      const next = before ? refresh(field, before, chunkCount).then((after) => after ?? read(field)) : read(field)
      known.set(field, next)
      return (await next).dictionary
    },
  }
}
export type FieldDictionaries = ReturnType<typeof fieldDictionaries>
