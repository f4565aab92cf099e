/** How each state looks and which figure it belongs to: orange runs, green is done, red failed. Every state of the table has a look. */

import type { Deployment, Execution, PhaseResult } from '#shared/contracts/deployments.ts'
import { isDeploymentOver } from '#shared/domain/deployment/deployment-state.ts'
import { endStates, heldStates, phases, type State, states, waitingStates } from '#shared/domain/deployment/states.ts'
import type { Tone } from '../../ui/status-word.tsx'

export type Look = {
  readonly tone: Tone
  readonly icon:
    | 'status-positive'
    | 'status-negative'
    | 'status-warning'
    | 'status-pending'
    | 'status-in-progress'
    | 'status-stopped'
    | 'status-not-started'
    | 'pause'
}

const waits: Look = { tone: 'grey', icon: 'status-pending' }
const runs: Look = { tone: 'orange', icon: 'status-in-progress' }
const done: Look = { tone: 'green', icon: 'status-positive' }
const failed: Look = { tone: 'red', icon: 'status-negative' }
const stopped: Look = { tone: 'grey', icon: 'status-stopped' }
const paused: Look = { tone: 'grey', icon: 'pause' }

export const stateLooks = {
  scheduled: waits,
  ready: waits,
  claimed: runs,
  wol: runs,
  transfer: runs,
  execution: runs,
  deletion: runs,
  inventory: runs,
  halt: runs,
  done,
  failed,
  rescheduled: { tone: 'orange', icon: 'status-warning' },
  paused,
  stopped,
  unknown: failed,
} as const satisfies Record<State, Look>

export const phaseLooks = {
  'to-do': waits,
  running: runs,
  done,
  failed,
  skipped: { tone: 'grey', icon: 'status-not-started' },
} as const satisfies Record<PhaseResult['status'], Look>

export const deploymentLooks = {
  preparing: runs,
  scheduled: waits,
  running: runs,
  pausing: runs,
  paused,
  stopping: runs,
  stopped,
  done,
  'done-with-failures': failed,
} as const satisfies Record<Deployment['state'], Look>

const failedWhere = [...phases, 'unreachable', 'out-of-time'] as const
export type FailedWhere = (typeof failedWhere)[number] | 'other'
/** Where an execution failed, from its standing in the report: `failed.transfer`, `failed.unreachable`. */
export const failedIn = ({ standing }: Pick<Execution, 'standing'>): FailedWhere =>
  failedWhere.find((where) => standing === `failed.${where}`) ?? 'other'

export type Figures = {
  readonly done: number
  readonly failed: number
  readonly running: number
  readonly waiting: number
  readonly stopped: number
}

/** The counts of a deployment in five figures. */
export const figuresOf = (counts: Deployment['counts']): Figures => {
  const of = (...names: readonly State[]) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0)
  return {
    done: of('done'),
    failed: of('failed', 'unknown'),
    running: of(...heldStates),
    waiting: of(...waitingStates),
    stopped: of('stopped'),
  }
}

/** Executions that nothing will happen to any more. */
export const endedIn = (counts: Deployment['counts']): number => endStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0)

export const isUnfinished = ({ state }: Pick<Deployment, 'state'>): boolean => !isDeploymentOver(state)

/** States in which there are executions, in the order of the table. */
export const statesPresent = (counts: Deployment['counts']): readonly State[] => states.filter((state) => (counts[state] ?? 0) > 0)
export const isState = (value: string): value is State => (states as readonly string[]).includes(value)
