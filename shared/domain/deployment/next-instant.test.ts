import { describe, expect, it } from 'vitest'
import { at, exampleRules } from './example-execution.ts'
import { nextInstant } from './next-instant.ts'

const noon = at('12:00:00')

describe('the next instant of a deployment', () => {
  const night = exampleRules({ intervals: '11-13' })
  const ends = exampleRules({ endAt: at('12:30:00') })
  it.each([
    ['nothing is awaited', { nextDue: null, readyRules: [], unended: [exampleRules()] }, null],
    ['the first in line', { nextDue: at('12:10:00'), readyRules: [night], unended: [ends] }, '12:10:00'],
    ['the window of one that is ready closes', { nextDue: at('14:00:00'), readyRules: [night], unended: [night] }, '13:00:01'],
    ['the end date', { nextDue: at('14:00:00'), readyRules: [night], unended: [ends] }, '12:30:00'],
    ['not an end date that has passed', { nextDue: null, readyRules: [], unended: [exampleRules({ endAt: noon })] }, null],
  ])('%s', (_, facts, clock) => {
    expect(nextInstant(facts, noon)).toBe(clock === null ? null : at(clock))
  })
})
