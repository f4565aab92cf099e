/**
 * Why an execution is not done, and what happens next (issue: "why not?"). One code, and the facts that a sentence of it
 * needs: the API adds the sentence in English, the console says it in the person's language. Pure.
 */
import { attemptShown, type ExecutionFacts } from './execution.ts'
import { type ReasonCode, reasons } from './reasons.ts'
import { firstInstant, isOpen, iso, mayBegin, type Rules } from './rules.ts'
import { isHeld } from './states.ts'

export const whyCodes = [
  'starts', // waits for its start date: at
  'window', // outside its window: opens
  'too-late', // nothing may begin any more before the end date: at
  'bundle', // waits for others of the bundle: waitsFor
  'no-edge', // its site has no edge launcher: site
  'edges-silent', // none of the site's edges has been seen lately: edge, seenAt
  'edges-full', // every slot of the site's edges is taken: used, slots
  'waits-for-edge', // an edge will take it at its next claim
  'connecting',
  'running', // phase
  'next-attempt', // at
  'paused',
  'pausing', // the person's pause takes effect at the end of the phase: phase
  'stopping', // likewise: phase
  'failed', // the last attempt was the last
  'stopped',
  'unknown',
] as const
export type WhyCode = (typeof whyCodes)[number]

/** What is known of the site's edge launchers. */
export type SiteFacts = {
  readonly name: string
  readonly edges: readonly {
    readonly id: string
    readonly name: string
    readonly seenAt: string | null
    readonly slotsUsed: number
    readonly slotsTotal: number
  }[]
}

export type Why = {
  readonly code: WhyCode
  readonly facts: {
    readonly attempt: number
    readonly attempts: number
    readonly reason: ReasonCode | null
    readonly detail: string
    readonly at: string | null
    readonly edge: string | null
    readonly seenAt: string | null
    readonly site: string
    readonly phase: string | null
    readonly waitsFor: string | null
    readonly slots: number | null
  }
}

/** An edge that has not been heard for this long is taken for absent. Milliseconds; edges ask every 30 s. */
export const silentMs = 90_000

/** null when there is nothing to explain: it is done. `waitsFor`: labels of what comes first in the bundle. */
export const whyNotDone = (
  execution: ExecutionFacts & { readonly edgeName: string | null },
  { rules, site, waitsFor, now }: Around,
): Why | null => {
  const { state, reason } = execution
  if (state === 'done') return null
  const say = (code: WhyCode, facts: Partial<Why['facts']> = {}): Why => ({
    code,
    facts: {
      attempt: attemptShown(execution),
      attempts: execution.attempts,
      reason: reason?.code ?? null,
      detail: reason?.detail ?? '',
      at: execution.nextAt,
      edge: execution.edgeName,
      seenAt: null,
      site: site.name,
      phase: null,
      waitsFor: null,
      slots: null,
      ...facts,
    },
  })
  if (isHeld(state)) {
    const asked = [execution.asked, rules.control]
    const phase = state === 'claimed' ? null : state
    if (asked.includes('stop') || asked.includes('interrupt')) return say('stopping', { phase })
    if (asked.includes('pause')) return say('pausing', { phase })
    return state === 'claimed' ? say('connecting') : say('running', { phase })
  }
  switch (state) {
    case 'failed':
    case 'stopped':
    case 'unknown':
      return say(state)
    default:
      return waits(execution, { rules, site, waitsFor, now }, say)
  }
}

type Say = (code: WhyCode, facts?: Partial<Why['facts']>) => Why

type Around = { rules: Rules; site: SiteFacts; waitsFor: readonly string[]; now: number }

