/** What an edge's report does to an execution, by the table. Twice, late or out of order is harmless. Pure. */
import type { Change, ExecutionFacts, PhaseResults, Reason } from './execution.ts'
import { leaseMs } from './on-claim.ts'
import { outOfTime } from './on-instant.ts'
import { afterFailure } from './outcome.ts'
import { firstInstant, isOpen, isOutOfTime, iso, type Rules } from './rules.ts'
import { type Event, isHeld, moveFrom, type Phase } from './states.ts'

export type ReportFacts = {
  readonly lease: number
  readonly attempt: number
  readonly seq: number
  readonly phase: 'connecting' | Phase | 'ended'
  readonly phases: PhaseResults
  readonly scriptStarted: boolean
  readonly end: ReportEnd | null
}

/** Why the edge put it off. */
export const putOffCauses = ['window-closed', 'paused', 'out-of-time'] as const

export type ReportEnd =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly reason: Reason }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'released' }
  | {
      readonly kind: 'put-off'
      readonly because: (typeof putOffCauses)[number]
      /** The attempt's script was started and ended before its time: the next attempt needs another directory. */
      readonly interrupted: boolean
    }
  | { readonly kind: 'unknown'; readonly reason: Reason }

// An edge whose clock runs ahead may think a window closed that is not: it is not asked again at once.
const clockDoubtMs = 60_000

/**
 * null: it changes nothing (stale, repeated, or illegal now). What it leads to is to be settled (`settle`): a person may
 * have asked for a stop while the attempt was running.
 */
export const onReport = (execution: ExecutionFacts, report: ReportFacts, rules: Rules, now: number): Change | null => {
  // Between the end of a lease and the next claim its number is still the same, and its edge has no say any more.
  if (!isHeld(execution.state)) return null
  if (execution.lease !== report.lease || execution.seq >= report.seq) return null
  const change = report.end === null ? begins(report, now) : ends(execution, report, report.end, rules, now)
  const move = moveFrom(execution.state, change.event)
  if (!move) return null
  const used = move.consumesAttempt ? { used: execution.used + 1 } : {}
  const started = report.scriptStarted ? { scriptStartedIn: report.attempt } : {}
  const set = { ...change.set, ...used, ...started, seq: report.seq, phases: report.phases, updatedAt: iso(now) }
  return { event: change.event, to: move.to, set }
}

type Effect = Pick<Change, 'event' | 'set'>

const begins = ({ phase }: ReportFacts, now: number): Effect => ({
  event: phase === 'connecting' || phase === 'ended' ? 'connecting' : `${phase}-begins`,
  set: { leaseUntil: iso(now + leaseMs) },
})

const ends = (execution: ExecutionFacts, report: ReportFacts, end: ReportEnd, rules: Rules, now: number): Effect => {
  const over = (event: Event, reason: Reason | null): Effect => ({
    event,
    set: { reason, leaseUntil: null, nextAt: null, asked: null, endedAt: iso(now) },
  })
  switch (end.kind) {
    case 'success':
      return over('success', null)
    case 'stopped':
      return over('stop', { code: 'stopped-by-person', detail: '', phase: null })
    case 'unknown':
      return over('loss', end.reason)
    case 'released':
      return { event: 'release', set: { leaseUntil: null, edgeId: null } }
    case 'put-off':
      return putOff(execution, report, end, rules, now)
    case 'failure':
      return failure(execution, end, rules, now)
  }
}

const failure = (execution: ExecutionFacts, end: Extract<ReportEnd, { kind: 'failure' }>, rules: Rules, now: number): Effect => {
  const count = { attempt: execution.used + 1, attempts: execution.attempts, retryDelayMs: execution.retryDelayMs }
  const { event, nextAt } = afterFailure(end.reason.code, count, now)
  return {
    event,
    set: {
      reason: end.reason,
      leaseUntil: null,
      nextAt: nextAt === null ? null : iso(firstInstant(rules, nextAt)),
      endedAt: iso(now),
      ...(nextAt === null ? { asked: null } : {}),
    },
  }
}

const putOff = (
  execution: ExecutionFacts,
  report: ReportFacts,
  { because, interrupted }: Extract<ReportEnd, { kind: 'put-off' }>,
  rules: Rules,
  now: number,
): Effect => {
  const set = {
    leaseUntil: null,
    endedAt: iso(now),
    // What counts stays as it is; the interrupted attempt's directory is never used again.
    ...(interrupted ? { earlier: report.attempt - execution.used } : {}),
  }
  // What the edge was told may be out of date: a person resumed meanwhile, or moved the end date.
  if (because === 'out-of-time' && isOutOfTime(rules, now))
    return { event: 'time-runs-out', set: { ...set, nextAt: null, asked: null, reason: outOfTime(execution) } }
  if (because === 'paused')
    return rules.control === 'pause' || execution.asked === 'pause'
      ? { event: 'pause', set: { ...set, nextAt: iso(now) } }
      : { event: 'put-off-begun', set: { ...set, nextAt: iso(firstInstant(rules, now)) } }
  const from = isOpen(rules, now) ? now + clockDoubtMs : now + 1000
  const reason: Partial<ExecutionFacts> = because === 'window-closed' ? { reason: { code: 'window-closed', detail: '', phase: null } } : {}
  return { event: 'put-off-begun', set: { ...set, ...reason, nextAt: iso(firstInstant(rules, from)) } }
}
