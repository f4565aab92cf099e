/** One attempt on one machine: reaches it, does the phases that are to do, tells of each through the journal, ends. */
import type { Order } from '#shared/contracts/edge.ts'
import { isOver } from '#shared/domain/deployment/execution.ts'
import type { Verdict } from '#shared/domain/deployment/on-claim.ts'
import type { BandwidthLimits, Pace } from '../bandwidth/limits.ts'
import type { Journal, ProgramName, Saved } from '../journal/journal.ts'
import { type Log, textOf } from '../log.ts'
import type { Archives } from '../mirror/archive.ts'
import type { Mirror } from '../mirror/mirror.ts'
import { beginsNothing, type Found, nextStep, nothingFound, type Run, type Step, type WorkPhase } from '../plan/plan.ts'
import type { Session, Transport } from '../ssh/transport.ts'
import { interruptProgram } from '../steps/follow-program.ts'
import { inspect } from '../steps/inspect.ts'
import type { StepEnd } from '../steps/step-end.ts'
import type { Wakings } from '../wol/wakings.ts'
import { type Ending, endingOf, heard, untilClosing } from './endings.ts'
import { executors } from './executors.ts'
import { reach, reconnect, type Way } from './reaching.ts'
import { sleep } from './sleep.ts'
import { type End, Telling, type TellingPorts } from './telling.ts'

export type AttemptPorts = TellingPorts & {
  readonly transport: Transport
  readonly journal: Journal
  readonly mirror: Mirror
  readonly archives: Archives
  readonly wakings: Wakings
  readonly bandwidth: BandwidthLimits
  readonly log: Log
  /** How long a machine that was reached may be away before the attempt fails. */
  readonly reconnectMs: number
}

/** The phase that runs, and how to break it off. */
type Current = { readonly phase: WorkPhase; readonly run: Run; readonly session: Session; readonly breaking: AbortController }

const longestTimerMs = 2 ** 31 - 1
const interruptAgainMs = 2000

export class Attempt {
  readonly order: Order
  private readonly ports: AttemptPorts
  private readonly telling: Telling
  private readonly leaving = new AbortController()
  private readonly isFresh: boolean
  private script: Saved['script']
  private haltAsked: boolean
  private verdict: Verdict = 'keep'
  private isReaching = false
  private isInterrupting = false
  private current: Current | null = null
  private timer: NodeJS.Timeout | null = null

  constructor(ports: AttemptPorts, saved: Saved) {
    this.ports = ports
    this.order = saved.order
    this.telling = new Telling(ports, saved)
    this.script = saved.script
    this.haltAsked = saved.haltAsked
    // The first lease of all: nobody was on the machine for this execution before.
    this.isFresh = saved.order.lease === 1 && saved.report === null && saved.script === 'none'
  }

  /** Ends when the attempt does. Throws only when the journal cannot be written. */
  async run(): Promise<void> {
    let session: Session | null = null
    const pace = this.ports.bandwidth.join(this.order)
    try {
      // Before a crash of ours it was asked to go: nobody waits for it to come back.
      if (this.haltAsked) {
        this.telling.end('halt', 'done')
        return this.telling.finish({ kind: 'success' })
      }
      this.isReaching = true
      this.react()
      if (this.telling.isOver) return
      const reached = await reach(this.way(), this.script === 'none' ? null : this.ports.reconnectMs)
      this.isReaching = false
      if (reached.kind === 'reached') session = await this.work(reached.session, pace)
      else if (reached.kind === 'failed') {
        const { code, detail, phase } = reached
        const ending = this.ending()
        if (ending !== null && this.script === 'none') return this.telling.finish(endFor(ending, false))
        this.telling.finish({ kind: 'failure', reason: { code, detail: detail.slice(0, 1000), phase } })
      }
    } catch (error) {
      // A fault of ours: told like any other failure, so that nobody waits for a lease to run out.
      const detail = textOf(error)
      this.ports.log('error', 'an attempt failed by a fault of the edge launcher', { execution: this.order.executionId, detail })
      this.telling.finish({ kind: 'failure', reason: this.telling.reason('ssh-failed', `fault of the edge launcher: ${detail}`) })
    } finally {
      if (this.timer) clearTimeout(this.timer)
      this.telling.fallSilent()
      session?.close()
      pace.leave()
    }
  }

