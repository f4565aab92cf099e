import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIntervals } from '#shared/domain/window/intervals.ts'
import { isOpen } from '#shared/domain/window/window.ts'
import { clockText, weekOf } from './week.ts'

const at = (text: string): number => Date.parse(text)
const rangesOf = (text: string) => {
  const parsed = parseIntervals(text)
  if (!parsed.valid) throw new Error(parsed.message)
  return parsed.ranges
}
const never = { startAt: null, endAt: null }
const week = (text: string, zone: string, from: string, dates: Parameters<typeof weekOf>[4] = never) =>
  weekOf(rangesOf(text), zone, at(from), at(from), dates)
const hours = (pieces: readonly { from: number; to: number }[]) => pieces.map(({ from, to }) => `${clockText(from)}-${clockText(to)}`)

describe('E4 the window on a week', () => {
  it('is seven days of the site, each with its ranges', () => {
    const days = week('22-6', 'Europe/Paris', '2026-11-24T12:00:00Z')
    expect(days.map(({ date }) => date)).toEqual([
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-29',
      '2026-11-30',
    ])
    for (const { open, skipped, twice } of days) {
      expect(hours(open)).toEqual(['00:00-06:00:01', '22:00-24:00'])
      expect([skipped, twice]).toEqual([[], []])
    }
    expect(days[0]?.now).toBe(13 * 3600)
    expect(days[1]?.now).toBeNull()
  })
  it('begins with the day that it is there, not here', () => {
    expect(week('2-4', 'Asia/Tokyo', '2026-11-24T16:00:00Z')[0]?.date).toBe('2026-11-25')
  })
  it('leaves out the hour that the clock skips in spring, and marks it', () => {
    const [day, next] = week('1-4', 'Europe/Paris', '2026-03-29T00:30:00Z')
    expect(hours(day?.open ?? [])).toEqual(['01:00-02:00', '03:00-04:00:01'])
    expect(hours(day?.skipped ?? [])).toEqual(['02:00-03:00'])
    expect(hours(next?.open ?? [])).toEqual(['01:00-04:00:01'])
  })
  it('marks the hour that the clock shows twice in autumn', () => {
    const day = week('1-4', 'Europe/Paris', '2026-10-22T08:00:00Z').find(({ date }) => date === '2026-10-25')
    expect(hours(day?.open ?? [])).toEqual(['01:00-04:00:01'])
    expect(hours(day?.twice ?? [])).toEqual(['02:00-03:00'])
  })
  it('shows what lies before the start and after the end as outside', () => {
    const dates = { startAt: at('2026-11-24T02:00:00Z'), endAt: at('2026-11-25T02:30:00Z') }
    const [first, second, third] = week('2-4', 'Europe/Paris', '2026-11-24T00:30:00Z', dates)
    expect([hours(first?.open ?? []), hours(first?.outside ?? [])]).toEqual([['03:00-04:00:01'], ['02:00-03:00']])
    expect([hours(second?.open ?? []), hours(second?.outside ?? [])]).toEqual([['02:00-03:30'], ['03:30-04:00:01']])
    expect([third?.open, hours(third?.outside ?? [])]).toEqual([[], ['02:00-04:00:01']])
  })
  it('agrees with the window itself at every instant of every week', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo')
    const text = fc.constantFrom('22-6', '2-4', '1:30-2:30', '0-24', '0-1,12:00:01-13', '23-0:30')
    const instant = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') })
    fc.assert(
      fc.property(text, zone, instant, (ranges, timeZone, from) => {
        const days = weekOf(rangesOf(ranges), timeZone, from, from, never)
        const today = days.find(({ now }) => now !== null)
        const second = today?.now ?? -1
        const drawn = today?.open.some((piece) => piece.from <= second && second < piece.to) ?? false
        expect(drawn).toBe(isOpen({ ranges: rangesOf(ranges), timeZone }, from))
      }),
      { numRuns: 500 },
    )
  })
})
