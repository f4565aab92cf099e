/**
 * The one table of an execution's states (one package on one machine inside a deployment).
 *
 * Everything that moves an execution reads it: the store takes its write condition from it (`statesBefore`),
 * the edge its next phase, the console the buttons that are enabled, the tests their cases.
 */

/** The phases of an execution, in order. */
export const phases = ['transfer', 'execution', 'deletion'] as const
export type Phase = (typeof phases)[number]

export const states = [
  'scheduled', // waits for its start date
  'ready', // may be claimed by an edge of the machine's site
  'claimed', // leased to an edge, which is connecting
  'transfer',
  'execution',
  'deletion',
  'done',
  'failed',
  'rescheduled', // an attempt failed, or was put off; waits for its next one
  'stopped', // a person ended it
  'unknown', // the script was started, and whether it finished can no longer be known
] as const
export type State = (typeof states)[number]

/** Nothing happens to these any more unless a person asks for it. */
export const endStates = ['done', 'failed', 'stopped', 'unknown'] as const satisfies readonly State[]
/** Waiting, for an instant or for an edge: no edge holds them. */
export const waitingStates = ['scheduled', 'rescheduled', 'ready'] as const satisfies readonly State[]
/** Leased to an edge. */
export const heldStates = ['claimed', 'transfer', 'execution', 'deletion'] as const satisfies readonly State[]

export const events = [
  'due', // its next instant has come
  'claim', // an edge takes it
  'connecting', // it is still reaching the machine
  'transfer-begins',
  'execution-begins',
  'deletion-begins',
  'success', // every phase that was asked for is done
  'failure', // the attempt failed, others are left
  'last-failure', // the attempt failed and was the last, or trying again cannot help
  'release', // the edge gives it back with nothing begun (it is shutting down)
  'lease-expiry', // the edge has not renewed its lease
  'stop', // a person stops it; for what an edge holds, at the end of the phase
  'loss', // the edge cannot tell whether the script ran
] as const
export type Event = (typeof events)[number]

export type Move = {
  readonly from: readonly State[]
  readonly event: Event
  readonly to: State
  /** Whether the move counts against the number of attempts. An edge that died does not; a script that failed does. */
  readonly consumesAttempt: boolean
}

const move = (from: readonly State[], event: Event, to: State, consumesAttempt = false): Move => ({ from, event, to, consumesAttempt })

export const moves: readonly Move[] = [
  move(['scheduled', 'rescheduled'], 'due', 'ready'),
  move(['ready'], 'claim', 'claimed'),
  // Reports carry the whole situation, so that one that overtakes another is enough: phases may be skipped, never walked back.
  move(['claimed'], 'connecting', 'claimed'),
  move(['claimed', 'transfer'], 'transfer-begins', 'transfer'),
  move(['claimed', 'transfer', 'execution'], 'execution-begins', 'execution'),
  move(['claimed', 'transfer', 'execution', 'deletion'], 'deletion-begins', 'deletion'),
  move(heldStates, 'success', 'done'),
  move(heldStates, 'failure', 'rescheduled', true),
  move(heldStates, 'last-failure', 'failed', true),
  move(heldStates, 'release', 'ready'),
  move(heldStates, 'lease-expiry', 'ready'),
  move(waitingStates, 'stop', 'stopped'),
  move(heldStates, 'stop', 'stopped'),
  move(heldStates, 'loss', 'unknown', true),
]

/** The move that an event makes from a state, or null where the table has none. */
export const moveFrom = (state: State, event: Event): Move | null =>
  moves.find((candidate) => candidate.event === event && candidate.from.includes(state)) ?? null

/** The states in which an event is legal: the store's write condition. */
export const statesBefore = (event: Event): readonly State[] =>
  moves.filter((candidate) => candidate.event === event).flatMap((candidate) => candidate.from)

const includes = <T extends string>(list: readonly T[], value: string): value is T => (list as readonly string[]).includes(value)
export const isWaiting = (state: State): boolean => includes(waitingStates, state)
export const isHeld = (state: State): boolean => includes(heldStates, state)
