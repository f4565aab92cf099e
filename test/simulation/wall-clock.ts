/**
 * Whether a site's clock shows a time inside the intervals: asked of the runtime's clock for each instant, from the text
 * as people read it. It shares nothing with the engine's own windows, so that it can judge them.
 */
const clocks = new Map<string, Intl.DateTimeFormat>()

const shownAt = (timeZone: string, at: number): string => {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' })
  clocks.set(timeZone, clock)
  return clock.format(at)
}

const asClock = (bound: string): string => {
  const [hours = '0', minutes = '00', seconds = '00'] = bound.trim().split(':')
  return `${hours.padStart(2, '0')}:${minutes}:${seconds}`
}

const rangesOf = new Map<string, readonly (readonly [string, string])[]>()
const read = (intervals: string): readonly (readonly [string, string])[] => {
  const known = rangesOf.get(intervals)
  if (known) return known
  const ranges = intervals.split(',').map((range): readonly [string, string] => {
    const [from = '', to = ''] = range.split('-')
    return [asClock(from), asClock(to)]
  })
  rangesOf.set(intervals, ranges)
  return ranges
}

/** null: at any time. */
export const isInside = (intervals: string | null, timeZone: string, at: number): boolean => {
  if (intervals === null) return true
  const shown = shownAt(timeZone, at)
  return read(intervals).some(([from, to]) => (from <= to ? from <= shown && shown <= to : shown >= from || shown <= to))
}
