/** Two inventories beside each other, line by line. Pure. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import type { InventoryChange } from '#shared/contracts/inventory-views.ts'
import { keyed, listSections } from '#shared/domain/inventory/entries.ts'
import { type ChangeKind, type ChangeLine, changeLine, fieldWords } from './changes.ts'
import type { Say, Word } from './columns.ts'

/** `same`: both have it, and alike. */
export type ComparedKind = ChangeKind | 'same'

export type ComparedLine = Omit<ChangeLine, 'kind'> & {
  readonly id: string
  readonly kind: ComparedKind
  /** All texts in small letters. */
  readonly found: string
}

const groups = ['general', 'operatingSystem', 'hardware'] as const
const isGroup = (section: string): boolean => groups.some((group) => group === section)

const entriesOf = (record: InventoryRecord): readonly InventoryChange[] => {
  const fields = groups.flatMap((section) =>
    Object.entries(record[section]).flatMap(([key, after]) =>
      after === null || !Object.hasOwn(fieldWords, key) ? [] : [{ section, key, before: null, after }],
    ),
  )
  const entries = listSections.flatMap((section) =>
    [...keyed(section, record[section])].map(([key, after]) => ({ section, key, before: null, after })),
  )
  return [...fields, ...entries]
}

/** `whole`: the later of the two, where what is the same is to be shown too. */
export const comparedLines = (changes: readonly InventoryChange[], whole: InventoryRecord | null, say: Say): readonly ComparedLine[] => {
  const nameOf = ({ section, key }: InventoryChange) => `${section} ${key}`
  const differing = new Set(changes.map(nameOf))
  const same = whole === null ? [] : entriesOf(whole).filter((entry) => !differing.has(nameOf(entry)))
  const line = (change: InventoryChange, kind?: ComparedKind): ComparedLine => {
    const told = changeLine(change, say)
    const before = kind === 'same' ? told.after : told.before
    const found = [told.what, before, told.after].join('\n').toLowerCase()
    return { ...told, before, kind: kind ?? told.kind, id: nameOf(change), found }
  }
  // A field that both leave empty tells nothing; an entry of a list is there all the same.
  const tells = ({ section }: InventoryChange, { after }: ComparedLine) => after !== '' || !isGroup(section)
  return [
    ...changes.map((change) => line(change)),
    ...same.flatMap((entry) => {
      const told = line(entry, 'same')
      return tells(entry, told) ? [told] : []
    }),
  ]
}

/** The sections in which there is a line, with how many, in the order in which they come. */
export const sectionsIn = (lines: readonly ComparedLine[]): ReadonlyMap<Word, number> => {
  const counts = new Map<Word, number>()
  for (const { section } of lines) counts.set(section, (counts.get(section) ?? 0) + 1)
  return counts
}
