/**
 * CSV as RFC 4180 has it, in UTF-8 with the mark that makes spreadsheets read it as such. Text that a spreadsheet
 * would run as a formula gets an apostrophe before it (OWASP, "CSV Injection"): much of it comes from machines.
 */
export type Cell = string | number | boolean | null

const formula = /^[\s]*[=+\-@]|^[\t\r\n]/

export const csvCell = (cell: Cell): string => {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const inert = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
