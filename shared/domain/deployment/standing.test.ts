import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleExecution, phaseDone } from './example-execution.ts'
import { reasonCodes } from './reasons.ts'
import { countsByState, type Figure, reportOf, standingOf, stateOfStanding } from './standing.ts'
import { phases, states } from './states.ts'

const failed = { ...phaseDone, status: 'failed' as const }

describe('where an execution stands', () => {
  it.each([
    [{}, 'scheduled.transfer.fresh'],
    [{ state: 'ready', used: 1 }, 'ready.transfer.tried'],
    [{ state: 'claimed', phases: { ...exampleExecution().phases, transfer: phaseDone } }, 'claimed.execution.fresh'],
    [{ state: 'execution', used: 2 }, 'execution.execution.tried'],
    [{ state: 'rescheduled', used: 1, phases: { ...exampleExecution().phases, wol: failed } }, 'rescheduled.wol.tried'],
    [{ state: 'done' }, 'done'],
    [{ state: 'stopped', reason: { code: 'bundle-failed', detail: '', phase: null } }, 'stopped.bundle'],
    [{ state: 'failed', reason: { code: 'unreachable', detail: '', phase: null } }, 'failed.unreachable'],
    [{ state: 'failed', reason: { code: 'not-woken', detail: '', phase: 'wol' } }, 'failed.unreachable'],
    [{ state: 'failed', reason: { code: 'script-failed', detail: '', phase: 'execution' } }, 'failed.execution'],
    [{ state: 'failed', reason: { code: 'out-of-time', detail: '', phase: 'transfer' } }, 'failed.out-of-time'],
    [{ state: 'failed', reason: { code: 'machine-deleted', detail: '', phase: null } }, 'failed.other'],
  ] as const)('%j is %s', (facts, standing) => {
    expect(standingOf(exampleExecution(facts))).toBe(standing)
  })

  it('is counted once in the report, at the top and in each part, whatever it is', () => {
    const execution = fc
      .record({
        state: fc.constantFrom(...states),
        used: fc.nat(3),
        code: fc.option(fc.constantFrom(...reasonCodes), { nil: null }),
        phase: fc.option(fc.constantFrom(...phases), { nil: null }),
        done: fc.nat(6),
        wolFailed: fc.boolean(),
      })
      .map(({ state, used, code, phase, done, wolFailed }) => {
        const results = Object.fromEntries(phases.map((one, at) => [one, at < done ? phaseDone : exampleExecution().phases[one]]))
        const reason = code === null ? null : { code, detail: '', phase }
        return exampleExecution({
          state,
          used,
          reason,
          phases: { ...exampleExecution().phases, ...results, ...(wolFailed ? { wol: failed } : {}) },
        })
      })
    fc.assert(
      fc.property(fc.array(execution, { minLength: 1, maxLength: 40 }), (executions) => {
        const counts: Record<string, number> = {}
        for (const one of executions) counts[standingOf(one)] = (counts[standingOf(one)] ?? 0) + 1
        for (const one of executions) expect(stateOfStanding(standingOf(one))).toBe(one.state)
        const figures = reportOf(counts, executions.length)
        const sum = (parts: readonly Figure[]) => parts.reduce((total, { count }) => total + count, 0)
        expect(sum(figures)).toBe(executions.length)
        for (const { id, count, parts } of figures) if (id !== 'paused' && id !== 'succeeded') expect([id, sum(parts)]).toEqual([id, count])
        expect(Object.values(countsByState(counts)).reduce((total, count) => total + count, 0)).toBe(executions.length)
      }),
      { numRuns: 500 },
    )
  })
})
