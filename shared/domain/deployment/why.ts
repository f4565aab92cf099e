/** One sentence: why an execution is not done, and what happens next. Instants as ISO text in UTC. Pure. */
import { type ReasonCode, reasons } from './reasons.ts'
import type { State } from './states.ts'

export type Situation = {
  readonly state: State
  readonly attempt: number
  readonly attempts: number
  readonly nextAt: string | null
  readonly edgeId: string | null
  readonly reason: { readonly code: ReasonCode; readonly detail: string } | null
}

const clock = (instant: string | null): string => (instant === null ? 'soon' : `${instant.slice(0, 10)} at ${instant.slice(11, 19)} UTC`)
const because = ({ reason }: Situation): string =>
  reason === null ? '' : `: ${reasons[reason.code].sentence}${reason.detail === '' ? '' : ` (${reason.detail})`}`
const tries = ({ attempt, attempts }: Situation): string => `Attempt ${attempt} of ${attempts}`

/** null when there is nothing to explain: it is done. */
export const whyNotDone = (situation: Situation): string | null => {
  switch (situation.state) {
    case 'done':
      return null
    case 'scheduled':
      return `Starts ${clock(situation.nextAt)}.`
    case 'ready':
      return situation.reason
        ? `Waits for a free edge launcher of its site${because(situation)}.`
        : 'Waits for a free edge launcher of its site.'
    case 'claimed':
      return `${tries(situation)}: edge launcher ${situation.edgeId ?? ''} is connecting.`
    case 'transfer':
      return `${tries(situation)}: files are being sent.`
    case 'execution':
      return `${tries(situation)}: the script is running.`
    case 'deletion':
      return `${tries(situation)}: files are being removed.`
    case 'rescheduled':
      return `${tries(situation)} did not succeed${because(situation)}. Next attempt ${clock(situation.nextAt)}.`
    case 'failed':
      return `${tries(situation)} was the last${because(situation)}.`
    case 'stopped':
      return 'Stopped by a person.'
    case 'unknown':
      return `The outcome is unknown${because(situation)}. Look at the machine before trying again.`
  }
}
