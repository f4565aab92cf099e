import { describe, expect, it } from 'vitest'
import { at, exampleExecution, exampleRules, heldExecution } from './example-execution.ts'
import { awaited, nextInstant } from './next-instant.ts'

const noon = at('12:00:00')

describe('the instant for which an execution stands in line', () => {
  it.each([
    ['its next attempt', exampleExecution(), '2026-06-01T12:00:00.000Z'],
    ['the end of its lease', heldExecution(), '2026-06-01T12:05:00.000Z'],
    ['none while it waits for an edge', exampleExecution({ state: 'ready' }), null],
    ['none while it is paused', exampleExecution({ state: 'paused' }), null],
    ['none while it waits for its bundle', exampleExecution({ isBlocked: true }), null],
    ['none once it has ended', exampleExecution({ state: 'failed' }), null],
  ])('%s', (_, execution, instant) => {
    expect(awaited(execution)).toBe(instant)
  })
})

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
