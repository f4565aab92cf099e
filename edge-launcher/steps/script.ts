/** The package's own script: what is run, and what its end means. */
import type { Order } from '#shared/contracts/edge.ts'
import type { ProgramEnd } from './follow-program.ts'
import { failedStep, lostStep, type StepEnd } from './step-end.ts'

/** The command as it is run and shown: what the package says, then what the deployment adds. */
export const commandOf = ({ manifest, parameters }: Pick<Order, 'manifest' | 'parameters'>): string =>
  parameters === '' ? manifest.command : `${manifest.command} ${parameters}`

export const scriptEnd = (end: ProgramEnd, timeoutMs: number): StepEnd<number> => {
  switch (end.kind) {
    case 'lost':
      return lostStep(end.detail)
    case 'not-started':
      return failedStep('transfer-failed', `the script could not be started: ${end.detail}`)
    case 'vanished':
      return failedStep('script-failed', 'the script ended without an exit code: it was killed, or the machine restarted')
    case 'ended':
      return ended(end, timeoutMs)
  }
}

const ended = ({ code, how }: Extract<ProgramEnd, { kind: 'ended' }>, timeoutMs: number): StepEnd<number> => {
  if (how === 'interrupted') return { kind: 'interrupted' }
  if (how === 'timed-out') return failedStep('script-timeout', `the script was ended after ${Math.round(timeoutMs / 1000)} s`, code)
  if (code === null) return failedStep('script-failed', 'the exit code could not be read')
  return code === 0 ? { kind: 'done', value: 0 } : failedStep('script-failed', `exit code ${code}`, code)
}
