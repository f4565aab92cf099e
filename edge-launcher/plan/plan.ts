/** What to do next for one order: pure, from the order and from what was found on the machine. */
import type { Order } from '#shared/contracts/edge.ts'
import type { ScriptSituation } from '../journal/journal.ts'

/** The latest attempt whose script was started on the machine. */
export type FoundScript = {
  readonly attempt: number
  readonly state: 'running' | 'exited' | 'vanished'
  readonly code: number | null
}
export type Found = {
  /** SHA-256 of the manifest whose files are complete there, or null. */
  readonly manifest: string | null
  readonly script: FoundScript | null
}
export const nothingFound: Found = { manifest: null, script: null }

export type Done = { readonly transfer: boolean; readonly execution: boolean; readonly deletion: boolean }

export type Step =
  | { readonly kind: 'transfer' }
  /** The files of this very manifest are there already. */
  | { readonly kind: 'transferred' }
  | { readonly kind: 'run'; readonly attempt: number; readonly mode: 'start' | 'follow' }
  | { readonly kind: 'skip-execution' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'skip-deletion' }
  | { readonly kind: 'succeed' }
  /** The machine once said that the script was started, and now knows nothing of it. */
  | { readonly kind: 'lost-track' }

type Asked = Pick<Order, 'attempt' | 'manifestSha256' | 'runScript' | 'deleteFiles'>

export const nextStep = (order: Asked, done: Done, found: Found, script: ScriptSituation): Step => {
  if (done.deletion) return { kind: 'succeed' }
  if (done.execution) return order.deleteFiles ? { kind: 'remove' } : { kind: 'skip-deletion' }
  if (order.runScript) {
    const followed = scriptToFollow(order.attempt, found.script)
    if (followed !== null) return { kind: 'run', attempt: followed, mode: 'follow' }
    if (script === 'started') return { kind: 'lost-track' }
  }
  if (!done.transfer) return found.manifest === order.manifestSha256 ? { kind: 'transferred' } : { kind: 'transfer' }
  return order.runScript ? { kind: 'run', attempt: order.attempt, mode: 'start' } : { kind: 'skip-execution' }
}

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
