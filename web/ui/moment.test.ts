import { describe, expect, it } from 'vitest'
import { momentKind, placeOf, sameClock, spanOf } from './moment.ts'

const at = (text: string) => new Date(text)

describe('instants as people say them', () => {
  it.each([
    ['2026-11-24T13:00:00Z', 'today'],
    ['2026-11-24T21:00:00Z', 'tonight'],
    ['2026-11-24T23:30:00Z', 'tomorrow'],
    ['2026-11-25T01:00:00Z', 'tomorrow'],
    ['2026-11-23T10:00:00Z', 'yesterday'],
    ['2026-11-26T10:00:00Z', 'day'],
  ] as const)('%s, seen from Paris on the 24th, is %s', (instant, kind) => {
    expect(momentKind(at(instant), at('2026-11-24T09:00:00Z'), 'Europe/Paris')).toBe(kind)
  })
  it('depend on the zone, not on the machine', () => {
    const [instant, now] = [at('2026-11-24T23:30:00Z'), at('2026-11-24T09:00:00Z')]
    expect(momentKind(instant, now, 'America/New_York')).toBe('tonight')
  })
  it('have the same clock in two zones only while their offsets agree', () => {
    expect(sameClock(at('2026-11-24T12:00:00Z'), 'Europe/Paris', 'Europe/Madrid')).toBe(true)
    expect(sameClock(at('2026-11-24T12:00:00Z'), 'Europe/London', 'UTC')).toBe(true)
    expect(sameClock(at('2026-07-24T12:00:00Z'), 'Europe/London', 'UTC')).toBe(false)
  })
  it('name a zone by its city', () => {
    expect([placeOf('Europe/Paris'), placeOf('America/Argentina/Buenos_Aires'), placeOf('UTC')]).toEqual(['Paris', 'Buenos Aires', 'UTC'])
  })
  it('have spans in the greatest whole unit', () => {
    expect([1_000, 240_000, 7_200_000, 200_000_000].map(spanOf)).toEqual([
      { unit: 'minutes', count: 1 },
      { unit: 'minutes', count: 4 },
      { unit: 'hours', count: 2 },
      { unit: 'days', count: 2 },
    ])
  })
})
