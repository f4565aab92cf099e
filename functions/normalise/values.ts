/** Single values of agents' documents: numbers with their units, dates in the agents' many spellings. */

import { longestText } from '#shared/contracts/inventory.ts'
import type { Fields } from './document.ts'
import { clean } from './text.ts'

export const mebibyte = 2 ** 20
export const megabyte = 1_000_000
export const megahertz = 1_000_000
export const megabit = 1_000_000

/** The first of the fields that says something. */
export const textOf = (fields: Fields | undefined, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const text = clean(fields?.get(name), longestText)
    if (text !== null && !/^(n\/a|none|unknown|undef)$/i.test(text)) return text
  }
  return null
}

/** A non-negative number at the beginning of the text, e.g. of `1000 Mbps`. */
const numberIn = (text: string | undefined): number | null => {
  const match = /^\s*(\d{1,18}(?:\.\d{1,12})?)/.exec(text ?? '')
  return match ? Number(match[1]) : null
}

/** The first of the fields that is a number, times `unit`; whole. null beyond what can be counted exactly. */
export const amountOf = (fields: Fields | undefined, unit: number, ...names: readonly string[]): number | null => {
  for (const name of names) {
    const number = numberIn(fields?.get(name))
    if (number === null) continue
    const amount = Math.round(number * unit)
    return Number.isSafeInteger(amount) ? amount : null
  }
  return null
}

/** As `amountOf`, where 0 is how agents say that they do not know. */
export const positiveOf = (fields: Fields | undefined, unit: number, ...names: readonly string[]): number | null =>
  amountOf(fields, unit, ...names) || null

/** A number of things. */
export const countOf = (fields: Fields | undefined, ...names: readonly string[]): number | null => {
  const count = amountOf(fields, 1, ...names)
  return count === null || count > 1_000_000 ? null : count
}

const networkUnits: readonly [RegExp, number][] = [
  [/g/i, 1000 * megabit],
  [/k/i, 1000],
  [/^\s*b/i, 1],
]
/** `1000`, `1000 Mbps`, `1 Gb/s`; `-1` and 2³²−1 are how drivers say that they do not know. */
export const speedOf = (text: string | undefined): number | null => {
  const match = /^\s*(\d{1,12}(?:\.\d{1,3})?)\s*([a-z/]*)\s*$/i.exec(text ?? '')
  if (!match) return null
  const number = Number(match[1])
  if (number === 0 || number === 4_294_967_295) return null
  const unit = networkUnits.find(([sign]) => sign.test(match[2] ?? ''))?.[1] ?? megabit
  const speed = Math.round(number * unit)
  return Number.isSafeInteger(speed) ? speed : null
}

export type DateOrder = 'day-first' | 'month-first'
const iso = (year: string, month: string, day: string): string | null => {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && Number(year) > 1970 ? text : null
}

/** `2006-08-20 12:06`, `2025/04/20`, `20250420`, and with slashes the other way round; null where it is no date of ours. */
export const dateOf = (text: string | undefined, order: DateOrder): string | null => {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text ?? '') ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '')
  if (yearFirst) return iso(yearFirst[1] ?? '', yearFirst[2] ?? '', yearFirst[3] ?? '')
  const yearLast = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/.exec(text ?? '')
  if (!yearLast) return null
  const [, first = '', second = '', year = ''] = yearLast
  return order === 'day-first' ? iso(year, second, first) : iso(year, first, second)
}

/** OCS counts the months of Debian packages from 0: `2025/00/20` is the 20th of January. */
export const dateWithMonthFromZero = (text: string | undefined): string | null => {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text ?? '')
  return match ? iso(match[1] ?? '', String(Number(match[2]) + 1), match[3] ?? '') : null
}

export const isTrue = (text: string | undefined): boolean | null =>
  text === undefined ? null : /^(1|true|yes)$/i.test(text) ? true : /^(0|false|no)$/i.test(text) ? false : null