  /** What the cloud says of it, with each claim. */
  hear(said: Verdict): void {
    this.verdict = heard(this.verdict, said)
    if (this.verdict === 'drop') this.drop()
    else this.react()
  }

  /** The edge launcher ends. What has nothing running goes back to the line; a script goes on, and is found again. */
  leave(): void {
    if (this.script === 'none' && !this.haltAsked) this.telling.finish({ kind: 'released' })
    else if (this.telling.hasUntold()) this.telling.flush()
    this.telling.fallSilent()
    this.leaving.abort('the edge launcher ends')
  }

  /** It is another's now: nothing more is done or told. */
  private drop(): void {
    if (this.telling.isOver) return
    this.telling.fallSilent()
    this.ports.journal.forget(this.order.executionId, this.order.lease)
    this.leaving.abort('dropped')
  }

  private way(): Way {
    const { order, telling } = this
    const { transport, wakings, now } = this.ports
    return { order, transport, wakings, telling, now, mayWake: () => this.ending() === null, signal: this.leaving.signal }
  }

  private ending(): Ending | null {
    return endingOf(this.verdict, this.order, this.ports.now())
  }

  /** Something was said, or an instant has come: does at once what cannot wait for the end of the phase. */
  private react(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.telling.isOver || this.leaving.signal.aborted) return
    const ms = untilClosing(this.order, this.ports.now())
    if (ms !== null) this.timer = setTimeout(() => this.react(), Math.min(ms, longestTimerMs))
    const ending = this.ending()
    if (ending === null) return
    if (this.isReaching && !this.mayRunThere(ending)) {
      this.telling.finish(endFor(ending, false))
      this.leaving.abort(ending.because)
    } else if (ending.urgency === 'now' && this.current !== null) this.interrupt(this.current)
  }

  private interrupt(current: Current): void {
    const { whenInterrupted } = executors[current.phase]
    if (whenInterrupted === 'break-off') current.breaking.abort('ended before its time')
    else if (whenInterrupted !== 'let-finish' && !this.isInterrupting) {
      this.isInterrupting = true
      this.telling.say('info', 'it is ended before its time')
      this.endOnMachine(current, whenInterrupted)
        .catch((error: unknown) => this.ports.log('error', 'a script could not be ended', { detail: textOf(error) }))
        .finally(() => (this.isInterrupting = false))
    }
  }

  /** Whoever follows the program sees that it has ended; over a lost connection that is tried again once there is another. */
  private async endOnMachine(current: Current, name: ProgramName): Promise<void> {
    const program = { executionId: this.order.executionId, name, attempt: current.run.attempt }
    while (this.current === current && !this.leaving.signal.aborted) {
      const end = await interruptProgram(current.session, program, this.leaving.signal)
      if (end.kind === 'failed') this.telling.say('error', `it could not be ended: ${end.detail}`)
      // It may only be about to start.
      await sleep(interruptAgainMs, this.leaving.signal)
    }
  }

  /** Gives the session that was used last, to be closed. */
  private async work(first: Session, pace: Pace): Promise<Session> {
    let session = first
    let found: Found | null = this.isFresh ? nothingFound : null
    while (!this.telling.isOver && !this.leaving.signal.aborted) {
      const step = found === null ? null : nextStep(this.order, this.telling.phases, found, this.script)
      const ending = this.ending()
      if (ending !== null && (step === null ? !this.mayRunThere(ending) : !beginsNothing(step))) {
        this.telling.finish(endFor(ending, false))
        break
      }
      const end = step === null ? await this.look(session, (seen) => (found = seen)) : await this.take(session, step, pace)
      if (this.telling.isOver || this.leaving.signal.aborted) break
      if (step?.kind === 'perform' && step.phase === 'transfer' && end.kind === 'done')
        found = { manifest: this.order.manifestSha256, script: found?.script ?? null }
      if (end.kind === 'failed') this.telling.finish({ kind: 'failure', reason: this.telling.reason(end.code, end.detail) })
      else if (end.kind === 'give-back') this.telling.finish({ kind: 'released' })
      else if (end.kind === 'interrupted') this.telling.finish(endFor(this.ending() ?? takenOver, true))
      else if (end.kind === 'lost') {
        session.close()
        this.isReaching = true
        this.react()
        const again = this.telling.isOver ? null : await reconnect(this.way(), end.detail, this.ports.reconnectMs)
        this.isReaching = false
        if (again === null) {
          if (!this.leaving.signal.aborted)
            this.telling.finish({ kind: 'failure', reason: this.telling.reason('connection-lost', this.lostDetail(end.detail)) })
          break
        }
        session = again
        found = null
      }
    }
    return session
  }

  /**
   * Whether something of it may run on the machine, so that it must be reached before it can be put off. After another's
   * lease only the machine knows; it is asked when what runs there is to be ended.
   */
  private mayRunThere({ urgency }: Ending): boolean {
    if (isOver(this.telling.result('execution'))) return false
    return this.script !== 'none' || (urgency === 'now' && !this.isFresh && this.telling.phase === 'connecting')
  }

  private lostDetail(detail: string): string {
    const minutes = Math.round(this.ports.reconnectMs / 60_000)
    const hope = this.script === 'none' ? '' : '; the script was started, and the next attempt finds out how it ended'
    return `${detail}; not reached again within ${minutes} min${hope}`
  }

  private async look(session: Session, onFound: (found: Found) => void): Promise<StepEnd<unknown>> {
    const end = await inspect(session, this.order.executionId, this.leaving.signal)
    if (end.kind === 'done') onFound(end.value)
    return end
  }

  private async take(session: Session, step: Step, pace: Pace): Promise<StepEnd<unknown>> {
    switch (step.kind) {
      case 'perform':
        return this.perform(session, step, pace)
      case 'transferred':
        this.telling.begin('transfer')
        this.telling.say('info', 'the files are on the machine already')
        this.telling.end('transfer', 'done')
        break
      case 'succeed':
        this.telling.finish({ kind: 'success' })
        break
      case 'lost-track': {
        const detail = 'the machine had confirmed the start, and now has no trace of it'
        this.telling.finish({ kind: 'unknown', reason: { code: 'outcome-unknown', detail, phase: 'execution' } })
        break
      }
    }
    return { kind: 'done', value: undefined }
  }

  private async perform(session: Session, { phase, run }: Extract<Step, { kind: 'perform' }>, pace: Pace): Promise<StepEnd<unknown>> {
    const { order, telling, ports } = this
    const breaking = new AbortController()
    this.current = { phase, run, session, breaking }
    telling.begin(phase)
    const work = executors[phase].perform({
      order,
      session,
      run,
      pace,
      telling,
      mirror: ports.mirror,
      archives: ports.archives,
      onScriptSent: () => {
        if (this.script === 'none') this.markScript('sent')
      },
      onScriptStarted: () => this.markScript('started'),
      onHaltAsked: () => {
        this.haltAsked = true
        ports.journal.haltAsked(order)
      },
      signal: AbortSignal.any([this.leaving.signal, breaking.signal]),
    })
    // It may have been asked to end while contact was lost.
    this.react()
    const end = await work
    this.current = null
    if (end.kind === 'done') telling.end(phase, 'done', phase === 'execution' ? 0 : null)
    else if (end.kind === 'failed') telling.end(phase, 'failed', phase === 'execution' ? end.exitCode : null)
    return end
  }

  private markScript(situation: Saved['script']): void {
    this.script = situation
    this.ports.journal.mark(this.order, situation)
  }
}

const endFor = ({ because }: Ending, interrupted: boolean): End =>
  because === 'stopped' ? { kind: 'stopped' } : { kind: 'put-off', because, interrupted }

// Ended before its time by an edge launcher that could not tell of it any more: it goes on in another directory.
const takenOver: Ending = { urgency: 'now', because: 'window-closed' }
