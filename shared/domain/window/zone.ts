/** Wall clocks: how far a time zone is from UTC at an instant, from the runtime's own IANA database. */

const formatters = new Map<string, Intl.DateTimeFormat>()

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formatters.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

// A zone changes at most once in this time, so that equal offsets at both ends hold in between.
const spanMs = 6 * 3_600_000
const mostSpans = 1000
/** By zone, the offset that holds during a whole span; null: it changes within. */
const spans = new Map<string, Map<number, number | null>>()

/** Offset from UTC in seconds (east positive) at `at`, milliseconds since 1970. Throws RangeError for an unknown zone. */
export const offsetSeconds = (timeZone: string, at: number): number => {
  const known = spans.get(timeZone) ?? new Map<number, number | null>()
  const span = Math.floor(at / spanMs)
  let offset = known.get(span)
  if (offset === undefined) {
    const first = shownOffset(timeZone, span * spanMs)
    offset = first === shownOffset(timeZone, (span + 1) * spanMs) ? first : null
    if (known.size >= mostSpans) known.clear()
    spans.set(timeZone, known.set(span, offset))
  }
  return offset ?? shownOffset(timeZone, at)
}

/** As the runtime's clock shows it: exact, and slow where ten thousand machines are looked at. */
export const shownOffset = (timeZone: string, at: number): number => {
  const whole = Math.floor(at / 1000) * 1000
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return (wall - whole) / 1000
}

/**
 * The first instant after `from`, up to `to`, at which the offset is no longer that of `from`; null when both ends
 * have the same offset. Whole seconds; zones change at most once between two instants a day apart.
 */
export const nextTransition = (timeZone: string, from: number, to: number): number | null => {
  const before = offsetSeconds(timeZone, from)
  if (offsetSeconds(timeZone, to) === before) return null
  let [low, high] = [Math.floor(from / 1000), Math.floor(to / 1000)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetSeconds(timeZone, middle * 1000) === before) low = middle
    else high = middle
  }
  return high * 1000
}
