import { describe, expect, it } from 'vitest'
import { at, exampleExecution, exampleRules, heldExecution, phaseDone } from './example-execution.ts'
import { toDo } from './execution.ts'
import { leaseMs, leaseTrustMs, onClaim, renewBelowMs, verdictOn } from './on-claim.ts'

const ready = (facts = {}) => exampleExecution({ state: 'ready', nextAt: null, ...facts })
const noon = at('12:00:00')

describe('an edge asks for an execution', () => {
  it.each([
    ['is scheduled', exampleExecution(), exampleRules()],
    ['is held by another', heldExecution(), exampleRules()],
    ['is done', exampleExecution({ state: 'done' }), exampleRules()],
    ['waits for its bundle', ready({ isBlocked: true }), exampleRules()],
    ['was paused by a person', ready({ asked: 'pause' }), exampleRules()],
    ['was stopped by a person', ready({ asked: 'stop' }), exampleRules()],
    ['is of a paused deployment', ready(), exampleRules({ control: 'pause' })],
    ['is of a stopped deployment', ready(), exampleRules({ control: 'stop' })],
    ['is of an interrupted deployment', ready(), exampleRules({ control: 'interrupt' })],
    ['is outside its window', ready(), exampleRules({ intervals: '13-14' })],
    ['has reached its end date', ready(), exampleRules({ endAt: noon })],
    ['has not reached its start date', ready(), exampleRules({ startAt: noon + 1 })],
  ])('does not get one that %s', (_, execution, rules) => {
    expect(onClaim(execution, rules, 'edge-1', noon)).toBeNull()
  })

  it('gets it until the last second of the window', () => {
    const rules = exampleRules({ intervals: '11-12' })
    expect(onClaim(ready(), rules, 'edge-1', at('12:00:00.999'))).not.toBeNull()
    expect(onClaim(ready(), rules, 'edge-1', at('12:00:01'))).toBeNull()
  })

  it('gets a new lease on the attempt that nobody used up', () => {
    const change = onClaim(ready({ lease: 4, attempt: 2, used: 1, seq: 9 }), exampleRules(), 'edge-2', noon)
    expect(change).toMatchObject({
      event: 'claim',
      to: 'claimed',
      set: { lease: 5, seq: 0, attempt: 2, edgeId: 'edge-2', leaseUntil: new Date(noon + leaseMs).toISOString() },
    })
  })

  it('never gets a directory again that counts no more', () => {
    expect(onClaim(ready({ used: 1, earlier: 4, attempt: 5 }), exampleRules(), 'edge-1', noon)?.set.attempt).toBe(6)
  })

  it('goes on at the phase that failed, and may wake the machine again', () => {
    const failed = { ...phaseDone, status: 'failed' as const, exitCode: 3 }
    const phases = { ...exampleExecution().phases, wol: phaseDone, transfer: phaseDone, execution: failed }
    expect(onClaim(ready({ phases }), exampleRules(), 'edge-1', noon)?.set.phases).toMatchObject({
      wol: toDo,
      transfer: phaseDone,
      execution: toDo,
      inventory: { status: 'skipped' },
    })
  })
})

describe('what an edge is told of what it holds', () => {
  const held = { lease: 1, edgeId: 'edge-1' }
  it.each([
    ['keep', heldExecution(), 'run'],
    ['pause', heldExecution(), 'pause'],
    ['pause', heldExecution({ asked: 'pause' }), 'run'],
    ['stop', heldExecution({ asked: 'pause' }), 'stop'],
    ['stop', heldExecution({ asked: 'stop' }), 'pause'],
    ['interrupt', heldExecution({ asked: 'interrupt' }), 'stop'],
    ['interrupt', heldExecution({ asked: 'stop' }), 'interrupt'],
    ['drop', null, 'run'],
    ['drop', heldExecution({ lease: 2 }), 'run'],
    ['drop', heldExecution({ edgeId: 'edge-2' }), 'run'],
    ['drop', heldExecution({ state: 'ready' }), 'run'],
    ['drop', heldExecution({ state: 'stopped' }), 'stop'],
  ] as const)('%s', (verdict, execution, control) => {
    expect(verdictOn(execution, { control }, held)).toBe(verdict)
  })

  it('is trusted for less time than the cloud keeps its word', () => {
    expect(leaseTrustMs).toBeLessThanOrEqual(renewBelowMs)
    expect(renewBelowMs).toBeLessThan(leaseMs)
  })
})
