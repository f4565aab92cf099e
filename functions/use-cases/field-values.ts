/** The values of a field with how many machines have each: what the module of inventories shows. */
import type { CountedFieldValue, ExportFieldValuesQuery, FieldValuesQuery } from '#shared/contracts/terms.ts'
import { csvRow } from '#shared/domain/csv.ts'
import { and, type Bitmap } from '#shared/domain/group/bitmap/bitmap.ts'
import { foldedValue, unfoldedValue } from '#shared/domain/group/index/term-key.ts'
import { pairOf, termFields } from '#shared/domain/inventory/terms.ts'
import { badCursor } from '../adapters/table.ts'
import type { ValueRange } from '../adapters/term-bitmaps.ts'
import { machinesOfGroupSeenBy } from './asked-machines.ts'
import type { EvaluatePorts } from './groups/evaluate.ts'
import type { Viewer } from './groups/seen.ts'
import { invalid, Refusal } from './refusal.ts'
import { extent, machinesSeenBy, shown } from './search-terms.ts'

const wantedValues = ({ field, begins, first }: ExportFieldValuesQuery): ValueRange => {
  if (first !== undefined && termFields[field] !== 'pair') throw invalid('query.first', first, `is of pairs only, and ${field} is none`)
  if (first !== undefined && begins !== undefined) throw invalid('query.begins', begins, 'cannot be together with first')
  if (begins !== undefined && termFields[field] === 'number')
    throw invalid('query.begins', begins, `is of texts only, and ${field} is a number`)
  return { kind: 'begins', folded: foldedValue(field, first === undefined ? (begins ?? '') : pairOf(first, null)) ?? '' }
}

const readCursor = (cursor: string): string => {
  const folded = Buffer.from(cursor, 'base64url').toString('utf8')
  if (folded === '' || folded.length > 600 || Buffer.from(folded).toString('base64url') !== cursor) throw badCursor(cursor)
  return folded
}

type Part = { readonly after: string | null; readonly limit: number; readonly mostRead: number }
type Counted = { readonly rows: { folded: string; row: CountedFieldValue }[]; readonly readTo: string | null }

const machinesAsked = async (ports: EvaluatePorts, by: Viewer, groupId: string | undefined): Promise<Bitmap | null> => {
  const seen = await machinesSeenBy(ports, by)
  if (groupId === undefined) return seen
  const group = await machinesOfGroupSeenBy(ports, by, groupId, 'query.groupId')
  return seen ? and(group, seen) : group
}

const counted = async (ports: EvaluatePorts, by: Viewer, query: ExportFieldValuesQuery, part: Part): Promise<Counted> => {
  const range = wantedValues(query)
  const { chunks, stretches } = await extent(ports)
  const among = await machinesAsked(ports, by, query.groupId)
  const { values, readTo } = await ports.bitmaps.count(query.field, range, { ...part, among }, stretches)
  const dictionary = await ports.dictionaries.of(query.field, chunks)
  const rows = values.map(({ folded, machines }) => {
    const plain = unfoldedValue(query.field, folded)
    return { folded, row: { ...shown(query.field, dictionary.spelling(plain) ?? plain), machines } }
  })
  return { rows, readTo }
}

/** Items of one stretch and request: a small perimeter may have few of the many values of a field. A page may then be short. */
const mostReadForPage = 30_000

export const countFieldValues = async (ports: EvaluatePorts, by: Viewer, query: FieldValuesQuery, mostRead = mostReadForPage) => {
  if (query.order === 'machines') return mostCommonValues(ports, by, query)
  const after = query.cursor === undefined ? null : readCursor(query.cursor)
  const { rows, readTo } = await counted(ports, by, query, { after, limit: query.limit + 1, mostRead })
  const items = rows.slice(0, query.limit)
  const next = rows.length > query.limit ? (items.at(-1)?.folded ?? null) : readTo
  return { items: items.map(({ row }) => row), nextCursor: next === null ? null : Buffer.from(next).toString('base64url'), totals: null }
}

/** Ordering by machines and files take all values of a field at once. */
const mostRows = 60_000

/** A cursor of this order: how many rows were before. */
const readPlace = (cursor: string): number => {
  const place = /^most-common-(\d{1,5})$/.exec(cursor)?.[1]
  if (place === undefined) throw badCursor(cursor)
  return Number(place)
}

const mostCommonValues = async (ports: EvaluatePorts, by: Viewer, query: FieldValuesQuery) => {
  const from = query.cursor === undefined ? 0 : readPlace(query.cursor)
  const { rows } = await counted(ports, by, query, { after: null, limit: mostRows + 1, mostRead: Number.POSITIVE_INFINITY })
  if (rows.length > mostRows)
    throw new Refusal(
      'conflict',
      `${query.field} has more values than can be put in order. Ask for those that begin with a text: begins=a.`,
    )
  // What as many machines have stays in alphabetical order.
  const ordered = rows.map(({ row }) => row).sort((left, right) => right.machines - left.machines)
  const end = from + query.limit
  return {
    items: ordered.slice(from, end),
    nextCursor: end < ordered.length ? `most-common-${end}` : null,
    totals: { values: ordered.length, machines: ordered.reduce((sum, { machines }) => sum + machines, 0) },
  }
}

/** What API Gateway and Lambda let through in one answer, with room for headers. */
const mostBytes = 5_000_000

export const exportFieldValues = async (ports: EvaluatePorts, by: Viewer, query: ExportFieldValuesQuery): Promise<string> => {
  const { rows } = await counted(ports, by, query, { after: null, limit: mostRows + 1, mostRead: Number.POSITIVE_INFINITY })
  const isPair = termFields[query.field] === 'pair'
  const csv = [
    csvRow(isPair ? ['value', 'second', 'machines'] : ['value', 'machines']),
    ...rows.map(({ row: { value, second, machines } }) => csvRow(isPair ? [value, second, machines] : [value, machines])),
  ].join('')
  if (rows.length > mostRows || Buffer.byteLength(csv) > mostBytes)
    throw new Refusal('conflict', `${query.field} has more values than fit into one file. Ask for those that begin with a text: begins=a.`)
  return csv
}
