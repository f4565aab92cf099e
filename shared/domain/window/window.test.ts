import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIntervals } from './intervals.ts'
import { closesAt, isOpen, opensAt, type Window } from './window.ts'

const window = (text: string, timeZone: string): Window => {
  const parsed = parseIntervals(text)
  if (!parsed.valid) throw new Error(parsed.message)
  return { ranges: parsed.ranges, timeZone }
}
const at = (text: string): number => Date.parse(text)
const iso = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString())

describe('E4 windows on a site clock', () => {
  const night = window('22-6', 'Europe/Paris')

  it('includes both ends, to the second', () => {
    const w = window('2-4', 'UTC')
    expect(isOpen(w, at('2026-06-01T01:59:59.999Z'))).toBe(false)
    expect(isOpen(w, at('2026-06-01T02:00:00Z'))).toBe(true)
    expect(isOpen(w, at('2026-06-01T04:00:00Z'))).toBe(true)
    expect(isOpen(w, at('2026-06-01T04:00:01Z'))).toBe(false)
  })

  it('speaks the time of the site', () => {
    expect(iso(opensAt(night, at('2026-06-01T12:00:00Z')))).toBe('2026-06-01T20:00:00.000Z')
    expect(iso(opensAt(night, at('2026-12-01T12:00:00Z')))).toBe('2026-12-01T21:00:00.000Z')
  })

  it('stays open over midnight', () => {
    expect(iso(closesAt(night, at('2026-06-01T21:30:00Z')))).toBe('2026-06-02T04:00:00.000Z')
  })

  it('never closes when it is the whole day', () => {
    expect(closesAt(window('0-24', 'Europe/Paris'), at('2026-06-01T12:00:00Z'))).toBeNull()
    expect(closesAt(window('0-12,12-24', 'UTC'), at('2026-06-01T12:00:00Z'))).toBeNull()
  })

  it('opens at once when it is open', () => {
    expect(iso(opensAt(night, at('2026-06-01T23:00:00.250Z')))).toBe('2026-06-01T23:00:00.250Z')
  })

  it('in spring, opens when the clock has jumped into the range', () => {
    // Paris, 29 March 2026: 02:00 becomes 03:00 at 01:00Z.
    expect(iso(opensAt(window('2:30-4', 'Europe/Paris'), at('2026-03-29T00:30:00Z')))).toBe('2026-03-29T01:00:00.000Z')
  })

  it('in spring, leaves out a range that the clock skips', () => {
    expect(iso(opensAt(window('2-2:30', 'Europe/Paris'), at('2026-03-28T23:00:00Z')))).toBe('2026-03-30T00:00:00.000Z')
  })

  it('in spring, closes when the clock jumps out of the range', () => {
    expect(iso(closesAt(window('1-2:30', 'Europe/Paris'), at('2026-03-29T00:10:00Z')))).toBe('2026-03-29T00:59:59.000Z')
  })

  it('in autumn, is open both times that the clock shows the hour', () => {
    // Paris, 25 October 2026: 03:00 becomes 02:00 at 01:00Z.
    const w = window('2-2:30', 'Europe/Paris')
    expect(isOpen(w, at('2026-10-25T00:10:00Z'))).toBe(true)
    expect(iso(closesAt(w, at('2026-10-25T00:10:00Z')))).toBe('2026-10-25T00:30:00.000Z')
    expect(iso(opensAt(w, at('2026-10-25T00:40:00Z')))).toBe('2026-10-25T01:00:00.000Z')
    expect(iso(closesAt(w, at('2026-10-25T01:00:00Z')))).toBe('2026-10-25T01:30:00.000Z')
  })

  it('handles zones with half hours, and days that a zone left out', () => {
    expect(iso(opensAt(window('2-4', 'Asia/Kolkata'), at('2026-06-01T12:00:00Z')))).toBe('2026-06-01T20:30:00.000Z')
    // Samoa had no 30 December 2011.
    expect(iso(opensAt(window('12-13', 'Pacific/Apia'), at('2011-12-30T01:00:00Z')))).toBe('2011-12-30T22:00:00.000Z')
  })

  it('agrees with itself at every instant: open from opensAt to closesAt, closed before and after', () => {
    const bound = fc
      .tuple(fc.nat(23), fc.nat(59), fc.nat(59))
      .map(([h, m, s]) => `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`)
    const text = fc
      .array(
        fc
          .tuple(bound, bound)
          .filter(([a, b]) => a !== b)
          .map(([a, b]) => `${a}-${b}`),
        { minLength: 1, maxLength: 3 },
      )
      .map((ranges) => ranges.join(','))
    const zone = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns')
    const instant = fc
      .integer({ min: at('2026-01-01T00:00:00Z') / 1000, max: at('2027-12-31T00:00:00Z') / 1000 })
      .map((seconds) => seconds * 1000)
    fc.assert(
      fc.property(text, zone, instant, (ranges, timeZone, now) => {
        const w = window(ranges, timeZone)
        const opens = opensAt(w, now)
        expect(opens).not.toBeNull()
        if (opens === null) return
        expect(isOpen(w, opens)).toBe(true)
        if (opens > now) expect(isOpen(w, opens - 1000)).toBe(false)
        for (const share of [0, 0.3, 0.7]) if (opens > now) expect(isOpen(w, now + Math.floor((opens - 1 - now) * share))).toBe(false)
        const closes = closesAt(w, opens)
        if (closes === null) return
        expect(isOpen(w, closes)).toBe(true)
        expect(isOpen(w, closes + 1000)).toBe(false)
        for (const share of [0.3, 0.7]) expect(isOpen(w, opens + Math.floor((closes - opens) * share))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
