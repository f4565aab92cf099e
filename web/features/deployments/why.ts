/** Why an execution is not done and what happens next, as keys of sentences. */
import type { Execution } from '#shared/contracts/deployments.ts'
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'

export type Why = {
  /** Why the last attempt did not succeed. */
  readonly reason: ReasonCode | null
  readonly detail: string
  /** What happens next. */
  readonly next: 'starts' | 'waitsForEdge' | 'noEdge' | 'edgesSilent' | 'connects' | 'runs' | 'tries' | 'over' | 'nothing' | 'unknown'
  readonly at: string | null
}

/** Whether the site of an execution has edge launchers, and whether one of them has been heard lately. */
export type SiteVoice = 'heard' | 'silent' | 'none'

/** Null for what is done. */
export const whyOf = (execution: Execution, site: SiteVoice): Why | null => {
  if (execution.state === 'done') return null
  const reason = execution.reason?.code ?? null
  const detail = execution.reason?.detail ?? ''
  const at = execution.nextAt
  const saying = (next: Why['next']): Why => ({ reason, detail, next, at })
  switch (execution.state) {
    case 'scheduled':
      return saying('starts')
    case 'ready':
      return saying(site === 'none' ? 'noEdge' : site === 'silent' ? 'edgesSilent' : 'waitsForEdge')
    case 'claimed':
      return saying('connects')
    case 'transfer':
    case 'execution':
    case 'deletion':
      return saying('runs')
    case 'rescheduled':
      return saying('tries')
    case 'failed':
      return saying('over')
    case 'stopped':
      return saying('nothing')
    case 'unknown':
      return saying('unknown')
  }
}
