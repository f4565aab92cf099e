import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, exampleExecution, exampleRules, heldExecution } from './example-execution.ts'
import { changed, requests } from './execution.ts'
import { onInstant, settle } from './on-instant.ts'
import { controls } from './rules.ts'
import { hasEnded, moveFrom, states } from './states.ts'

const noon = at('12:00:00')
const late = { nextAt: '2026-06-01T13:00:00.000Z' }
const begun = { attempt: 1, used: 0, lease: 1 }
const ready = (facts = {}) => exampleExecution({ state: 'ready', nextAt: null, ...facts })
const again = (facts = {}) => exampleExecution({ state: 'rescheduled', ...begun, ...facts })
const paused = (facts = {}) => exampleExecution({ state: 'paused', ...facts })

describe('what happens to an execution by itself at noon', () => {
  it.each([
    ['its instant has come', exampleExecution(), {}, 'due'],
    ['its instant has not come', exampleExecution(late), {}, null],
    ['its next attempt is due', again(), {}, 'due'],
    ['it waits for its bundle', exampleExecution({ isBlocked: true }), {}, null],
    ['it is due outside its window', exampleExecution(), { intervals: '13-14' }, 'put-off'],
    ['its next attempt is due outside its window', again(), { intervals: '13-14' }, 'put-off-begun'],
    ['the start date was moved', exampleExecution(), { startAt: noon + 60_000 }, 'put-off'],
    ['it is ready in its window', ready(), { intervals: '11-13' }, null],
    ['its window closed before an edge came', ready(), { intervals: '10-11' }, 'put-off'],
    ['its window closed between two attempts', ready(begun), { intervals: '10-11' }, 'put-off-begun'],
    ['the end date has come', exampleExecution(late), { endAt: noon }, 'time-runs-out'],
    ['the end date has come for one that waits for its bundle', exampleExecution({ isBlocked: true }), { endAt: noon }, 'time-runs-out'],
    ['the end date has come for a paused one', paused({ asked: 'pause' }), { endAt: noon }, 'time-runs-out'],
    ['the deployment is paused', exampleExecution(late), { control: 'pause' }, 'pause'],
    ['it alone is paused', ready({ asked: 'pause' }), {}, 'pause'],
    ['it is paused already', paused(), { control: 'pause' }, null],
    ['it alone is still paused', paused({ asked: 'pause' }), {}, null],
    ['it is resumed before its first attempt', paused(), {}, 'resume'],
    ['it is resumed between two attempts', paused(begun), {}, 'resume-begun'],
    ['the deployment is stopped', exampleExecution(late), { control: 'stop' }, 'stop'],
    ['the deployment is stopped while it is paused', paused(), { control: 'interrupt' }, 'stop'],
    ['it alone is stopped', ready({ asked: 'interrupt' }), {}, 'stop'],
    ['an edge works on it', heldExecution(), { endAt: noon, control: 'stop' }, null],
    ['its edge was not heard for five minutes', heldExecution({ leaseUntil: '2026-06-01T12:00:00.000Z' }), {}, 'lease-expiry'],
    ['it is done', exampleExecution({ state: 'done' }), { control: 'stop', endAt: noon }, null],
  ] as const)('%s', (_, execution, rules, event) => {
    expect(onInstant(execution, exampleRules(rules), noon)?.event ?? null).toBe(event)
  })

  it('an edge that died uses up nothing, and is named', () => {
    const [change, ...more] = settle(heldExecution({ leaseUntil: '2026-06-01T11:59:00.000Z' }), exampleRules(), noon)
    expect(change).toMatchObject({ to: 'ready', set: { leaseUntil: null, edgeId: null, reason: { code: 'edge-lost' } } })
    expect(change?.set).not.toHaveProperty('used')
    expect(more).toEqual([])
  })

  it.each([
    ['stopped', { control: 'stop' }, ['lease-expiry', 'stop']],
    ['paused', { control: 'pause' }, ['lease-expiry', 'pause']],
    ['failed', { endAt: noon }, ['lease-expiry', 'time-runs-out']],
    ['rescheduled', { intervals: '13-14' }, ['lease-expiry', 'put-off-begun']],
  ] as const)('what a dead edge held is %s at once', (_, rules, events) => {
    const lost = heldExecution({ leaseUntil: '2026-06-01T11:59:00.000Z' })
    expect(settle(lost, exampleRules(rules), noon).map(({ event }) => event)).toEqual(events)
  })

  it('waits for the opening, or for the end date where none comes before it', () => {
    expect(onInstant(ready(), exampleRules({ intervals: '22-6' }), noon)?.set.nextAt).toBe('2026-06-01T22:00:00.000Z')
    const ends = exampleRules({ intervals: '22-6', endAt: at('18:00:00') })
    expect(onInstant(ready(), ends, noon)?.set.nextAt).toBe('2026-06-01T18:00:00.000Z')
  })

  it('resumes for the instant that it waited for', () => {
    expect(onInstant(paused(late), exampleRules(), noon)?.set.nextAt).toBe(late.nextAt)
    expect(onInstant(paused({ isBlocked: true }), exampleRules(), noon)?.set.nextAt).toBeNull()
  })

  it('tells with the end date what was the matter last', () => {
    const reason = { code: 'unreachable', detail: 'no route', phase: null } as const
    expect(onInstant(again({ reason }), exampleRules({ endAt: noon }), noon)?.set.reason).toEqual({
      code: 'out-of-time',
      detail: 'unreachable: no route',
      phase: null,
    })
  })

  it('is always legal, comes to rest, and leaves what has not ended with a reason to wait', () => {
    const instant = fc.integer({ min: noon - 90_000_000, max: noon + 90_000_000 })
    const maybe = fc.option(instant, { nil: null })
    fc.assert(
      fc.property(
        fc.record({
          state: fc.constantFrom(...states),
          attempt: fc.nat(2),
          isBlocked: fc.boolean(),
          asked: fc.option(fc.constantFrom(...requests), { nil: null }),
          nextAt: maybe,
          leaseUntil: maybe,
          startAt: maybe,
          endAt: maybe,
          control: fc.constantFrom(...controls),
          intervals: fc.constantFrom(undefined, '22-6', '12-12:00:30', '3-4,11:59:59-12'),
        }),
        ({ state, attempt, isBlocked, asked, nextAt, leaseUntil, startAt, endAt, control, intervals }) => {
          const text = (at: number | null) => (at === null ? null : new Date(at).toISOString())
          const rules = exampleRules({ startAt, endAt, control, ...(intervals === undefined ? {} : { intervals }) })
          // None that an edge ever took is 'scheduled' again.
          const facts = {
            state,
            attempt: state === 'scheduled' ? 0 : attempt,
            isBlocked,
            asked,
            nextAt: text(nextAt),
            leaseUntil: text(leaseUntil),
          }
          let present = exampleExecution(facts)
          const changes = settle(present, rules, noon)
          expect(changes.length).toBeLessThanOrEqual(3)
          for (const change of changes) {
            expect(moveFrom(present.state, change.event)?.to).toBe(change.to)
            present = changed(present, change)
          }
          if (!hasEnded(present.state)) expect(onInstant(present, rules, noon)).toBeNull()
          if (['scheduled', 'rescheduled'].includes(present.state) && !present.isBlocked)
            expect(Date.parse(present.nextAt ?? '')).toBeGreaterThan(noon)
        },
      ),
      { numRuns: 2000 },
    )
  })
})
