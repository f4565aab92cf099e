/** Ends the phase that runs before its time. */
import type { Order } from '#shared/contracts/edge.ts'
import type { ProgramName } from '../journal/journal.ts'
import { type Log, textOf } from '../log.ts'
import type { Run, WorkPhase } from '../plan/plan.ts'
import type { Session } from '../ssh/transport.ts'
import { interruptProgram } from '../steps/follow-program.ts'
import { executors } from './executors.ts'
import { sleep } from './sleep.ts'
import type { Telling } from './telling.ts'

/** The phase that runs. `breaking` breaks its command off; `isEnding`: its program is being ended on the machine. */
export type Current = {
  readonly phase: WorkPhase
  readonly run: Run
  readonly session: Session
  readonly breaking: AbortController
  isEnding?: boolean
}

type Surroundings = {
  readonly order: Order
  readonly telling: Telling
  readonly log: Log
  readonly leaving: AbortController
}

const againMs = 2000

/** `present`: the phase that runs then. */
export const interrupt = (current: Current, present: () => Current | null, around: Surroundings): void => {
  const { whenInterrupted } = executors[current.phase]
  if (whenInterrupted === 'break-off') current.breaking.abort('ended before its time')
  else if (whenInterrupted !== 'let-finish' && !current.isEnding) {
    current.isEnding = true
    around.telling.say('info', 'it is ended before its time')
    endOnMachine(current, whenInterrupted, present, around).catch((error: unknown) =>
      around.log('error', 'a script could not be ended', { detail: textOf(error) }),
    )
  }
}

/** Whoever follows the program sees that it has ended; over a lost connection that is tried again once there is another. */
const endOnMachine = async (
  current: Current,
  name: ProgramName,
  present: () => Current | null,
  { order, telling, leaving }: Surroundings,
): Promise<void> => {
  const program = { executionId: order.executionId, name, attempt: current.run.attempt }
  while (present() === current && !leaving.signal.aborted) {
    const end = await interruptProgram(current.session, program, leaving.signal)
    if (end.kind === 'failed') telling.say('error', `it could not be ended: ${end.detail}`)
    // It may only be about to start.
    await sleep(againMs, leaving.signal)
  }
}
