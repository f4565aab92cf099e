import { describe, expect, it } from 'vitest'
import { at, exampleExecution, exampleReport, exampleRules, heldExecution } from './example-execution.ts'
import { changed, type ExecutionFacts } from './execution.ts'
import { onClaim } from './on-claim.ts'
import { onReport, type ReportEnd } from './on-report.ts'
import { heldStates, states } from './states.ts'

const noon = at('12:00:00')
const run = exampleRules()
const scriptFailed: ReportEnd = { kind: 'failure', reason: { code: 'script-failed', detail: 'exit code 3', phase: 'execution' } }
const putOff = (because: 'window-closed' | 'paused' | 'out-of-time', interrupted = false): ReportEnd => ({
  kind: 'put-off',
  because,
  interrupted,
})

/** The number that the next claim would give. */
const nextAttempt = (execution: ExecutionFacts): number | undefined =>
  onClaim({ ...execution, state: 'ready', asked: null }, run, 'edge-2', noon)?.set.attempt

describe("what an edge's report does", () => {
  it.each([
    ['an older lease', heldExecution({ lease: 2 }), {}],
    ['a lease that was never given', heldExecution(), { lease: 2 }],
    ['the same number', heldExecution({ seq: 1 }), {}],
    ['an older number', heldExecution({ seq: 7 }), { seq: 6 }],
    ['a phase that is over', heldExecution({ state: 'deletion' }), { phase: 'execution' as const, end: null }],
  ])('nothing with %s', (_, execution, facts) => {
    expect(onReport(execution, exampleReport({ kind: 'success' }, facts), run, noon)).toBeNull()
  })

  it.each(states.filter((state) => !(heldStates as readonly string[]).includes(state)))('nothing to one that is %s', (state) => {
    for (const end of [{ kind: 'success' }, { kind: 'stopped' }, putOff('paused'), putOff('window-closed'), scriptFailed] as const)
      expect(onReport(exampleExecution({ state, lease: 1, attempt: 1 }), exampleReport(end), run, noon)).toBeNull()
  })

  it('shows the phase that runs and renews the lease', () => {
    const change = onReport(heldExecution({ state: 'transfer' }), exampleReport(null), run, noon)
    expect(change).toMatchObject({ event: 'execution-begins', to: 'execution', set: { seq: 1, leaseUntil: '2026-06-01T12:05:00.000Z' } })
  })

  it('keeps for whoever takes over that the script of this attempt was started', () => {
    const change = onReport(heldExecution(), exampleReport(null, { scriptStarted: true }), run, noon)
    expect(change?.set.scriptStartedIn).toBe(1)
    expect(onReport(heldExecution({ scriptStartedIn: 1 }), exampleReport(scriptFailed), run, noon)?.set).not.toHaveProperty(
      'scriptStartedIn',
    )
  })

  it('keeps what was learnt while connecting', () => {
    expect(onReport(heldExecution({ state: 'claimed' }), exampleReport(null, { phase: 'connecting' }), run, noon)?.to).toBe('claimed')
  })

  it.each([
    [{ kind: 'success' }, 'done', 0, null],
    [{ kind: 'stopped' }, 'stopped', 0, 'stopped-by-person'],
    [{ kind: 'unknown', reason: { code: 'outcome-unknown', detail: '', phase: 'execution' } }, 'unknown', 1, 'outcome-unknown'],
    [{ kind: 'released' }, 'ready', 0, null],
    [scriptFailed, 'rescheduled', 1, 'script-failed'],
    [{ kind: 'failure', reason: { code: 'host-key-changed', detail: '', phase: null } }, 'failed', 1, 'host-key-changed'],
    [putOff('window-closed'), 'rescheduled', 0, 'window-closed'],
  ] as const)('%j makes it %s', (end, state, used, reason) => {
    const execution = heldExecution()
    const change = onReport(execution, exampleReport(end), run, noon)
    const outcome = change && changed(execution, change)
    expect(outcome).toMatchObject({ state, used, seq: 1, leaseUntil: null })
    expect(outcome?.reason?.code ?? null).toBe(reason)
  })

  it('fails for good with the last attempt, however many were put off before', () => {
    const change = onReport(heldExecution({ used: 2, earlier: 5, attempt: 8 }), exampleReport(scriptFailed, { attempt: 8 }), run, noon)
    expect(change).toMatchObject({ to: 'failed', set: { used: 3, nextAt: null } })
  })

  it('tries again after the delay, when the window is open', () => {
    const change = onReport(heldExecution(), exampleReport(scriptFailed), exampleRules({ intervals: '11-12:30' }), noon)
    expect(change?.set.nextAt).toBe('2026-06-02T11:00:00.000Z')
  })

  it('gives the attempt after a failure another directory, and the one after a pause the same', () => {
    const execution = heldExecution()
    const failed = onReport(execution, exampleReport(scriptFailed), run, noon)
    const closed = onReport(execution, exampleReport(putOff('window-closed')), run, noon)
    expect(failed && nextAttempt(changed(execution, failed))).toBe(2)
    expect(closed && nextAttempt(changed(execution, closed))).toBe(1)
  })

  it('gives an interrupted script another directory without using up an attempt, each time', () => {
    let execution = heldExecution({ used: 1, attempt: 2 })
    for (const attempt of [2, 3, 4]) {
      const change = onReport(execution, exampleReport(putOff('window-closed', true), { attempt }), run, noon)
      if (!change) throw new Error('refused')
      execution = changed(execution, change)
      expect(execution.used).toBe(1)
      expect(nextAttempt(execution)).toBe(attempt + 1)
      execution = { ...execution, state: 'execution', attempt: attempt + 1, seq: 0 }
    }
  })

  it.each([
    ['pauses it', exampleRules({ control: 'pause' }), {}, 'paused'],
    ['pauses it, when it alone was paused', run, { asked: 'pause' as const }, 'paused'],
    ['lets it go on, when a person resumed meanwhile', run, {}, 'rescheduled'],
  ])('at the end of the phase, a pause %s', (_, rules, facts, state) => {
    expect(onReport(heldExecution(facts), exampleReport(putOff('paused')), rules, noon)).toMatchObject({
      to: state,
      set: { nextAt: '2026-06-01T12:00:00.000Z' },
    })
  })

  it.each([
    ['fails it', noon, 'failed', null],
    ['leaves it to the end date, of which the edge was told another', noon + 600_000, 'rescheduled', '2026-06-01T12:01:00.000Z'],
  ])('running out of time %s', (_, endAt, state, nextAt) => {
    expect(onReport(heldExecution(), exampleReport(putOff('out-of-time')), exampleRules({ endAt }), noon)).toMatchObject({
      to: state,
      set: { nextAt },
    })
  })

  it('does not give it back at once to an edge whose clock runs ahead', () => {
    const change = onReport(heldExecution(), exampleReport(putOff('window-closed')), exampleRules({ intervals: '11-13' }), noon)
    expect(change?.set.nextAt).toBe('2026-06-01T12:01:00.000Z')
  })

  it('forgets what a person asked once it has ended, and not before', () => {
    const asked = { asked: 'stop' as const }
    expect(onReport(heldExecution(asked), exampleReport({ kind: 'success' }), run, noon)?.set.asked).toBeNull()
    expect(onReport(heldExecution(asked), exampleReport(scriptFailed), run, noon)?.set).not.toHaveProperty('asked')
  })
})
