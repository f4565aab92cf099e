import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextTransition, offsetSeconds, shownOffset } from './zone.ts'

const zones = ['UTC', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Casablanca']

describe('the offset of a zone', () => {
  it.each(zones)('is what the clock shows, however often it is asked: %s', (zone) => {
    const instant = fc.integer({ min: Date.parse('2011-01-01T00:00:00Z'), max: Date.parse('2031-01-01T00:00:00Z') })
    fc.assert(
      fc.property(instant, (at) => {
        expect(offsetSeconds(zone, at)).toBe(shownOffset(zone, at))
        expect(offsetSeconds(zone, at + 1)).toBe(shownOffset(zone, at + 1))
      }),
      { numRuns: 100 },
    )
  })

  it.each(zones)('is exact around each change: %s', (zone) => {
    for (let at = Date.parse('2025-01-01T00:00:00Z'); at < Date.parse('2027-01-01T00:00:00Z'); at += 86_400_000) {
      const change = nextTransition(zone, at, at + 86_400_000)
      for (const around of change === null ? [] : [-3_600_000, -1000, -1, 0, 1, 1000, 3_600_000])
        expect(offsetSeconds(zone, (change ?? 0) + around)).toBe(shownOffset(zone, (change ?? 0) + around))
    }
  })

  it('is refused for a zone that does not exist, each time', () => {
    for (const at of [0, 0, 1]) expect(() => offsetSeconds('Europe/Atlantis', at)).toThrow(RangeError)
  })
})
