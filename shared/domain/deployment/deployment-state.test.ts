import { describe, expect, it } from 'vitest'
import { deploymentState, isDeploymentOver } from './deployment-state.ts'

describe("a deployment's state", () => {
  it.each([
    [{}, 'run', 'preparing'],
    [{ scheduled: 6 }, 'run', 'preparing'],
    [{ scheduled: 10 }, 'run', 'scheduled'],
    [{ scheduled: 9, ready: 1 }, 'run', 'running'],
    [{ done: 9, rescheduled: 1 }, 'run', 'running'],
    [{ paused: 8, execution: 2 }, 'pause', 'pausing'],
    [{ paused: 8, done: 2 }, 'pause', 'paused'],
    [{ stopped: 8, transfer: 2 }, 'stop', 'stopping'],
    [{ stopped: 8, done: 2 }, 'interrupt', 'stopped'],
    [{ done: 10 }, 'stop', 'done'],
    [{ done: 10 }, 'run', 'done'],
    [{ done: 9, failed: 1 }, 'run', 'done-with-failures'],
    [{ done: 9, unknown: 1 }, 'run', 'done-with-failures'],
    [{ done: 9, stopped: 1 }, 'run', 'done-with-failures'],
  ] as const)('%j, when asked to %s: %s', (counts, control, state) => {
    expect(deploymentState({ counts, total: 10, control })).toBe(state)
    expect(isDeploymentOver(state)).toBe(['stopped', 'done', 'done-with-failures'].includes(state))
  })
})
