/** The lines of a file that a person chose, as the API takes them. Pure. */
import { maxImportValues } from '#shared/contracts/groups.ts'

export type ReadValues =
  | { readonly kind: 'values'; readonly values: readonly string[]; readonly filled: number }
  | { readonly kind: 'fault'; readonly fault: 'empty' | 'long' | 'wide' }

/** Characters in a line; the API takes no more. */
const longestLine = 300

/** UTF-8, or what spreadsheets of Windows write where the bytes are none. */
export const decoded = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** One value a line; a spreadsheet's column comes with quotes. Empty lines stay, so that line numbers are those of the file. */
export const readValues = (text: string): ReadValues => {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  const values = lines.map((line) => line.trim().replace(/^"(.*)"$/, (_, inner: string) => inner.replaceAll('""', '"').trim()))
  while (values.at(-1) === '') values.pop()
  const filled = values.filter((value) => value !== '').length
  if (filled === 0) return { kind: 'fault', fault: 'empty' }
  if (values.length > maxImportValues) return { kind: 'fault', fault: 'long' }
  if (values.some((value) => value.length > longestLine)) return { kind: 'fault', fault: 'wide' }
  return { kind: 'values', values, filled }
}

/** Lines that matched nothing, as they stand in the file: to be corrected there and read again. */
export const unmatchedText = (unmatched: readonly { readonly line: number; readonly value: string }[]): string =>
  unmatched.map(({ value }) => `${value}\n`).join('')
