import { describe, expect, it } from 'vitest'
import { type BundleMember, bundleStep } from './bundle.ts'
import { at, exampleExecution, exampleRules } from './example-execution.ts'
import { onInstant } from './on-instant.ts'
import type { State } from './states.ts'

const noon = at('12:00:00')
const member = (order: number, state: State, isBlocked = false): BundleMember => ({
  ...exampleExecution({ state, isBlocked, nextAt: isBlocked ? null : '2026-06-01T12:00:00.000Z' }),
  order,
  label: `package ${order}`,
})

describe('a bundle on one machine', () => {
  it.each([
    ['waits while the lower one runs', member(2, 'scheduled', true), [member(1, 'execution')], null],
    ['waits for all lower ones', member(3, 'scheduled', true), [member(1, 'done'), member(2, 'ready')], null],
    ['has its turn when all lower ones are done', member(2, 'scheduled', true), [member(1, 'done'), member(1, 'done')], 'put-off'],
    ['has its turn after it was launched again', member(2, 'rescheduled', true), [member(1, 'done')], 'put-off-begun'],
    ['has its turn while it is paused', member(2, 'paused', true), [member(1, 'done')], 'turn-comes'],
    ['does not wait for an equal one', member(1, 'scheduled', true), [member(1, 'failed')], 'put-off'],
    ['does not wait for a higher one', member(1, 'scheduled', true), [member(2, 'failed')], 'put-off'],
    ['stops when a lower one failed', member(2, 'scheduled', true), [member(1, 'failed')], 'bundle-breaks'],
    ['stops when a lower one was stopped', member(2, 'paused', true), [member(1, 'stopped')], 'bundle-breaks'],
    ['stops when a lower one is unknown', member(2, 'rescheduled', true), [member(1, 'unknown')], 'bundle-breaks'],
    ['is left alone once it is not blocked', member(2, 'scheduled'), [member(1, 'failed')], null],
    ['is left alone once it has ended', member(2, 'stopped', true), [member(1, 'done')], null],
  ])('%s', (_, one, others, event) => {
    expect(bundleStep(one, [...others, one], exampleRules(), noon)?.event ?? null).toBe(event)
  })

  it('names what broke it', () => {
    const broken = bundleStep(member(2, 'scheduled', true), [member(1, 'failed')], exampleRules(), noon)
    expect(broken?.set.reason).toEqual({ code: 'bundle-failed', detail: 'package 1', phase: null })
  })

  it('waits for the window when its turn comes', () => {
    const change = bundleStep(member(2, 'scheduled', true), [member(1, 'done')], exampleRules({ intervals: '22-6' }), noon)
    expect(change?.set).toMatchObject({ isBlocked: false, nextAt: '2026-06-01T22:00:00.000Z' })
  })

  it('starts after a pause during which its turn came', () => {
    const one = member(2, 'paused', true)
    const change = bundleStep(one, [member(1, 'done')], exampleRules(), noon)
    expect(onInstant({ ...one, ...change?.set }, exampleRules(), noon)?.set.nextAt).toBe('2026-06-01T12:00:00.000Z')
  })
})
