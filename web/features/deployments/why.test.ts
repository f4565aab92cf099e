import { describe, expect, it } from 'vitest'
import type { Execution, PhaseResult } from '#shared/contracts/deployments.ts'
import { states } from '#shared/domain/deployment/states.ts'
import { whyOf } from './why.ts'

const toDo: PhaseResult = { status: 'to-do', startedAt: null, endedAt: null, exitCode: null }
const execution = (state: Execution['state'], reason: Execution['reason'] = null): Execution => ({
  id: 'd1.0.0',
  deploymentId: 'd1',
  machine: { id: 'm1', name: 'pc-1' },
  siteId: 's1',
  package: { id: 'p1', label: 'Demo', version: '1' },
  state,
  attempt: 1,
  attempts: 3,
  phases: { transfer: toDo, execution: toDo, deletion: toDo },
  reason,
  why: null,
  nextAt: '2026-11-24T03:00:00.000Z',
  edgeId: null,
  startedAt: null,
  endedAt: null,
  updatedAt: '2026-11-24T02:00:00.000Z',
})

describe('why an execution is not done', () => {
  it.each(states.filter((state) => state !== 'done'))('is said of %s', (state) => {
    expect(whyOf(execution(state), 'heard')).not.toBeNull()
  })
  it('is not said of what is done', () => expect(whyOf(execution('done'), 'heard')).toBeNull())
  it('is the edge launcher when there is none, or none that answers', () => {
    expect(whyOf(execution('ready'), 'heard')?.next).toBe('waitsForEdge')
    expect(whyOf(execution('ready'), 'none')?.next).toBe('noEdge')
    expect(whyOf(execution('ready'), 'silent')?.next).toBe('edgesSilent')
  })
  it('names the reason, what was seen, and the next instant', () => {
    const reason = { code: 'unreachable', detail: 'connect ETIMEDOUT', phase: null } as const
    expect(whyOf(execution('rescheduled', reason), 'heard')).toEqual({
      reason: 'unreachable',
      detail: 'connect ETIMEDOUT',
      next: 'tries',
      at: '2026-11-24T03:00:00.000Z',
    })
  })
})
