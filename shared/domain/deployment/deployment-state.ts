/** A deployment's state, from the states of its executions and what a person asked of it. Pure. */
import type { Control } from './rules.ts'
import { endStates, heldStates, type State, waitingStates } from './states.ts'

export const deploymentStates = [
  'preparing',
  'scheduled',
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'done',
  'done-with-failures',
] as const
export type DeploymentState = (typeof deploymentStates)[number]
type Counts = Partial<Record<State, number>>

const sum = (counts: Counts, among: readonly State[]): number => among.reduce((total, state) => total + (counts[state] ?? 0), 0)

/** `counts` may lag behind for a moment; `total` is how many executions there will be. */
export const deploymentState = ({ counts, total, control }: { counts: Counts; total: number; control: Control }): DeploymentState => {
  const stopping = control === 'stop' || control === 'interrupt'
  const ended = sum(counts, endStates)
  if (ended >= total) {
    if (stopping && (counts.stopped ?? 0) > 0) return 'stopped'
    return sum(counts, ['failed', 'unknown', 'stopped']) > 0 ? 'done-with-failures' : 'done'
  }
  if (stopping) return 'stopping'
  if (control === 'pause') return sum(counts, heldStates) > 0 ? 'pausing' : 'paused'
  if (ended + sum(counts, [...heldStates, ...waitingStates]) < total) return 'preparing'
  return (counts.scheduled ?? 0) === total ? 'scheduled' : 'running'
}

const over: readonly DeploymentState[] = ['stopped', 'done', 'done-with-failures']
export const isDeploymentOver = (state: DeploymentState): boolean => over.includes(state)
