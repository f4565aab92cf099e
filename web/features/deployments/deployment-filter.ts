/** What the list of deployments is narrowed to, from the address of the page. Pure. */
import type { DeploymentQuery } from '#shared/contracts/deployments.ts'
import { type DeploymentState, deploymentStates } from '#shared/domain/deployment/deployment-state.ts'
import { instantOf } from '../../ui/local-instant.ts'

/** States offered as filters, in the order in which a deployment comes to them; the short ones between are under "all". */
export const offeredStates = [
  'scheduled',
  'running',
  'paused',
  'done',
  'done-with-failures',
  'stopped',
] as const satisfies readonly DeploymentState[]

export const filterNames = ['state', 'package', 'by', 'name', 'from', 'to'] as const
export type FilterName = (typeof filterNames)[number]

/** `from` and `to` are days on the person's calendar, both included. */
export const queryOf = (get: (name: FilterName) => string): Omit<DeploymentQuery, 'limit' | 'cursor'> => {
  const state = deploymentStates.find((one) => one === get('state'))
  const from = dayStart(get('from'), 0)
  const to = dayStart(get('to'), 1)
  return {
    ...(state ? { state } : {}),
    ...(get('package') === '' ? {} : { packageId: get('package') }),
    ...(get('by') === '' ? {} : { createdBy: get('by') }),
    ...(get('name') === '' ? {} : { name: get('name') }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  }
}

/** The beginning of a day, `after` days later, on this computer's clock; null for what is no day. */
const dayStart = (day: string, after: number): string | null => {
  const at = instantOf({ date: day, time: '00:00' })
  if (at === null || !at.endsWith('Z')) return null
  const date = new Date(at)
  date.setDate(date.getDate() + after)
  return date.toISOString()
}
