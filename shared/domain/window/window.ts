/**
 * When a window of daily ranges is open, in a site's own time zone.
 *
 * The wall clock decides: the window is open exactly while the site's clock shows a time inside a range. So an hour
 * that the clock skips in spring cannot be open, and one that it shows twice in autumn is open both times.
 */
import type { Range } from './intervals.ts'
import { nextTransition, offsetSeconds } from './zone.ts'

export type Window = {
  /** Sorted, disjoint, cut at midnight: what parseIntervals gives. */
  readonly ranges: readonly Range[]
  /** IANA name. */
  readonly timeZone: string
}

const daySeconds = 86_400

const secondOfDay = (window: Window, at: number): number => {
  const local = Math.floor(at / 1000) + offsetSeconds(window.timeZone, at)
  return ((local % daySeconds) + daySeconds) % daySeconds
}

const rangeAt = (window: Window, at: number): Range | undefined => {
  const second = secondOfDay(window, at)
  return window.ranges.find(({ from, to }) => from <= second && second <= to)
}

/** Whether the window is open at `at` (milliseconds since 1970). */
export const isOpen = (window: Window, at: number): boolean => rangeAt(window, at) !== undefined

// A skipped hour can swallow a range for a day; no zone swallows the same one for a week.
const horizonMs = 8 * daySeconds * 1000

/** The first instant at or after `at` at which the window is open; null if there is none. Milliseconds since 1970. */
export const opensAt = (window: Window, at: number): number | null => {
  if (isOpen(window, at)) return at
  let here = Math.floor(at / 1000) * 1000
  while (here - at < horizonMs) {
    if (here > at && isOpen(window, here)) return here
    const second = secondOfDay(window, here)
    const next = window.ranges.find(({ from }) => from > second)?.from ?? (window.ranges[0]?.from ?? daySeconds) + daySeconds
    const target = here + (next - second) * 1000
    here = nextTransition(window.timeZone, here, target) ?? target
  }
  return null
}

/** The last second (its beginning, milliseconds since 1970) of the opening that holds `at`; null when closed at `at`, or when it never closes. */
export const closesAt = (window: Window, at: number): number | null => {
  if (!isOpen(window, at)) return null
  let here = Math.floor(at / 1000) * 1000
  while (here - at < horizonMs) {
    const range = rangeAt(window, here)
    if (!range) return here - 1000
    const afterRange = here + (range.to - secondOfDay(window, here) + 1) * 1000
    here = nextTransition(window.timeZone, here, afterRange) ?? afterRange
  }
  return null
}
