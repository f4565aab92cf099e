/** The next instant at which something must happen to a deployment by itself: what its one alarm is set to. Pure. */
import type { ExecutionFacts } from './execution.ts'
import { closingAfter, type Rules } from './rules.ts'
import { isHeld } from './states.ts'

/**
 * The instant for which one execution stands in line, ISO text in UTC; null: none. Paused and blocked ones do not, whatever
 * their `nextAt` says: nothing would happen to them then, and the alarm would ring for ever.
 */
export const awaited = ({
  state,
  leaseUntil,
  nextAt,
  isBlocked,
  updatedAt,
}: Pick<ExecutionFacts, 'state' | 'leaseUntil' | 'nextAt' | 'isBlocked' | 'updatedAt'>): string | null => {
  if (isHeld(state)) return leaseUntil ?? updatedAt
  return (state === 'scheduled' || state === 'rescheduled') && !isBlocked ? (nextAt ?? updatedAt) : null
}

/**
 * `nextDue`: the earliest instant that is awaited by one of its executions. `readyRules`: the rules of each site on which some are
 * ready, since these go back when the window closes. `unended`: the rules of each site with executions that have not ended.
 * null: nothing is awaited.
 */
export const nextInstant = (
  { nextDue, readyRules, unended }: { nextDue: number | null; readyRules: readonly Rules[]; unended: readonly Rules[] },
  now: number,
): number | null => {
  const instants = [
    nextDue,
    ...readyRules.map((rules) => closingAfter(rules, now)),
    ...unended.map(({ endAt }) => (endAt !== null && endAt > now ? endAt : null)),
  ].filter((at) => at !== null)
  return instants.length === 0 ? null : Math.min(...instants)
}
