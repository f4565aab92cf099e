/**
 * The text of deployment intervals: `2-4`, `3:00-5:00,18:00-20:30`, `22-6`.
 *
 * Ranges are separated by commas; a bound is `H`, `HH`, `HH:MM` or `HH:MM:SS`; blanks are welcome around bounds,
 * hyphens and commas. Both ends belong to the range, to the second. A range whose end comes before its start crosses
 * midnight. `24`, `24:00` and `24:00:00` may end a range and mean the end of the day, so `0-24` is the whole day.
 * Two equal bounds are refused: they could mean one second or a whole day.
 */

/** Seconds since midnight, both included; `from` ≤ `to` ≤ 86399. */
export type Range = { readonly from: number; readonly to: number }

export type ParsedIntervals =
  | { readonly valid: true; readonly ranges: readonly Range[] }
  /** `position`: place in the text, counted in UTF-16 units from 0. */
  | { readonly valid: false; readonly position: number; readonly message: string }

const daySeconds = 86_400
const endOfDay = daySeconds - 1

/** Reads the text; ranges come back sorted, merged where they touch or overlap, and cut at midnight. */
export const parseIntervals = (text: string): ParsedIntervals => {
  if (text.trim() === '') return refuse(0, 'must name at least one range, such as 2-4')
  const ranges: Range[] = []
  let position = 0
  for (const part of text.split(',')) {
    const range = parseRange(part, position)
    if (!('bounds' in range)) return range
    const [from, to] = range.bounds
    if (from < to) ranges.push({ from, to })
    else ranges.push({ from, to: endOfDay }, { from: 0, to })
    position += part.length + 1
  }
  return { valid: true, ranges: merge(ranges) }
}

type Refusal = Extract<ParsedIntervals, { valid: false }>
const refuse = (position: number, message: string): Refusal => ({ valid: false, position, message })

const parseRange = (part: string, start: number): Refusal | { bounds: readonly [number, number] } => {
  const blank = part.length - part.trimStart().length
  const body = part.trim()
  const at = start + blank
  if (body === '') return refuse(start, 'expected a range such as 2-4 here')
  const hyphen = body.indexOf('-')
  if (hyphen < 0) return refuse(at + body.length, `expected - and a second bound after "${body}"`)
  const left = parseBound(body.slice(0, hyphen), at, false)
  if (typeof left !== 'number') return left
  const right = parseBound(body.slice(hyphen + 1), at + hyphen + 1, true)
  if (typeof right !== 'number') return right
  if (left === right) return refuse(at, `"${body}" begins and ends at the same time; write 0-24 for the whole day`)
  return { bounds: [left, right] }
}

const parseBound = (raw: string, start: number, isEnd: boolean): Refusal | number => {
  const blank = raw.length - raw.trimStart().length
  const text = raw.trim()
  const at = start + blank
  const match = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?$/.exec(text)
  if (!match) return refuse(at, `"${text}" is not a time; expected HH, HH:MM or HH:MM:SS`)
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((digits) => Number(digits ?? 0))
  if (hours === undefined || minutes === undefined || seconds === undefined) return refuse(at, `"${text}" is not a time`)
  if (minutes > 59) return refuse(at, `"${text}" has ${minutes} minutes; they go from 00 to 59`)
  if (seconds > 59) return refuse(at, `"${text}" has ${seconds} seconds; they go from 00 to 59`)
  if (hours === 24 && minutes === 0 && seconds === 0 && isEnd) return endOfDay
  if (hours > 23) return refuse(at, `"${text}" has ${hours} hours; they go from 0 to 23, and 24:00 may end a range`)
  return hours * 3600 + minutes * 60 + seconds
}

const merge = (ranges: readonly Range[]): readonly Range[] => {
  const merged: Range[] = []
  for (const range of [...ranges].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged.at(-1)
    if (last && range.from <= last.to + 1) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
    else merged.push(range)
  }
  return merged
}

const two = (count: number): string => String(count).padStart(2, '0')
const clockText = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`

/** A range as people read it: `02:00:00-04:00:00`. */
export const rangeText = ({ from, to }: Range): string => `${clockText(from)}-${clockText(to)}`
