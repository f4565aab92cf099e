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

// A zone changes at most once in this time.
const spanMs = 6 * 3_600_000
const mostSpans = 1000
/** `after` holds from `change` on, which is Infinity where nothing changes within the span. */
type Span = { readonly before: number; readonly change: number; readonly after: number }
const spans = new Map<string, Map<number, Span>>()

/** Offset from UTC in seconds (east positive) at `at`, milliseconds since 1970. Throws RangeError for an unknown zone. */
export const offsetSeconds = (timeZone: string, at: number): number => {
  const known = spans.get(timeZone) ?? new Map<number, Span>()
  const number = Math.floor(at / spanMs)
  let span = known.get(number)
  if (span === undefined) {
    span = spanFrom(timeZone, number * spanMs)
    if (known.size >= mostSpans) known.clear()
    spans.set(timeZone, known.set(number, span))
  }
  return at < span.change ? span.before : span.after
}

const spanFrom = (timeZone: string, from: number): Span => {
  const [before, after] = [shownOffset(timeZone, from), shownOffset(timeZone, from + spanMs)]
  return { before, after, change: before === after ? Number.POSITIVE_INFINITY : firstChange(timeZone, from, from + spanMs, shownOffset) }
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
export const nextTransition = (timeZone: string, from: number, to: number): number | null =>
  offsetSeconds(timeZone, to) === offsetSeconds(timeZone, from) ? null : firstChange(timeZone, from, to, offsetSeconds)

const firstChange = (timeZone: string, from: number, to: number, offsetAt: (timeZone: string, at: number) => number): number => {
  const before = offsetAt(timeZone, from)
  let [low, high] = [Math.floor(from / 1000), Math.floor(to / 1000)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(timeZone, middle * 1000) === before) low = middle
    else high = middle
  }
  return high * 1000
}
