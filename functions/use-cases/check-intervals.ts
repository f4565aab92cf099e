import type { CheckedIntervals, CheckIntervals } from '#shared/contracts/checks.ts'
import { parseIntervals, rangeText } from '#shared/domain/window/intervals.ts'
import { closesAt, isOpen, opensAt } from '#shared/domain/window/window.ts'

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** What the intervals mean, and whether they are open at the instant. What cannot be read is told by its place. */
export const checkIntervals = ({ intervals, timeZone, at }: CheckIntervals): CheckedIntervals => {
  const parsed = parseIntervals(intervals)
  if (!parsed.valid) return { valid: false, position: parsed.position, message: parsed.message }
  const window = { ranges: parsed.ranges, timeZone }
  const when = Date.parse(at)
  const open = isOpen(window, when)
  return {
    valid: true,
    ranges: parsed.ranges.map(rangeText),
    open,
    opens: open ? null : instant(opensAt(window, when)),
    closes: instant(closesAt(window, when)),
  }
}
