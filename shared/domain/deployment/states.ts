/**
 * The one table of an execution's states (one package on one machine inside a deployment).
 *
 * Everything that moves an execution reads it: the store takes its write condition from it (`statesBefore`),
 * the edge its next phase, the console the buttons that are enabled, the tests and the simulator their cases.
 */

/** The phases of an execution, in order. `halt` halts or restarts the machine. */
export const phases = ['wol', 'transfer', 'execution', 'deletion', 'inventory', 'halt'] as const
export type Phase = (typeof phases)[number]

export const states = [
  'scheduled', // no attempt was made yet; waits for its start date, its window or its turn in a bundle
  'ready', // may be claimed by an edge of the machine's site
  'claimed', // leased to an edge, which is connecting
  'wol',
  'transfer',
  'execution',
  'deletion',
  'inventory',
  'halt',
  'done',
  'failed',
  'rescheduled', // an attempt failed, or was put off; waits for its next one
  'paused', // a person put it off until further notice
  'stopped', // a person ended it, or what it needed in the same bundle did not succeed
  'unknown', // the script was started, and whether it finished can no longer be known
] as const
export type State = (typeof states)[number]

/** Nothing happens to these any more unless a person asks for it. */
export const endStates = ['done', 'failed', 'stopped', 'unknown'] as const satisfies readonly State[]
/** Waiting, for an instant, for an edge or for a person: no edge holds them. */
export const waitingStates = ['scheduled', 'rescheduled', 'ready', 'paused'] as const satisfies readonly State[]
/** Leased to an edge. */
export const heldStates = ['claimed', ...phases] as const satisfies readonly State[]

export const events = [
  'due', // its next instant has come
  'claim', // an edge takes it
  'connecting', // it is still reaching the machine
  'wol-begins',
  'transfer-begins',
  'execution-begins',
  'deletion-begins',
  'inventory-begins',
  'halt-begins',
  'success', // every phase that was asked for is done
  'failure', // the attempt failed, others are left
  'last-failure', // the attempt failed and was the last, or trying again cannot help
  'release', // the edge gives it back with nothing begun (it is shutting down)
  'lease-expiry', // the edge has not renewed its lease
  'put-off', // the window is closed and no attempt was made yet
  'put-off-begun', // the window is closed; it goes on in the next one
  'time-runs-out', // the end date has passed
  'pause', // a person pauses it; what an edge holds, at the end of the phase
  'resume', // a person lets it go on, and no attempt was made yet
  'resume-begun', // a person lets it go on
  'stop', // a person stops it; what an edge holds, at the end of the phase
  'bundle-breaks', // what it needed in the same bundle did not succeed
  'loss', // the edge cannot tell whether the script ran
  'turn-comes', // what it waited for in the bundle succeeded while it was paused
  'relaunch', // a person wants it tried again
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

/** Reports carry the whole situation, so that one that overtakes another is enough: phases may be skipped, never walked back. */
const begins = (phase: Phase): Move => move(['claimed', ...phases.slice(0, phases.indexOf(phase) + 1)], `${phase}-begins`, phase)

export const moves: readonly Move[] = [
  move(['scheduled', 'rescheduled'], 'due', 'ready'),
  move(['ready'], 'claim', 'claimed'),
  move(['claimed'], 'connecting', 'claimed'),
  ...phases.map(begins),
  move(heldStates, 'success', 'done'),
  move(heldStates, 'failure', 'rescheduled', true),
  move(heldStates, 'last-failure', 'failed', true),
  move(heldStates, 'release', 'ready'),
  move(heldStates, 'lease-expiry', 'ready'),
  move(['scheduled', 'ready'], 'put-off', 'scheduled'),
  move(['rescheduled', 'ready', ...heldStates], 'put-off-begun', 'rescheduled'),
  move([...waitingStates, ...heldStates], 'time-runs-out', 'failed'),
  move(['scheduled', 'rescheduled', 'ready', ...heldStates], 'pause', 'paused'),
  move(['paused'], 'turn-comes', 'paused'),
  move(['paused'], 'resume', 'scheduled'),
  move(['paused'], 'resume-begun', 'rescheduled'),
  move([...waitingStates, ...heldStates], 'stop', 'stopped'),
  move(waitingStates, 'bundle-breaks', 'stopped'),
  move(heldStates, 'loss', 'unknown', true),
  move(endStates, 'relaunch', 'rescheduled'),
]

/** The move that an event makes from a state, or null where the table has none. */
export const moveFrom = (state: State, event: Event): Move | null =>
  moves.find((candidate) => candidate.event === event && candidate.from.includes(state)) ?? null

/** The states in which an event is legal: the store's write condition. */
export const statesBefore = (event: Event): readonly State[] =>
  moves.filter((candidate) => candidate.event === event).flatMap((candidate) => candidate.from)

const includes = <T extends string>(list: readonly T[], value: string): value is T => (list as readonly string[]).includes(value)
export const isWaiting = (state: State): state is (typeof waitingStates)[number] => includes(waitingStates, state)
export const isHeld = (state: State): state is (typeof heldStates)[number] => includes(heldStates, state)
export const hasEnded = (state: State): state is (typeof endStates)[number] => includes(endStates, state)
