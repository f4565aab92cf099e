/** What happens next to a deployment, from how it stands on its sites. Pure. */
import type { Deployment, DeploymentWithSites } from '#shared/contracts/deployments.ts'
import { figuresOf, isUnfinished } from './state-looks.ts'

export type NextStep =
  | { readonly kind: 'paused' | 'preparing' | 'stopping' | 'pausing' }
  /** Nothing runs before the window opens. */
  | { readonly kind: 'opens'; readonly at: string; readonly zone: string; readonly site: string; readonly others: number }
  /** It runs, until the window closes. */
  | { readonly kind: 'closes'; readonly at: string; readonly zone: string }
  | { readonly kind: 'starts' | 'next'; readonly at: string }
  | { readonly kind: 'silent'; readonly site: string }
  | null

type Facts = Pick<Deployment, 'state' | 'counts' | 'nextAt' | 'options'> & Partial<Pick<DeploymentWithSites, 'sites'>>

export const nextStep = (deployment: Facts, now: Date): NextStep => {
  const { state, counts, nextAt, options, sites = [] } = deployment
  if (!isUnfinished(deployment)) return null
  if (state === 'paused' || state === 'pausing' || state === 'preparing' || state === 'stopping') return { kind: state }
  if (options.startAt !== null && Date.parse(options.startAt) > now.getTime() && state === 'scheduled' && options.intervals === null)
    return { kind: 'starts', at: options.startAt }
  const { running, waiting } = figuresOf(counts)
  const closed = sites.flatMap(({ opens, timeZone, name, open }) =>
    !open && opens !== null ? [{ at: opens, zone: timeZone, site: name }] : [],
  )
  const [first] = closed.sort((a, b) => a.at.localeCompare(b.at))
  if (first && closed.length === sites.length && running === 0) return { kind: 'opens', ...first, others: closed.length - 1 }
  const deaf = sites.find(({ open, edgesSeen }) => open && edgesSeen === 0)
  if (deaf && waiting > 0 && running === 0 && (counts.ready ?? 0) > 0) return { kind: 'silent', site: deaf.name }
  const closing = sites.flatMap(({ open, closes, timeZone }) => (open && closes !== null ? [{ at: closes, zone: timeZone }] : []))
  const [soonest] = closing.sort((a, b) => a.at.localeCompare(b.at))
  if (soonest && (running > 0 || (counts.ready ?? 0) > 0)) return { kind: 'closes', ...soonest }
  return nextAt !== null && running === 0 && Date.parse(nextAt) > now.getTime() ? { kind: 'next', at: nextAt } : null
}
