/** A deployment's state, from the states of its executions. Pure. */
import { endStates, heldStates, type State } from './states.ts'

export type DeploymentState = 'preparing' | 'scheduled' | 'running' | 'stopping' | 'stopped' | 'done' | 'done-with-failures'
type Counts = Partial<Record<State, number>>

const sum = (counts: Counts, among: readonly State[]): number => among.reduce((total, state) => total + (counts[state] ?? 0), 0)

/** `counts` may lag behind for a moment; `total` is how many executions there will be. */
export const deploymentState = ({
  counts,
  total,
  stopRequested,
}: {
  counts: Counts
  total: number
  stopRequested: boolean
}): DeploymentState => {
  const ended = sum(counts, endStates)
  if (ended >= total) {
    if (stopRequested && (counts.stopped ?? 0) > 0) return 'stopped'
    return sum(counts, ['failed', 'unknown', 'stopped']) > 0 ? 'done-with-failures' : 'done'
  }
  if (stopRequested) return 'stopping'
  const known = ended + sum(counts, [...heldStates, 'scheduled', 'rescheduled', 'ready'])
  if (known < total) return 'preparing'
  return (counts.scheduled ?? 0) === total ? 'scheduled' : 'running'
}
