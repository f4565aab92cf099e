/** Which sentences say why an execution is not done. The API gives the code and the facts (shared/domain/deployment/why.ts). Pure. */
import type { Execution } from '#shared/contracts/deployments.ts'
import type { WhyCode } from '#shared/domain/deployment/why.ts'

type Why = NonNullable<Execution['why']>
export type WhyKey = WhyCode | 'edges-unseen' | 'again' | 'goes-on' | 'over'

// Of these the facts speak of the attempt before, and saying why that one ended helps.
const remembersLast: readonly WhyCode[] = ['window', 'too-late', 'waits-for-edge', 'next-attempt', 'failed', 'stopped', 'unknown']

/** The key of what happens next. */
export const whyKey = ({ code, facts }: Why): WhyKey => {
  if (code === 'edges-silent' && facts.seenAt === null) return 'edges-unseen'
  if (code === 'next-attempt') {
    if (facts.reason === 'window-closed') return 'goes-on'
    return facts.attempt === 0 ? 'again' : 'next-attempt'
  }
  // Where trying again cannot help, the number of attempts left explains nothing.
  if (code === 'failed' && facts.attempt < facts.attempts) return 'over'
  return code
}

/** The reason to say before it; null where there is none, or the sentence says it already. */
export const whyReason = ({ code, facts }: Why): Why['facts']['reason'] =>
  remembersLast.includes(code) && facts.reason !== 'window-closed' ? facts.reason : null
