/** A person wants ended executions tried again, with the full number of attempts. Pure. */
import { type Asked, type Change, type ExecutionFacts, firstPhases, phasesToResume } from './execution.ts'
import { firstInstant, iso, type Rules } from './rules.ts'
import { hasEnded } from './states.ts'

/** `failed`: those, and what they broke in their bundle. `unfinished`: all that did not succeed. `all`: those that succeeded too. */
export const relaunchChoices = ['failed', 'unfinished', 'all'] as const
export type RelaunchChoice = (typeof relaunchChoices)[number]

export const isChosen = ({ state, reason }: Pick<ExecutionFacts, 'state' | 'reason'>, choice: RelaunchChoice): boolean => {
  switch (state) {
    case 'failed':
      return true
    case 'stopped':
      return choice !== 'failed' || reason?.code === 'bundle-failed'
    case 'unknown':
      return choice !== 'failed'
    case 'done':
      return choice === 'all'
    default:
      return false
  }
}

/**
 * What failed goes on at the phase that failed; what was done begins anew. `isBlocked`: others of the bundle come first.
 * null: it has not ended, there is nothing to launch again.
 */
export const relaunch = (execution: ExecutionFacts, asked: Asked, rules: Rules, isBlocked: boolean, now: number): Change | null => {
  if (!hasEnded(execution.state)) return null
  const at = iso(now)
  return {
    event: 'relaunch',
    to: 'rescheduled',
    set: {
      used: 0,
      earlier: execution.attempt,
      phases: execution.state === 'done' ? firstPhases(asked) : phasesToResume(execution.phases),
      nextAt: isBlocked ? null : iso(firstInstant(rules, now)),
      isBlocked,
      asked: null,
      leaseUntil: null,
      edgeId: null,
      endedAt: null,
      updatedAt: at,
    },
  }
}
