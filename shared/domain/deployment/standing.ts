/** Where an execution stands, as one word that is counted and listed: the leaves of the report (F7). Pure. */
import { type ExecutionFacts, nextPhase } from './execution.ts'
import { isHeld, type Phase, phases, type State, states } from './states.ts'

/** Dot-joined: the state, then what tells it apart: `transfer.tried`, `rescheduled.execution.tried`, `failed.unreachable`. */
export type Standing = string

// These never got as far as a phase of the manual.
const unreachable = ['unreachable', 'connection-refused', 'no-mac-address', 'not-woken', 'authentication-failed', 'host-key-changed']

export const standingOf = (execution: Pick<ExecutionFacts, 'state' | 'phases' | 'used' | 'reason'>): Standing => {
  const { state, reason } = execution
  const tried = execution.used > 0 ? 'tried' : 'fresh'
  if (isHeld(state)) return state === 'claimed' ? `claimed.${nextPhase(execution.phases) ?? 'halt'}.${tried}` : `${state}.${state}.${tried}`
  switch (state) {
    case 'done':
    case 'unknown':
      return state
    case 'stopped':
      return reason?.code === 'bundle-failed' ? 'stopped.bundle' : 'stopped.person'
    case 'failed':
      return `failed.${failedIn(reason)}`
    case 'scheduled':
    case 'rescheduled':
    case 'ready':
    case 'paused':
      return `${state}.${nextPhase(execution.phases) ?? 'halt'}.${tried}`
    default:
      return state
  }
}

const failedIn = (reason: ExecutionFacts['reason']): string => {
  if (reason === null) return 'other'
  if (reason.code === 'out-of-time') return 'out-of-time'
  if (reason.phase === null && unreachable.includes(reason.code)) return 'unreachable'
  return reason.phase === 'wol' ? 'unreachable' : (reason.phase ?? 'other')
}

const stateNamed: ReadonlyMap<string, State> = new Map(states.map((state) => [state, state]))
export const stateOfStanding = (standing: Standing): State | null => stateNamed.get(standing.split('.', 1)[0] ?? '') ?? null

export type StandingCounts = { readonly [standing: Standing]: number }

/** Counts by state, from counts by standing. */
export const countsByState = (counts: StandingCounts): Partial<Record<State, number>> => {
  const sums: Partial<Record<State, number>> = {}
  for (const [standing, count] of Object.entries(counts)) {
    const state = stateOfStanding(standing)
    if (state !== null && count !== 0) sums[state] = (sums[state] ?? 0) + count
  }
  return sums
}

/** A figure of the report: `standings` are the beginnings of the standings that it counts, to list what is behind it. */
export type Figure = {
  readonly id: string
  readonly count: number
  /** Of all executions, 0 to 100, one decimal. */
  readonly percent: number
  readonly standings: readonly string[]
  readonly parts: readonly Figure[]
}

type Shape = { readonly id: string; readonly standings: readonly string[]; readonly parts?: readonly Shape[] }

const waitingFor = (phase: Phase): Shape => {
  const waits = ['scheduled', 'ready', 'claimed', 'rescheduled'].map((state) => `${state}.${phase}.`)
  return { id: `waiting-${phase}`, standings: waits, parts: [{ id: 'tried', standings: waits.map((standing) => `${standing}tried`) }] }
}
const running = (phase: Phase): Shape => ({
  id: `running-${phase}`,
  standings: [`${phase}.`],
  parts: [{ id: 'tried', standings: [`${phase}.${phase}.tried`] }],
})

/** The manual's tree: succeeded, stopped, in progress (waiting for and in each phase, those already tried), failed (where). */
const tree: readonly Shape[] = [
  { id: 'succeeded', standings: ['done'] },
  {
    id: 'stopped',
    standings: ['stopped'],
    parts: [
      { id: 'by-person', standings: ['stopped.person'] },
      { id: 'by-bundle', standings: ['stopped.bundle'] },
    ],
  },
  { id: 'paused', standings: ['paused'] },
  {
    id: 'in-progress',
    standings: ['scheduled', 'ready', 'claimed', 'rescheduled', ...phases.map((phase) => `${phase}.`)],
    parts: phases.flatMap((phase) => [waitingFor(phase), running(phase)]),
  },
  {
    id: 'failed',
    standings: ['failed', 'unknown'],
    parts: [
      { id: 'unreachable', standings: ['failed.unreachable'] },
      ...phases.filter((phase) => phase !== 'wol').map((phase) => ({ id: `in-${phase}`, standings: [`failed.${phase}`] })),
      { id: 'out-of-time', standings: ['failed.out-of-time'] },
      { id: 'other', standings: ['failed.other'] },
      { id: 'unknown', standings: ['unknown'] },
    ],
  },
]

export const reportOf = (counts: StandingCounts, total: number): readonly Figure[] => tree.map((shape) => figureOf(shape, counts, total))

const figureOf = (shape: Shape, counts: StandingCounts, total: number): Figure => {
  const count = Object.entries(counts).reduce(
    (sum, [standing, of]) => (shape.standings.some((start) => standing.startsWith(start)) ? sum + of : sum),
    0,
  )
  return {
    id: shape.id,
    count,
    percent: total === 0 ? 0 : Math.round((count * 1000) / total) / 10,
    standings: shape.standings,
    parts: (shape.parts ?? []).map((part) => figureOf(part, counts, total)),
  }
}
