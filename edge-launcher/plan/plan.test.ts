import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOver, type PhaseResults, toDo } from '#shared/domain/deployment/execution.ts'
import { phases } from '#shared/domain/deployment/states.ts'
import { scriptSituations } from '../journal/journal.ts'
import { beginsNothing, type Found, nextStep, nothingFound } from './plan.ts'

const done = { ...toDo, status: 'done' } as const
const skipped = { ...toDo, status: 'skipped' } as const
const all: PhaseResults = { wol: skipped, transfer: toDo, execution: toDo, deletion: toDo, inventory: toDo, halt: toDo }
const order = { attempt: 2, manifestSha256: 'a'.repeat(64) }
const withFiles: Found = { manifest: order.manifestSha256, script: null }
const phaseOf = (results: Partial<PhaseResults>, found: Found = nothingFound) => {
  const step = nextStep(order, { ...all, ...results }, found, 'none')
  return step.kind === 'perform' ? step.phase : step.kind
}

describe('E8 E9 the next step of an attempt', () => {
  it('goes through the phases in their order', () => {
    expect(phaseOf({})).toBe('transfer')
    expect(phaseOf({ transfer: done }, withFiles)).toBe('execution')
    expect(phaseOf({ transfer: done, execution: done })).toBe('deletion')
    expect(phaseOf({ transfer: done, execution: done, deletion: done })).toBe('inventory')
    expect(phaseOf({ transfer: done, execution: done, deletion: done, inventory: done })).toBe('halt')
    expect(phaseOf({ transfer: done, execution: done, deletion: done, inventory: done, halt: done })).toBe('succeed')
  })

  it('begins a retry at the phase that failed', () => {
    expect(phaseOf({ transfer: done, execution: done, deletion: skipped })).toBe('inventory')
    expect(phaseOf({ transfer: skipped, execution: skipped, deletion: skipped, inventory: skipped })).toBe('halt')
  })

  it('does not transfer what is there, and transfers again what is gone while the script is to run', () => {
    expect(phaseOf({}, withFiles)).toBe('transferred')
    expect(phaseOf({ transfer: done })).toBe('transfer')
    expect(phaseOf({ transfer: done, execution: skipped })).toBe('deletion')
  })

  it('does not start an attempt again, nor one after an earlier that runs or has succeeded', () => {
    const script = (attempt: number, state: 'running' | 'exited' | 'interrupted' | 'vanished', code: number | null = null) =>
      nextStep(order, { ...all, transfer: done }, { ...withFiles, script: { attempt, state, code } }, 'none')
    const follows = (attempt: number) => ({ kind: 'perform', phase: 'execution', run: { attempt, mode: 'follow' } })
    expect(script(2, 'vanished')).toEqual(follows(2))
    expect(script(2, 'interrupted', 143)).toEqual(follows(2))
    expect(script(1, 'running')).toEqual(follows(1))
    expect(script(1, 'exited', 0)).toEqual(follows(1))
    const starts = { kind: 'perform', phase: 'execution', run: { attempt: 2, mode: 'start' } }
    expect(script(1, 'exited', 3)).toEqual(starts)
    // Whatever code it gave when it was ended.
    expect(script(1, 'interrupted', 0)).toEqual(starts)
    expect(nextStep(order, { ...all, transfer: done }, withFiles, 'started')).toEqual({ kind: 'lost-track' })
  })

  it('takes no phase that is over, and begins nothing when it follows, whatever was found', () => {
    const result = fc.constantFrom('to-do', 'running', 'done', 'failed', 'skipped').map((status) => ({ ...toDo, status }) as const)
    const results = fc.record({ wol: result, transfer: result, execution: result, deletion: result, inventory: result, halt: result })
    const found = fc.record({
      manifest: fc.constantFrom(null, order.manifestSha256, 'b'.repeat(64)),
      script: fc.option(
        fc.record({
          attempt: fc.integer({ min: 1, max: 3 }),
          state: fc.constantFrom('running', 'exited', 'interrupted', 'vanished'),
          code: fc.constantFrom(0, 1, null),
        }),
      ),
    })
    fc.assert(
      fc.property(results, found, fc.constantFrom(...scriptSituations), (given, seen, script) => {
        const step = nextStep(order, given, seen, script)
        if (step.kind === 'succeed') for (const phase of phases) expect(phase === 'wol' || isOver(given[phase]), phase).toBe(true)
        if (step.kind !== 'perform') return
        // Files alone are sent twice, when they are gone before the script has run.
        if (step.phase !== 'transfer' || isOver(given.execution)) expect(isOver(given[step.phase])).toBe(false)
        expect(beginsNothing(step)).toBe(step.run.mode === 'follow')
        if (step.run.mode === 'start') expect(step.run.attempt).toBe(order.attempt)
      }),
      { numRuns: 2000 },
    )
  })
})
