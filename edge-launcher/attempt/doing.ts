/** Does the steps of one attempt over a session, and over the next one when contact was lost. */
import type { Order } from '#shared/contracts/edge.ts'
import { isOver } from '#shared/domain/deployment/execution.ts'
import type { Pace } from '../bandwidth/limits.ts'
import type { Log } from '../log.ts'
import type { Archives } from '../mirror/archive.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { beginsNothing, type Found, nextStep, nothingFound, type Step } from '../plan/plan.ts'
import type { Session } from '../ssh/transport.ts'
import { inspect } from '../steps/inspect.ts'
import { doneStep, type StepEnd } from '../steps/step-end.ts'
import type { Control } from './control.ts'
import { type Ending, endFor, takenOver } from './endings.ts'
import { executors } from './executors.ts'
import { type Current, interrupt } from './interruption.ts'
import type { Marks } from './marks.ts'
import { reconnect, type Way } from './reaching.ts'
import type { Telling } from './telling.ts'

export type Tools = {
  readonly order: Order
  /** The first lease of all: nobody was on the machine for this execution before. */
  readonly isFresh: boolean
  readonly telling: Telling
  readonly marks: Marks
  readonly control: Control
  readonly way: Way
  readonly pace: Pace
  readonly mirror: Mirror
  readonly archives: Archives
  readonly log: Log
  /** How long a machine that was reached may be away before the attempt fails. */
  readonly reconnectMs: number
  /** Aborts it all. */
  readonly leaving: AbortController
}

export class Doing {
  private readonly tools: Tools
  private current: Current | null = null
  /** Nothing of it runs because of us: the machine is being reached, or the cloud waited for. */
  private isIdle = false
  private found: Found | null

  constructor(tools: Tools) {
    this.tools = tools
    this.found = tools.isFresh ? nothingFound : null
  }

  /** Does at once what cannot wait for the end of the phase. */
  react(): void {
    const { telling, control, leaving } = this.tools
    const ending = control.ending()
    if (ending === null || telling.isOver || leaving.signal.aborted) return
    if (this.isIdle && !this.mayRunThere(ending)) this.putOff(ending)
    else if (ending.urgency === 'now' && this.current !== null) interrupt(this.current, () => this.current, this.tools)
  }

  /** Meanwhile it can be put off at once. */
  async idly<T>(wait: () => Promise<T>): Promise<T> {
    this.isIdle = true
    this.react()
    const result = await wait()
    this.isIdle = false
    return result
  }

  /** Gives the session that was used last, to be closed. */
  async work(first: Session): Promise<Session> {
    const { telling, control, marks, order, leaving } = this.tools
    let session = first
    while (!telling.isOver && !leaving.signal.aborted) {
      const step = this.found === null ? null : nextStep(order, telling.phases, this.found, marks.script)
      const begins = step !== null && !beginsNothing(step)
      const ending = control.ending()
      if (ending !== null && (step === null ? !this.mayRunThere(ending) : begins)) this.putOff(ending)
      else if (begins && !control.isTrusted()) {
        telling.say('info', 'the cloud does not answer: nothing is begun until it does')
        await this.idly(() => control.untilTrusted(leaving.signal))
      } else {
        const end = step === null ? await this.look(session) : await this.take(session, step)
        if (end.kind === 'lost' && !leaving.signal.aborted) {
          session.close()
          const again = await this.comeBack(end.detail)
          if (again === null) break
          session = again
        } else this.settle(end)
      }
    }
    return session
  }

  /**
   * Whether something of it may run on the machine, so that it must be reached before it can be put off. After another's
   * lease only the machine knows; it is asked when what runs there is to be ended.
   */
  private mayRunThere({ urgency }: Ending): boolean {
    const { telling, marks, isFresh } = this.tools
    if (isOver(telling.result('execution'))) return false
    return marks.script !== 'none' || (urgency === 'now' && !isFresh && telling.phase === 'connecting')
  }

  private putOff(ending: Ending): void {
    this.tools.telling.finish(endFor(ending, false))
    this.tools.leaving.abort(ending.because)
  }

  private settle(end: StepEnd<unknown>): void {
    const { telling, control, leaving } = this.tools
    if (leaving.signal.aborted) return
    if (end.kind === 'failed') telling.finish({ kind: 'failure', reason: telling.reason(end.code, end.detail) })
    else if (end.kind === 'give-back') telling.finish({ kind: 'released' })
    else if (end.kind === 'interrupted') telling.finish(endFor(control.ending() ?? takenOver, true))
  }

  private async comeBack(detail: string): Promise<Session | null> {
    const { telling, marks, way, reconnectMs, leaving } = this.tools
    const again = await this.idly(() => reconnect(way, detail, reconnectMs))
    this.found = null
    if (again !== null || leaving.signal.aborted) return again
    const hope = marks.script === 'none' ? '' : '; the script was started, and the next attempt finds out how it ended'
    const lost = `${detail}; not reached again within ${Math.round(reconnectMs / 60_000)} min${hope}`
    telling.finish({ kind: 'failure', reason: telling.reason('connection-lost', lost) })
    return null
  }

  private async look(session: Session): Promise<StepEnd<unknown>> {
    const { order, leaving } = this.tools
    const end = await inspect(session, order.executionId, leaving.signal)
    if (end.kind === 'done') this.found = end.value
    return end
  }

  private async take(session: Session, step: Step): Promise<StepEnd<unknown>> {
    const { telling } = this.tools
    switch (step.kind) {
      case 'perform':
        return this.perform(session, step)
      case 'transferred':
        telling.begin('transfer')
        telling.say('info', 'the files are on the machine already')
        telling.end('transfer', 'done')
        break
      case 'succeed':
        telling.finish({ kind: 'success' })
        break
      case 'lost-track': {
        const detail = 'the machine had confirmed the start, and now has no trace of it'
        telling.finish({ kind: 'unknown', reason: { code: 'outcome-unknown', detail, phase: 'execution' } })
        break
      }
    }
    return doneStep
  }

  private async perform(session: Session, { phase, run }: Extract<Step, { kind: 'perform' }>): Promise<StepEnd<unknown>> {
    const { telling, order, leaving } = this.tools
    const breaking = new AbortController()
    this.current = { phase, run, session, breaking }
    telling.begin(phase)
    const work = executors[phase].perform({
      ...this.tools,
      session,
      run,
      signal: AbortSignal.any([leaving.signal, breaking.signal]),
    })
    // It may have been asked to end while contact was lost.
    this.react()
    const end = await work
    this.current = null
    if (end.kind === 'done') telling.end(phase, 'done', phase === 'execution' ? 0 : null)
    else if (end.kind === 'failed') telling.end(phase, 'failed', phase === 'execution' ? end.exitCode : null)
    if (end.kind === 'done' && phase === 'transfer') this.found = { manifest: order.manifestSha256, script: this.found?.script ?? null }
    return end
  }
}
