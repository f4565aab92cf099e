/** Entries of an inventory as rows of text. All that machines wrote is made inert here, once, before it is shown or searched. */
import { plainText } from '../log/plain-text.ts'
import type { Column, Say, Word } from './columns.ts'
import type { SinceWanted } from './since-wanted.ts'

export type Row = {
  readonly id: string
  readonly cells: readonly string[]
  /** By what each cell is sorted. */
  readonly order: readonly (string | number)[]
  /** All cells in small letters. */
  readonly found: string
  /** By what the service knows it, where it can say since when it is there. */
  readonly since: SinceWanted | null
}
export type RowTable = { readonly title: Word; readonly labels: readonly Word[]; readonly rows: readonly Row[] }

/** Sorts before everything that is known. */
const unknown = -1

export const rowTable = <T>(
  title: Word,
  entries: readonly T[],
  columns: readonly Column<T>[],
  say: Say,
  sinceOf: (entry: T) => SinceWanted | null = () => null,
): RowTable => ({
  title,
  labels: columns.map(({ label }) => label),
  rows: entries.map((entry, place) => {
    const cells = columns.map(({ text }) => plainText(text(entry, say) ?? ''))
    const order = columns.map(({ order: by }, at) => (by ? (by(entry) ?? unknown) : (cells[at] ?? '')))
    return { id: String(place), cells, order, found: cells.join('\n').toLowerCase(), since: sinceOf(entry) }
  }),
})

/** Rows that hold every word that was typed, in any column and any order. */
export const holds = ({ found }: Pick<Row, 'found'>, typed: string): boolean =>
  typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => found.includes(word))

/** `2.10` comes after `2.9`, and capitals count for nothing. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export const inOrderOf =
  (column: number) =>
  (a: Row, b: Row): number => {
    const [one, other] = [a.order[column] ?? '', b.order[column] ?? '']
    return typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(said(one), said(other))
  }
// What is unknown is a number beside dates, which are texts.
const said = (value: string | number): string => (value === unknown ? '' : String(value))
