/** What a person may do to a deployment or to one execution now, read from the state table; and if not, why not. Pure. */
import type { Deployment, Execution } from '#shared/contracts/deployments.ts'
import { type Event, type State, states, statesBefore } from '#shared/domain/deployment/states.ts'

export const actions = ['pause', 'resume', 'stop', 'relaunch'] as const
export type Action = (typeof actions)[number]
/** Key of the sentence that says why an action is not possible now; null: it is. */
export type Refused =
  | 'notAllYours'
  | 'alreadyPaused'
  | 'notPaused'
  | 'beingStopped'
  | 'allEnded'
  | 'ended'
  | 'nothingEnded'
  | 'notEnded'
  | 'preparing'
  | 'deploymentPaused'
  | 'deploymentStopped'
  | 'endPassed'
  | null

const events = { pause: 'pause', resume: 'resume', stop: 'stop', relaunch: 'relaunch' } as const satisfies Record<Action, Event>
const allows = (action: Action, state: State): boolean => statesBefore(events[action]).includes(state)

type Facts = Pick<Deployment, 'state' | 'control' | 'counts' | 'total' | 'partial'>

const isStopping = ({ control }: Facts): boolean => control === 'stop' || control === 'interrupt'
const some = ({ counts }: Facts, action: Action): boolean => states.some((state) => (counts[state] ?? 0) > 0 && allows(action, state))

/** Whether an action on the whole deployment is possible. */
export const refusedForAll = (deployment: Facts, action: Action): Refused => {
  if (deployment.partial) return 'notAllYours'
  const ended = states.reduce((sum, state) => sum + (allows('relaunch', state) ? (deployment.counts[state] ?? 0) : 0), 0)
  const over = deployment.total > 0 && ended >= deployment.total
  switch (action) {
    case 'pause':
      if (over) return 'allEnded'
      if (isStopping(deployment)) return 'beingStopped'
      return deployment.control === 'pause' ? 'alreadyPaused' : null
    case 'resume':
      if (over) return 'allEnded'
      if (isStopping(deployment)) return 'beingStopped'
      return deployment.control === 'pause' ? null : 'notPaused'
    case 'stop':
      if (over) return 'allEnded'
      // Asked to stop at the end of the phase, it may still be asked to interrupt.
      return deployment.control === 'interrupt' ? 'beingStopped' : null
    case 'relaunch':
      if (deployment.state === 'preparing') return 'preparing'
      if (isStopping(deployment) && !over) return 'beingStopped'
      return some(deployment, 'relaunch') ? null : 'nothingEnded'
  }
}

/** Whether an action on one execution is possible. `whole`: its deployment, where that is known; `now` in milliseconds since 1970. */
export const refusedForOne = (
  execution: Pick<Execution, 'state' | 'why'>,
  action: Action,
  whole: Pick<Deployment, 'control' | 'options'> | null = null,
  now = 0,
): Refused => refusedByState(execution, action) ?? (whole ? refusedByWhole(whole, action, now) : null)

const refusedByWhole = ({ control, options }: Pick<Deployment, 'control' | 'options'>, action: Action, now: number): Refused => {
  if (action === 'resume') return control === 'pause' ? 'deploymentPaused' : null
  if (action !== 'relaunch') return null
  if (control === 'stop' || control === 'interrupt') return 'deploymentStopped'
  return options.endAt !== null && Date.parse(options.endAt) <= now ? 'endPassed' : null
}

const refusedByState = ({ state, why }: Pick<Execution, 'state' | 'why'>, action: Action): Refused => {
  if (allows(action, state)) {
    if (action === 'pause' && why?.code === 'pausing') return 'alreadyPaused'
    return action !== 'relaunch' && why?.code === 'stopping' && action !== 'stop' ? 'beingStopped' : null
  }
  // What pauses at the end of its phase can be let go on before it has come to that.
  if (action === 'resume' && why?.code === 'pausing') return null
  if (action === 'relaunch') return 'notEnded'
  if (allows('relaunch', state)) return 'ended'
  return action === 'resume' ? 'notPaused' : 'alreadyPaused'
}
