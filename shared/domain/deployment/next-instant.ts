/** The next instant at which something must happen to a deployment by itself: what its one alarm is set to. Pure. */
import { closingAfter, type Rules } from './rules.ts'

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
