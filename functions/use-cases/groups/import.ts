/** A static group from a list of values of one field, such as the names of machines that somebody keeps in a file. */
import type { ImportedGroup, ImportGroup } from '#shared/contracts/groups.ts'
import { and, type Bitmap, cardinality, unionOfPacked } from '#shared/domain/group/bitmap/bitmap.ts'
import { foldedValue } from '#shared/domain/group/index/term-key.ts'
import { pairOf, pairSeparator, type TermField, termFields } from '#shared/domain/inventory/terms.ts'
import { invalid } from '../refusal.ts'
import { extent } from '../search-terms.ts'
import { visibleTo } from './evaluate.ts'
import { type GroupPorts, newGroup, saved } from './groups.ts'
import type { Viewer } from './seen.ts'
import { showGroup } from './show.ts'

/** A pair is written with a tab or a semicolon; without either, any second value will do. */
const termWanted = (field: TermField, text: string): string => {
  if (termFields[field] !== 'pair') return text
  const [first = '', second] = text.includes('\t') ? text.split('\t', 2) : text.split(/;(?=[^;]*$)/)
  return second === undefined ? pairOf(first.trim(), null) : pairOf(first.trim(), second.trim())
}

type Line = { readonly line: number; readonly value: string; readonly folded: string | null }

const linesOf = (field: TermField, values: readonly string[]): Line[] =>
  values.flatMap((text, at): Line[] => {
    const value = text.trim()
    return value === '' ? [] : [{ line: at + 1, value, folded: foldedValue(field, termWanted(field, value)) }]
  })

/** Any second value: what stands in the index begins so. */
const isOpen = (field: TermField, folded: string): boolean => termFields[field] === 'pair' && folded.endsWith(pairSeparator)

const shownLength = 200
/** Above so many values, reading the whole field is quicker than asking for each. */
const mostNamed = 60

/** The machines of every value, and the lines whose values no machine of `visible` has. */
const matchedBy = async (ports: GroupPorts, field: TermField, lines: readonly Line[], visible: Bitmap) => {
  const { stretches } = await extent(ports)
  const wanted = new Set(lines.flatMap(({ folded }) => folded ?? []))
  const ranges = [...wanted].map((folded) =>
    isOpen(field, folded) ? ({ kind: 'begins', folded } as const) : ({ kind: 'equals', folded } as const),
  )
  const met = new Set<string>()
  const found: { chunk: number; bytes: Uint8Array }[] = []
  for await (const { folded, chunk, bytes } of ports.bitmaps.inRanges(field, wanted.size > mostNamed ? null : ranges, stretches)) {
    const asWanted = [folded, firstOf(field, folded)].filter((one) => wanted.has(one))
    if (asWanted.length === 0) continue
    found.push({ chunk, bytes })
    if (cardinality(and(unionOfPacked([{ chunk, bytes }]), visible)) > 0) for (const one of asWanted) met.add(one)
  }
  return {
    machines: and(unionOfPacked(found), visible),
    unmatched: lines
      .filter(({ folded }) => folded === null || !met.has(folded))
      .map(({ line, value }) => ({ line, value: value.slice(0, shownLength) })),
  }
}

const firstOf = (field: TermField, folded: string): string =>
  termFields[field] === 'pair' ? folded.slice(0, folded.indexOf(pairSeparator) + 1) : folded

export const importGroup = async (ports: GroupPorts, by: Viewer, order: ImportGroup): Promise<ImportedGroup> => {
  const { field, values, check, name } = order
  const lines = linesOf(field, values)
  if (lines.length === 0) throw invalid('/values', undefined, 'must have at least one value')
  const { machines, unmatched } = await matchedBy(ports, field, lines, await visibleTo(ports, by))
  const matched = cardinality(machines)
  if (check || name === undefined) return { group: null, matched, unmatched }
  const group = newGroup(ports, by, { ...order, name })
  await saved(ports, null, group, machines)
  return { group: await showGroup(ports, by, group), matched, unmatched }
}
