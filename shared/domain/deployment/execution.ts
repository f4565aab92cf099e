/** What the engine knows of an execution and decides about. Instants are ISO text in UTC, durations milliseconds. */
import type { ReasonCode } from './reasons.ts'
import { type Event, type Phase, phases, type State } from './states.ts'

export type PhaseResult = {
  readonly status: 'to-do' | 'running' | 'done' | 'failed' | 'skipped'
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly exitCode: number | null
}
export type PhaseResults = { readonly [P in Phase]: PhaseResult }
export type Reason = { readonly code: ReasonCode; readonly detail: string; readonly phase: Phase | null }

/** What a person asked of this one execution, apart from its deployment; null: nothing. */
export const requests = ['pause', 'stop', 'interrupt'] as const
export type Request = (typeof requests)[number]

export type ExecutionFacts = {
  readonly state: State
  /** Attempts used up since the deployment was launched, or launched anew. */
  readonly used: number
  /**
   * Attempts that do not count any more: those before a relaunch, and those that were interrupted by no fault of
   * theirs. `earlier + used + 1` names the next attempt's directory on the machine, so that none is ever run twice.
   */
  readonly earlier: number
  /** The attempt that runs or ran last, counted with the earlier ones; 0 before the first. */
  readonly attempt: number
  /** The latest attempt whose script a machine has confirmed to have started; 0: none. It is never started again. */
  readonly scriptStartedIn: number
  readonly attempts: number
  readonly retryDelayMs: number
  /** Fencing token: grows with each claim. */
  readonly lease: number
  readonly leaseUntil: string | null
  /** The latest report that was applied for this lease. */
  readonly seq: number
  readonly nextAt: string | null
  /** Waits for others in the same bundle. */
  readonly isBlocked: boolean
  readonly asked: Request | null
  readonly phases: PhaseResults
  readonly reason: Reason | null
  readonly edgeId: string | null
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly updatedAt: string
}

/** A legal change: an event of the table, the state it leads to, and what is written with it. */
export type Change = { readonly event: Event; readonly to: State; readonly set: Partial<ExecutionFacts> }

export const changed = <T extends ExecutionFacts>(execution: T, { to, set }: Change): T => ({ ...execution, ...set, state: to })

export const toDo: PhaseResult = { status: 'to-do', startedAt: null, endedAt: null, exitCode: null }
const skipped: PhaseResult = { ...toDo, status: 'skipped' }

/** Which phases were asked for. WOL is decided by the edge, when the machine does not answer. */
export type Asked = { readonly [P in Exclude<Phase, 'wol'>]: boolean }

export const firstPhases = (asked: Asked): PhaseResults => ({
  wol: toDo,
  transfer: asked.transfer ? toDo : skipped,
  execution: asked.execution ? toDo : skipped,
  deletion: asked.deletion ? toDo : skipped,
  inventory: asked.inventory ? toDo : skipped,
  halt: asked.halt ? toDo : skipped,
})

export const isOver = ({ status }: PhaseResult): boolean => status === 'done' || status === 'skipped'

/** For the next attempt: what is done stays done, the phase that failed is to do again (E9). A machine may sleep again. */
export const phasesToResume = (results: PhaseResults): PhaseResults => ({
  wol: toDo,
  transfer: resumed(results.transfer),
  execution: resumed(results.execution),
  deletion: resumed(results.deletion),
  inventory: resumed(results.inventory),
  halt: resumed(results.halt),
})
const resumed = (result: PhaseResult): PhaseResult => (isOver(result) ? result : toDo)

/** The phase that comes next, or that runs; WOL only while it runs or has failed. */
export const nextPhase = (results: PhaseResults): Phase | null =>
  phases.find((phase) => (phase === 'wol' ? ['running', 'failed'].includes(results.wol.status) : !isOver(results[phase]))) ?? null

/** Whether an edge ever took it. */
export const hasBegun = ({ attempt }: Pick<ExecutionFacts, 'attempt'>): boolean => attempt > 0

/** The attempt as people count it: of the present launch, from 1; 0 before the first. */
export const attemptShown = ({ attempt, earlier }: Pick<ExecutionFacts, 'attempt' | 'earlier'>): number => Math.max(0, attempt - earlier)
