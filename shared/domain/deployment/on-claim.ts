/** An edge asks for an execution, or whether it may go on with one. Pure. */
import { type Change, type ExecutionFacts, phasesToResume } from './execution.ts'
import { iso, mayBegin, type Rules } from './rules.ts'
import { isHeld } from './states.ts'

/** How long an edge may work without being heard. Milliseconds. */
export const leaseMs = 5 * 60_000
/** A lease with less left than this is renewed at the next claim that lists it. */
export const renewBelowMs = leaseMs / 2
/**
 * How long an edge may trust a lease after it sent the claim that was answered with another verdict than `drop`: the cloud
 * saw to it that so much was left. Later it begins nothing, no phase and no script, until it has been answered again: by
 * then another edge may hold the execution, or a person may have stopped it. Ten seconds less, since clocks do not run alike.
 */
export const leaseTrustMs = renewBelowMs - 10_000

/** null: it may not be taken now. The store's condition makes sure that one edge alone gets it. */
export const onClaim = (execution: ExecutionFacts, rules: Rules, edgeId: string, now: number): Change | null => {
  if (execution.state !== 'ready' || execution.isBlocked || execution.asked !== null) return null
  if (rules.control !== 'run' || !mayBegin(rules, now)) return null
  const at = iso(now)
  return {
    event: 'claim',
    to: 'claimed',
    set: {
      lease: execution.lease + 1,
      leaseUntil: iso(now + leaseMs),
      seq: 0,
      attempt: execution.earlier + execution.used + 1,
      edgeId,
      phases: phasesToResume(execution.phases),
      startedAt: execution.startedAt ?? at,
      endedAt: null,
      nextAt: null,
      updatedAt: at,
    },
  }
}

/** What an edge is told of an execution that it holds, the strongest first. */
export const verdicts = ['drop', 'interrupt', 'stop', 'pause', 'keep'] as const
export type Verdict = (typeof verdicts)[number]

/** The window and the end date are the edge's to keep: it was told them with the order. */
export const verdictOn = (
  execution: ExecutionFacts | null,
  rules: Pick<Rules, 'control'>,
  held: { readonly lease: number; readonly edgeId: string },
): Verdict => {
  if (!execution || execution.lease !== held.lease || execution.edgeId !== held.edgeId || !isHeld(execution.state)) return 'drop'
  const asked = [execution.asked, rules.control]
  return (['interrupt', 'stop', 'pause'] as const).find((one) => asked.includes(one)) ?? 'keep'
}
