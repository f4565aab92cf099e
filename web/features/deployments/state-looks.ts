/** How each state looks and which figure it belongs to: orange runs, green is done, red failed. Every state of the table has a look. */

import type { Deployment, Execution, PhaseResult } from '#shared/contracts/deployments.ts'
import { endStates, type Phase, phases, type State, states } from '#shared/domain/deployment/states.ts'
import type { Tone } from '../../ui/status-word.tsx'

export type Look = {
  readonly tone: Tone
  readonly icon: 'status-positive' | 'status-negative' | 'status-warning' | 'status-pending' | 'status-in-progress' | 'status-stopped'
}

const waits: Look = { tone: 'grey', icon: 'status-pending' }
const runs: Look = { tone: 'orange', icon: 'status-in-progress' }
const done: Look = { tone: 'green', icon: 'status-positive' }
const failed: Look = { tone: 'red', icon: 'status-negative' }
const stopped: Look = { tone: 'grey', icon: 'status-stopped' }

export const stateLooks = {
  scheduled: waits,
  ready: waits,
  claimed: runs,
  transfer: runs,
  execution: runs,
  deletion: runs,
  done,
  failed,
  rescheduled: { tone: 'orange', icon: 'status-warning' },
  stopped,
  unknown: failed,
} as const satisfies Record<State, Look>

export const phaseLooks = {
  'to-do': waits,
  running: runs,
  done,
  failed,
  skipped: stopped,
} as const satisfies Record<PhaseResult['status'], Look>

export const deploymentLooks = {
  preparing: runs,
  scheduled: waits,
  running: runs,
  stopping: runs,
  stopped,
  done,
  'done-with-failures': failed,
} as const satisfies Record<Deployment['state'], Look>

/** The phase of an execution that failed, when its state is one of failure. */
export const failedPhase = (execution: Execution): Phase | null =>
  execution.state === 'failed' || execution.state === 'rescheduled'
    ? (phases.find((phase) => execution.phases[phase].status === 'failed') ?? execution.reason?.phase ?? null)
    : null

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
    running: of('claimed', 'transfer', 'execution', 'deletion'),
    waiting: of('scheduled', 'ready', 'rescheduled'),
    stopped: of('stopped'),
  }
}

/** Executions that nothing will happen to any more. */
export const endedIn = (counts: Deployment['counts']): number => endStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0)

const unfinished: readonly Deployment['state'][] = ['preparing', 'scheduled', 'running', 'stopping']
export const isUnfinished = ({ state }: Deployment): boolean => unfinished.includes(state)
/** A person may still stop it. */
export const canStop = (deployment: Deployment): boolean => isUnfinished(deployment) && deployment.stopRequestedAt === null

/** States in which there are executions, in the order of the table. */
export const statesPresent = (counts: Deployment['counts']): readonly State[] => states.filter((state) => (counts[state] ?? 0) > 0)
export const isState = (value: string): value is State => (states as readonly string[]).includes(value)
