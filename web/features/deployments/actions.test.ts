import { describe, expect, it } from 'vitest'
import { type Deployment, DeploymentOptions, type Execution } from '#shared/contracts/deployments.ts'
import { endStates, heldStates, states, statesBefore } from '#shared/domain/deployment/states.ts'
import { type Action, actions, refusedForAll, refusedForOne } from './actions.ts'

const deployment = (
  counts: Deployment['counts'],
  control: Deployment['control'] = 'run',
  state: Deployment['state'] = 'running',
): Parameters<typeof refusedForAll>[0] => ({
  counts,
  control,
  state,
  total: Object.values(counts).reduce((a, b) => a + b, 0),
  partial: false,
})
const possible = (of: Parameters<typeof refusedForAll>[0]) => actions.filter((action) => refusedForAll(of, action) === null)

describe('F4 what may be done to a deployment', () => {
  it.each([
    ['runs', deployment({ ready: 3, execution: 1 }), ['pause', 'stop']],
    ['runs, some ended', deployment({ ready: 3, failed: 1 }), ['pause', 'stop', 'relaunch']],
    ['pauses', deployment({ paused: 3, execution: 1 }, 'pause', 'pausing'), ['resume', 'stop']],
    ['runs with one machine paused', deployment({ paused: 1, ready: 1 }), ['pause', 'stop']],
    ['stops', deployment({ stopped: 3, execution: 1 }, 'stop', 'stopping'), ['stop']],
    ['is interrupted', deployment({ stopped: 3, execution: 1 }, 'interrupt', 'stopping'), []],
    ['is done', deployment({ done: 3 }, 'run', 'done'), ['relaunch']],
    ['was stopped', deployment({ stopped: 3 }, 'stop', 'stopped'), ['relaunch']],
    ['has machines that one does not see', { ...deployment({ ready: 3, failed: 1 }), partial: true }, []],
  ] as const)('that %s', (_, of, expected) => expect(possible(of)).toEqual(expected))
})

const execution = (state: Execution['state'], code?: 'pausing' | 'stopping'): Pick<Execution, 'state' | 'why'> => ({
  state,
  why: code
    ? {
        code,
        text: '',
        facts: {
          attempt: 1,
          attempts: 3,
          reason: null,
          detail: '',
          at: null,
          edge: null,
          seenAt: null,
          site: '',
          phase: null,
          waitsFor: null,
          slots: null,
        },
      }
    : null,
})

describe('F4 what may be done to one machine', () => {
  it.each(actions)('%s is possible exactly where the table has it', (action: Action) => {
    const free = states.filter((state) => refusedForOne(execution(state), action) === null)
    expect(new Set(free)).toEqual(new Set(statesBefore(action)))
  })
  it('what pauses may be resumed and stopped, not paused again', () => {
    for (const state of heldStates) {
      expect(refusedForOne(execution(state, 'pausing'), 'pause')).toBe('alreadyPaused')
      expect(refusedForOne(execution(state, 'pausing'), 'resume')).toBeNull()
      expect(refusedForOne(execution(state, 'stopping'), 'pause')).toBe('beingStopped')
      expect(refusedForOne(execution(state, 'stopping'), 'stop')).toBeNull()
    }
  })
  it('what its whole deployment forbids is not offered', () => {
    const options = DeploymentOptions.parse({ endAt: '2026-11-24T06:00:00Z' })
    const [before, after] = [Date.parse('2026-11-24T05:00:00Z'), Date.parse('2026-11-24T07:00:00Z')]
    expect(refusedForOne(execution('paused'), 'resume', { control: 'pause', options }, before)).toBe('deploymentPaused')
    expect(refusedForOne(execution('failed'), 'relaunch', { control: 'stop', options }, before)).toBe('deploymentStopped')
    expect(refusedForOne(execution('failed'), 'relaunch', { control: 'run', options }, after)).toBe('endPassed')
    expect(refusedForOne(execution('failed'), 'relaunch', { control: 'run', options }, before)).toBeNull()
  })
  it('what has ended says so', () => {
    for (const state of endStates) expect(refusedForOne(execution(state), 'stop')).toBe('ended')
  })
})