const waits = (execution: ExecutionFacts, { rules, site, waitsFor, now }: Around, say: Say): Why => {
  // What a person asked is true before the engine has come to each execution.
  const asked = [execution.asked, rules.control]
  if (asked.includes('stop') || asked.includes('interrupt')) return say('stopping', { at: null })
  if (asked.includes('pause')) return say('paused', { at: null })
  if (execution.isBlocked) return say('bundle', { waitsFor: waitsFor.join(', '), at: null })
  if (execution.state === 'ready' && mayBegin(rules, now)) return waitsForEdge(say, site, now)
  const due = execution.nextAt === null ? now : Date.parse(execution.nextAt)
  const at = due > now ? due : firstInstant(rules, now)
  if (rules.endAt !== null && at >= rules.endAt) return say('too-late', { at: iso(rules.endAt) })
  // Where the window, and not a date or a delay, is what holds it back.
  if (!isOpen(rules, now) && firstInstant(rules, now) === at && !(rules.startAt !== null && rules.startAt > now))
    return say('window', { at: iso(at) })
  return say(execution.state === 'scheduled' ? 'starts' : 'next-attempt', { at: iso(at) })
}

const waitsForEdge = (say: Say, { edges }: SiteFacts, now: number): Why => {
  const [latest] = [...edges].sort((a, b) => (b.seenAt ?? '').localeCompare(a.seenAt ?? ''))
  if (!latest) return say('no-edge')
  const heard = edges.filter(({ seenAt }) => seenAt !== null && now - Date.parse(seenAt) < silentMs)
  if (heard.length === 0) return say('edges-silent', { edge: latest.name, seenAt: latest.seenAt })
  const slots = heard.reduce((sum, { slotsTotal }) => sum + slotsTotal, 0)
  const used = heard.reduce((sum, { slotsUsed }) => sum + slotsUsed, 0)
  return used >= slots ? say('edges-full', { slots }) : say('waits-for-edge')
}

/** The sentence in English; instants in UTC. */
export const whySentence = ({ code, facts }: Why): string => {
  const at = facts.at === null ? 'soon' : `${facts.at.slice(0, 10)} at ${facts.at.slice(11, 19)} UTC`
  const because = facts.reason === null ? '' : `: ${reasons[facts.reason].sentence}${facts.detail === '' ? '' : ` (${facts.detail})`}`
  const tries = `Attempt ${facts.attempt} of ${facts.attempts}`
  const last = facts.attempt > 0 ? ` ${tries} ended before${because}.` : ''
  switch (code) {
    case 'starts':
      return `Starts ${at}.`
    case 'window':
      return `Outside its window, which opens ${at}.${last}`
    case 'too-late':
      return `Nothing of it may begin before the end date, ${at}, when it will have run out of time.${last}`
    case 'bundle':
      return `Waits for ${facts.waitsFor ?? 'others'} in the same bundle.`
    case 'no-edge':
      return `The site ${facts.site} has no edge launcher.`
    case 'edges-silent':
      return `Edge launcher ${facts.edge ?? ''} has not been seen ${facts.seenAt === null ? 'yet' : `since ${facts.seenAt}`}.`
    case 'edges-full':
      return `Waits for a free place: all ${facts.slots ?? 0} places of the site's edge launchers are taken.`
    case 'waits-for-edge':
      return `An edge launcher of the site takes it at its next request.${last}`
    case 'connecting':
      return `${tries}: edge launcher ${facts.edge ?? ''} is connecting.`
    case 'running':
      return `${tries}: ${facts.phase ?? ''} in progress.`
    case 'next-attempt':
      return facts.reason === 'window-closed'
        ? `Its window closed; it goes on ${at}.`
        : `${facts.attempt > 0 ? `${tries} did not succeed${because}.` : 'Launched again.'} Next attempt ${at}.`
    case 'paused':
      return 'Paused by a person; goes on when it is resumed.'
    case 'pausing':
      return `Pauses at the end of the phase${facts.phase === null ? '' : ` (${facts.phase})`}.`
    case 'stopping':
      return `Stops at the end of the phase${facts.phase === null ? '' : ` (${facts.phase})`}.`
    case 'failed':
      return facts.reason === 'out-of-time' ? `Failed${because}.` : `${tries} was the last${because}.`
    case 'stopped':
      return facts.reason === 'bundle-failed' ? `Stopped${because}.` : 'Stopped by a person.'
    case 'unknown':
      return `The outcome is unknown${because}. Look at the machine before trying again.`
  }
}
