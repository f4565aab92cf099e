/** The lines of a list of machines, from CSV or JSON, before anybody believes them. */
import { CsvError, parse } from 'csv-parse/sync'
import * as z from 'zod'
import { type ImportBody, type ImportFault, importedFields, mostImportBytes, mostImported } from '#shared/contracts/machine-import.ts'
import { invalid, Refusal } from '../refusal.ts'

export type Line = { readonly line: number; readonly given: Readonly<Record<string, unknown>> }
/** `total` counts those at fault too. `headerIsClear`: what stands in a line can be told. */
type Lines = {
  readonly lines: readonly Line[]
  readonly faults: readonly ImportFault[]
  readonly total: number
  readonly headerIsClear: boolean
}

/** Spreadsheets write headers as they like: `SSH user`, `ssh_user`, `sshUser`. */
const plain = (header: string): string => header.toLowerCase().replace(/[^a-z]/g, '')
const alsoCalled: Readonly<Record<string, string>> = { address: 'addresses', mac: 'macs' }
/** An inventory has no place in a cell. */
const columns = importedFields.filter((field) => field !== 'inventory')
const columnOf = (header: string): string | undefined =>
  columns.find((column) => plain(column) === (alsoCalled[plain(header)] ?? plain(header)).toLowerCase())

export const readLines = (body: ImportBody): Lines => {
  if (typeof body !== 'string')
    return { lines: body.map((given, at) => ({ line: at + 1, given })), faults: [], total: body.length, headerIsClear: true }
  if (Buffer.byteLength(body) > mostImportBytes)
    throw new Refusal('invalid-request', 'The file is too large.', [
      { field: '/', message: `must have at most ${mostImportBytes} bytes: send it in several` },
    ])
  const [header, ...rows] = rowsOf(body)
  if (!header || rows.length === 0) throw invalid('/', '', 'must have a header line and at least one machine')
  if (rows.length > mostImported) throw invalid('/', rows.length, `must have at most ${mostImported} machines: send it in several`)
  const named = header.cells.map(columnOf)
  const faults = header.cells.flatMap((cell, at): ImportFault[] => {
    const column = named[at]
    const isTwice = column !== undefined && named.indexOf(column) !== at
    if (column !== undefined && !isTwice) return []
    const message = isTwice ? `must be there once only: ${column}` : `must be one of ${columns.join(', ')}`
    return [{ line: header.line, field: `column ${at + 1}`, value: cell.slice(0, 200), message }]
  })
  const headerIsClear = faults.length === 0
  const lines: Line[] = []
  for (const { line, cells } of rows) {
    if (cells.length > named.length) {
      const value = cells[named.length]?.slice(0, 200) ?? ''
      faults.push({
        line,
        field: `column ${named.length + 1}`,
        value,
        message: `must not be there: the header has ${named.length} columns`,
      })
      continue
    }
    // An empty cell says nothing.
    const entries = named.flatMap((column, at) => (column === undefined || (cells[at] ?? '') === '' ? [] : [[column, cells[at]] as const]))
    lines.push({ line, given: Object.fromEntries(entries) })
  }
  return { lines, faults, total: rows.length, headerIsClear }
}

/** Of csv-parse, whose types leave out what `info` asks for. */
const Rows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }))
type Row = { readonly line: number; readonly cells: readonly string[] }

const rowsOf = (text: string): Row[] => {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const delimiter = [';', '\t'].find((mark) => firstLine.includes(mark) && !firstLine.includes(',')) ?? ','
  try {
    const rows = parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true })
    return Rows.parse(rows).map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (error instanceof CsvError) throw invalid('/', firstLine.slice(0, 200), `must be CSV: ${error.message}`)
    throw error
  }
}
