import { describe, expect, it } from 'vitest'
import { parseIntervals } from '#shared/domain/window/intervals.ts'
import { faultSpan } from './fault-span.ts'

describe('E4 the place of a fault in the intervals', () => {
  it.each([
    ['2-4,25-6,8-9', ['2-4,', '25-6', ',8-9']],
    ['2', ['2', '', '']],
    ['2-4,', ['2-4,', '', '']],
    ['1-2, 3:00-3', ['1-2, ', '3:00-3', '']],
  ])('of %j', (text, parts) => {
    const parsed = parseIntervals(text)
    if (parsed.valid) throw new Error('must be at fault')
    const { before, marked, after } = faultSpan(text, parsed.position)
    expect([before, marked, after]).toEqual(parts)
    expect(before + marked + after).toBe(text)
  })
})
