/**
 * CSV as RFC 4180 has it, in UTF-8 with the mark that makes spreadsheets read it as such. Text that a spreadsheet
 * would run as a formula gets an apostrophe before it (OWASP, "CSV Injection"): much of it comes from machines.
 */
export type Cell = string | number | boolean | null

const formula = /^[\s]*[=+\-@]|^[\t\r\n]/

/** For answers that come in parts: without the mark, which begins a whole one. */
export const csvRow = (row: readonly Cell[]): string => `${row.map(csvCell).join(',')}\r\n`

export const csvCell = (cell: Cell): string => {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const inert = formula.test(cell) ? `'${cell}` : cell
  // Spreadsheets of half of Europe take a semicolon for the end of a cell.
  return /[",;\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

export const csvOf = (rows: readonly (readonly Cell[])[]): string => `\ufeff${rows.map(csvRow).join('')}`
