/**
 * A deployment window drawn on a week, on a site's own clock: each day from 0 to 24 h as the wall clock shows it. Where
 * the clock changes, the hour that it skips and the hour that it shows twice are marked. Pure; instants in milliseconds
 * since 1970, pieces in seconds since midnight, `to` not included.
 */
import type { Range } from '#shared/domain/window/intervals.ts'
import { nextTransition, offsetSeconds } from '#shared/domain/window/zone.ts'

export type Piece = { readonly from: number; readonly to: number }
export type Day = {
  /** `2026-11-24`, on the site's clock. */
  readonly date: string
  readonly open: readonly Piece[]
  /** In the daily ranges, but before the start date or after the end date. */
  readonly outside: readonly Piece[]
  readonly skipped: readonly Piece[]
  readonly twice: readonly Piece[]
  /** The second at which it is now, on the day that is today. */
  readonly now: number | null
}

const daySeconds = 86_400
const days = 7

type Dates = { readonly startAt: number | null; readonly endAt: number | null }
/** A stretch of time with one offset from UTC, in seconds. */
type Stretch = { readonly from: number; readonly to: number; readonly offset: number }

/** The week that begins with the day of `from`. */
export const weekOf = (ranges: readonly Range[], timeZone: string, from: number, now: number, dates: Dates): readonly Day[] => {
  const first = Math.floor((from / 1000 + offsetSeconds(timeZone, from)) / daySeconds)
  const stretches = stretchesOf(timeZone, Math.floor(from / 1000) - 2 * daySeconds, Math.floor(from / 1000) + (days + 2) * daySeconds)
  return Array.from({ length: days }, (_, place) => dayOf(first + place, ranges, stretches, now, dates))
}

const stretchesOf = (timeZone: string, from: number, to: number): readonly Stretch[] => {
  const stretches: Stretch[] = []
  let here = from
  while (here < to) {
    const offset = offsetSeconds(timeZone, here * 1000)
    let end = here
    while (end < to) {
      const change = nextTransition(timeZone, end * 1000, (end + daySeconds) * 1000)
      end = change === null ? end + daySeconds : change / 1000
      if (change !== null) break
    }
    stretches.push({ from: here, to: end, offset })
    here = end
  }
  return stretches
}

const dayOf = (day: number, ranges: readonly Range[], stretches: readonly Stretch[], now: number, { startAt, endAt }: Dates): Day => {
  const midnight = day * daySeconds
  const open: Piece[] = []
  const outside: Piece[] = []
  const skipped: Piece[] = []
  const twice: Piece[] = []
  let second: number | null = null
  for (const [place, { from, to, offset }] of stretches.entries()) {
    const onDay = (instant: number): number => instant + offset - midnight
    const shown = within({ from: onDay(from), to: onDay(to) }, { from: 0, to: daySeconds })
    if (now / 1000 >= from && now / 1000 < to && onDay(now / 1000) >= 0 && onDay(now / 1000) < daySeconds)
      second = Math.floor(onDay(now / 1000))
    if (shown)
      for (const range of ranges) {
        const piece = within(shown, { from: range.from, to: range.to + 1 })
        if (!piece) continue
        const allowed = within(piece, {
          from: startAt === null ? -Infinity : onDay(startAt / 1000),
          to: endAt === null ? Infinity : onDay(endAt / 1000),
        })
        if (allowed) open.push(allowed)
        for (const rest of without(piece, allowed)) outside.push(rest)
      }
    const next = stretches[place + 1]
    if (!next) continue
    const [before, after] = [onDay(to), to + next.offset - midnight]
    const change = within({ from: Math.min(before, after), to: Math.max(before, after) }, { from: 0, to: daySeconds })
    if (change) (after > before ? skipped : twice).push(change)
  }
  return {
    date: new Date(midnight * 1000).toISOString().slice(0, 10),
    open: merged(open),
    outside: merged(outside),
    skipped,
    twice,
    now: second,
  }
}

const within = (one: Piece, other: Piece): Piece | null => {
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
  return from < to ? { from, to } : null
}

const without = (piece: Piece, taken: Piece | null): readonly Piece[] =>
  taken === null
    ? [piece]
    : [
        { from: piece.from, to: taken.from },
        { from: taken.to, to: piece.to },
      ].filter(({ from, to }) => from < to)

const merged = (pieces: readonly Piece[]): readonly Piece[] => {
  const result: Piece[] = []
  for (const piece of [...pieces].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && piece.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, piece.to) }
    else result.push(piece)
  }
  return result
}

const two = (count: number): string => String(count).padStart(2, '0')
/** `22:00`, with seconds only where there are some. */
export const clockText = (seconds: number): string => {
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 === 0 ? text : `${text}:${two(Math.floor(seconds) % 60)}`
}
