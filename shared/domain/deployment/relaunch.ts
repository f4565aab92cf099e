/** A person wants ended executions tried again, with the full number of attempts. Pure. */
import { type BundleMember, isWaitedFor } from './bundle.ts'
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

export type Relaunched<T> = { readonly member: T; readonly change: Change }

/**
 * The same for one machine with all its executions in the deployment, `chosen` among them. In the order in which they must be
 * written: a higher one that were written first would see the lower ones done, and start beside them.
 *
 * Left out is what could only harm or end at once: what succeeded while something after it has not ended, and what comes
 * after something that did not succeed and is not launched again.
 */
export const relaunchTogether = <T extends Omit<BundleMember, 'label'>>(
  members: readonly T[],
  chosen: (member: T) => boolean,
  asked: (member: T) => Asked,
  rules: Rules,
  now: number,
): readonly Relaunched<T>[] => {
  const again: T[] = []
  for (const member of [...members].sort((a, b) => a.order - b.order)) {
    const isNeededDone = member.state === 'done' && members.some(({ order, state }) => order > member.order && !hasEnded(state))
    const isInVain = isWaitedFor(member, members).some((lower) => hasEnded(lower.state) && !again.some((one) => one === lower))
    if (chosen(member) && hasEnded(member.state) && !isNeededDone && !isInVain) again.push(member)
  }
  return again.flatMap((member) => {
    const isBlocked = isWaitedFor(member, members).length > 0 || again.some(({ order }) => order < member.order)
    const change = relaunch(member, asked(member), rules, isBlocked, now)
    return change ? [{ member, change }] : []
  })
}
