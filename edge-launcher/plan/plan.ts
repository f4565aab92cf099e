/** What to do next for one order: pure, from the order, from what is done, and from what was found on the machine. */
import type { Order } from '#shared/contracts/edge.ts'
import { isOver, type PhaseResults } from '#shared/domain/deployment/execution.ts'
import type { Phase } from '#shared/domain/deployment/states.ts'
import type { ScriptSituation } from '../journal/journal.ts'

/** The latest attempt whose script was started on the machine. `interrupted`: it was ended before its time. */
export type FoundScript = {
  readonly attempt: number
  readonly state: 'running' | 'exited' | 'interrupted' | 'vanished'
  readonly code: number | null
}
export type Found = {
  /** SHA-256 of the manifest whose files are complete there, or null. */
  readonly manifest: string | null
  readonly script: FoundScript | null
}
export const nothingFound: Found = { manifest: null, script: null }

/** What needs a session on the machine; it is woken to get one. */
export type WorkPhase = Exclude<Phase, 'wol'>
/** Which attempt's program, and whether it may be started. */
export type Run = { readonly attempt: number; readonly mode: 'start' | 'follow' }

export type Step =
  | { readonly kind: 'perform'; readonly phase: WorkPhase; readonly run: Run }
  /** The files of this very manifest are there already. */
  | { readonly kind: 'transferred' }
  | { readonly kind: 'succeed' }
  /** The machine once said that the script was started, and now knows nothing of it. */
  | { readonly kind: 'lost-track' }

type Asked = Pick<Order, 'attempt' | 'manifestSha256'>

export const nextStep = (order: Asked, results: PhaseResults, found: Found, script: ScriptSituation): Step => {
  const perform = (phase: WorkPhase): Step => ({ kind: 'perform', phase, run: { attempt: order.attempt, mode: 'start' } })
  const hasFiles = found.manifest === order.manifestSha256
  if (!isOver(results.execution)) {
    const followed = scriptToFollow(order.attempt, found.script)
    if (followed !== null) return { kind: 'perform', phase: 'execution', run: { attempt: followed, mode: 'follow' } }
    if (script === 'started') return { kind: 'lost-track' }
    // Whatever was transferred once: a machine can be installed anew at any time.
    if (!hasFiles) return perform('transfer')
    return isOver(results.transfer) ? perform('execution') : { kind: 'transferred' }
  }
  if (!isOver(results.transfer)) return hasFiles ? { kind: 'transferred' } : perform('transfer')
  const next = (['deletion', 'inventory', 'halt'] as const).find((phase) => !isOver(results[phase]))
  return next ? perform(next) : { kind: 'succeed' }
}

/** Whether the step only takes up what runs, or tells of what is over: it begins nothing. */
export const beginsNothing = (step: Step): boolean => step.kind !== 'perform' || step.run.mode === 'follow'

/**
 * The attempt whose script is there to be followed, or null when this attempt's is still to be started. An earlier
 * attempt of which contact was lost is taken up again while it runs, and counts when it has succeeded meanwhile:
 * a script never runs twice at a time, nor again after a success.
 */
const scriptToFollow = (attempt: number, script: FoundScript | null): number | null => {
  if (script === null) return null
  if (script.attempt >= attempt) return script.attempt
  const counts = script.state === 'running' || (script.state === 'exited' && script.code === 0)
  return counts ? script.attempt : null
}
