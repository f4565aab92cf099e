/** What has to happen to an execution now by itself, if anything: the rules of its deployment against its state. Pure. */
import { type Change, changed, type ExecutionFacts, hasBegun } from './execution.ts'
import { firstInstant, isOutOfTime, iso, mayBegin, type Rules } from './rules.ts'
import { isHeld } from './states.ts'

/** null: nothing. It must be applied again to the outcome until nothing is left to do: `settle` does so. */
export const onInstant = (execution: ExecutionFacts, rules: Rules, now: number): Change | null => {
  if (isHeld(execution.state)) return leaseEnd(execution, now)
  switch (execution.state) {
    case 'scheduled':
    case 'rescheduled':
    case 'ready':
    case 'paused':
      return whileWaiting(execution, rules, now)
    default:
      return null
  }
}

// A lease ends, what it held is put off, paused, stopped or fails: no chain is longer.
const mostChanges = 3

/** The changes that have to be made now one after the other, each legal after the one before. */
export const settle = (execution: ExecutionFacts, rules: Rules, now: number): readonly Change[] => {
  const changes: Change[] = []
  let present = execution
  for (let change = onInstant(present, rules, now); change !== null; change = onInstant(present, rules, now)) {
    if (changes.length === mostChanges) throw new Error(`an execution turns in circles: ${changes.map(({ event }) => event).join(', ')}`)
    changes.push(change)
    present = changed(present, change)
  }
  return changes
}

/** Told to stop through its claims; only a lease that ended is taken from an edge. It does not count as an attempt. */
const leaseEnd = ({ leaseUntil, edgeId }: ExecutionFacts, now: number): Change | null =>
  (leaseUntil ?? '') > iso(now)
    ? null
    : {
        event: 'lease-expiry',
        to: 'ready',
        set: {
          leaseUntil: null,
          edgeId: null,
          updatedAt: iso(now),
          reason: { code: 'edge-lost', detail: `edge ${edgeId ?? ''} stopped renewing its lease`, phase: null },
        },
      }

const whileWaiting = (execution: ExecutionFacts, rules: Rules, now: number): Change | null => {
  const { state, asked, nextAt } = execution
  const updatedAt = iso(now)
  const over = { nextAt: null, leaseUntil: null, isBlocked: false, endedAt: updatedAt, updatedAt }
  if (rules.control === 'stop' || rules.control === 'interrupt' || asked === 'stop' || asked === 'interrupt')
    return { event: 'stop', to: 'stopped', set: { ...over, reason: { code: 'stopped-by-person', detail: '', phase: null } } }
  if (isOutOfTime(rules, now)) return { event: 'time-runs-out', to: 'failed', set: { ...over, reason: outOfTime(execution) } }
  const mustPause = rules.control === 'pause' || asked === 'pause'
  if (state === 'paused') return mustPause ? null : resume(execution, rules, now)
  if (mustPause) return { event: 'pause', to: 'paused', set: { updatedAt } }
  if (execution.isBlocked) return null
  if (state === 'ready') return mayBegin(rules, now) ? null : putOff(execution, rules, now)
  if (nextAt !== null && Date.parse(nextAt) > now) return null
  return mayBegin(rules, now) ? { event: 'due', to: 'ready', set: { nextAt: null, updatedAt } } : putOff(execution, rules, now)
}

/** What was the matter last is kept as the detail: the end date alone explains nothing. */
export const outOfTime = ({ reason }: Pick<ExecutionFacts, 'reason'>): NonNullable<ExecutionFacts['reason']> => ({
  code: 'out-of-time',
  detail: reason === null || reason.code === 'out-of-time' ? '' : [reason.code, reason.detail].filter((part) => part !== '').join(': '),
  phase: reason?.phase ?? null,
})

const resume = (execution: ExecutionFacts, rules: Rules, now: number): Change => {
  const waited = execution.nextAt === null ? now : Math.max(now, Date.parse(execution.nextAt))
  const set = { nextAt: execution.isBlocked ? null : iso(firstInstant(rules, waited)), updatedAt: iso(now) }
  return hasBegun(execution) || execution.reason !== null
    ? { event: 'resume-begun', to: 'rescheduled', set }
    : { event: 'resume', to: 'scheduled', set }
}

const putOff = (execution: ExecutionFacts, rules: Rules, now: number): Change => {
  // Never at once again: a window that is closed now opens a second later at the earliest.
  const set = { nextAt: iso(firstInstant(rules, now + 1000)), updatedAt: iso(now) }
  return hasBegun(execution) || execution.state === 'rescheduled'
    ? { event: 'put-off-begun', to: 'rescheduled', set }
    : { event: 'put-off', to: 'scheduled', set }
}
