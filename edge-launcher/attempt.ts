/** One attempt on one machine: connects, does the plan's steps, tells of each through the journal, ends. */

import type { LogLine, PhaseResult, PhaseResults, Reason } from '#shared/contracts/deployments.ts'
import type { Order, Report } from '#shared/contracts/edge.ts'
import { HostKey } from '#shared/contracts/machines.ts'
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'
import { type Phase, phases } from '#shared/domain/deployment/states.ts'
import type { Journal, Position, Saved } from './journal/journal.ts'
import { type Log, textOf } from './log.ts'
import type { Archives } from './mirror/archive.ts'
import type { Mirror } from './mirror/mirror.ts'
import { type Found, nextStep, nothingFound, type Step } from './plan/plan.ts'
import type { Session, Transport } from './ssh/transport.ts'
import { inspect } from './steps/inspect.ts'
import { remove } from './steps/remove.ts'
import { commandOf, runAndFollow } from './steps/run-script.ts'
import { doneStep, type StepEnd } from './steps/step-end.ts'
import { transfer } from './steps/transfer.ts'

export type AttemptPorts = {
  readonly transport: Transport
  readonly journal: Journal
  readonly mirror: Mirror
  readonly archives: Archives
  readonly now: () => number
  readonly log: Log
  /** A report waits in the outbox. */
  readonly onReport: () => void
  /** How long a machine that was reached may be away before the attempt fails. */
  readonly reconnectMs: number
}

type Line = Report['log'][number]
type End = NonNullable<Report['end']>

const toDo: PhaseResult = { status: 'to-do', startedAt: null, endedAt: null, exitCode: null }

// Output is told at this pace: soon enough to watch, few enough requests.
const flushMs = 300
const mostLines = 400
const mostCharacters = 40_000
const reconnectPausesMs = [2000, 4000, 8000, 16_000, 30_000]

export class Attempt {
  readonly order: Order
  private readonly ports: AttemptPorts
  private readonly ending = new AbortController()
  private seq: number
  private script: Saved['script']
  private position: Position
  private phase: Report['phase'] = 'connecting'
  private phases: PhaseResults
  private contact: Report['contact'] = null
  private lines: Line[] = []
  private characters = 0
  private flushTimer: NodeJS.Timeout | null = null
  private isStopping = false
  private isOver = false
  private readonly isFresh: boolean

  constructor(ports: AttemptPorts, saved: Saved) {
    this.ports = ports
    this.order = saved.order
    this.seq = saved.seq
    this.script = saved.script
    this.position = { followed: saved.followed, out: saved.out, err: saved.err, hostKey: saved.hostKey }
    this.phase = saved.report?.phase ?? 'connecting'
    this.phases = saved.report?.phases ?? saved.order.phases
    // The first lease of all: nobody was on the machine for this execution before.
    this.isFresh = saved.order.lease === 1 && saved.report === null && saved.script === 'none'
  }

  /** Ends when the attempt does. Throws only when the journal cannot be written. */
  async run(): Promise<void> {
    let session: Session | null = null
    try {
      const connected = await this.ports.transport.connect(this.order.machine, {
        hostKey: this.pinned(),
        signal: this.ending.signal,
      })
      if (this.ending.signal.aborted) return
      if (connected.kind === 'failed') {
        // Of a script that was started before a restart of ours nothing is known yet: the machine may only be away.
        session = this.script === 'none' || connected.code === 'host-key-changed' ? null : await this.reconnect(connected.detail)
        if (session === null) return this.failConnecting(connected.code, connected.detail, connected.hostKey)
      } else session = connected.session
      this.learn(session.hostKey)
      session = await this.work(session)
    } catch (error) {
      // A fault of ours: told like any other failure, so that nobody waits for a lease to run out.
      this.ports.log('error', 'an attempt failed by a fault of the edge launcher', {
        execution: this.order.executionId,
        detail: textOf(error),
      })
      this.finish({ kind: 'failure', reason: this.reason('ssh-failed', `fault of the edge launcher: ${textOf(error)}`) })
    } finally {
      if (this.flushTimer) clearTimeout(this.flushTimer)
      session?.close()
    }
  }

  /** A person stopped it: it ends after the phase that runs. */
  stop(): void {
    this.isStopping = true
    if (this.phase === 'connecting' && this.script === 'none') this.endEarly({ kind: 'stopped' })
  }

  /** It is another's now: nothing more is done or told. */
  drop(): void {
    if (this.isOver) return
    this.isOver = true
    this.ports.journal.forget(this.order.executionId, this.order.lease)
    this.ending.abort('dropped')
  }

  /** The edge launcher ends. What has no script running goes back to the line; a script goes on, and is found again. */
  leave(): void {
    if (this.script === 'none') this.endEarly({ kind: 'released' })
    else if (!this.isOver && this.lines.length > 0) this.flush(null)
    this.isOver = true
    this.ending.abort('the edge launcher ends')
  }

  private endEarly(end: End): void {
    if (this.isOver) return
    this.flush(end)
    this.ending.abort(end.kind)
  }

  private pinned(): string | null {
    return this.order.machine.hostKey ?? this.position.hostKey
  }

  private learn(hostKey: string): void {
    const known = HostKey.safeParse(hostKey)
    this.contact = { hostKey: known.success ? known.data : null, ssh: true }
    this.position = { ...this.position, hostKey }
  }

  private failConnecting(code: ReasonCode, detail: string, offered: string | null): void {
    const known = HostKey.safeParse(offered)
    this.contact = { hostKey: known.success ? known.data : null, ssh: false }
    this.say('error', detail, null)
    this.finish({ kind: 'failure', reason: { code, detail, phase: null } })
  }

  /** Gives the session that was used last, to be closed. */
  private async work(first: Session): Promise<Session> {
    let session = first
    let found: Found | null = this.isFresh ? nothingFound : null
    while (!this.isOver) {
      if (this.isStopping) {
        this.finish({ kind: 'stopped' })
        return session
      }
      const end: StepEnd<unknown> =
        found === null ? await this.look(session, (seen) => (found = seen)) : await this.perform(session, this.plan(found))
      if (this.isOver || this.ending.signal.aborted) return session
      if (end.kind === 'failed') this.finish({ kind: 'failure', reason: this.reason(end.code, end.detail) }, end.exitCode)
      else if (end.kind === 'give-back') this.finish({ kind: 'released' })
      else if (end.kind === 'lost') {
        session.close()
        const again = await this.reconnect(end.detail)
        if (again === null) {
          if (!this.isOver) this.finish({ kind: 'failure', reason: this.reason('connection-lost', this.lostDetail(end.detail)) })
          return session
        }
        session = again
        found = null
      }
    }
    return session
  }

  private lostDetail(detail: string): string {
    const minutes = Math.round(this.ports.reconnectMs / 60_000)
    const hope = this.script === 'none' ? '' : '; the script was started, and the next attempt finds out how it ended'
    return `${detail}; not reached again within ${minutes} min${hope}`
  }

  private plan(found: Found): Step {
    const isDone = (phase: Phase) => ['done', 'skipped'].includes(this.result(phase).status)
    const done = { transfer: isDone('transfer'), execution: isDone('execution'), deletion: isDone('deletion') }
    return nextStep(this.order, done, found, this.script)
  }

  private async look(session: Session, onFound: (found: Found) => void): Promise<StepEnd<unknown>> {
    const end = await inspect(session, this.order.executionId, this.ending.signal)
    if (end.kind === 'done') {
      onFound(end.value)
      // Files that were complete once may be gone: a machine can be installed anew at any time.
      if (this.result('execution').status === 'to-do' && end.value.manifest !== this.order.manifestSha256) this.setPhase('transfer', toDo)
    }
    return end
  }

  private async perform(session: Session, step: Step): Promise<StepEnd<unknown>> {
    const { signal } = this.ending
    switch (step.kind) {
      case 'transfer':
        return this.during('transfer', () => {
          const bytes = this.order.manifest.files.reduce((sum, { size }) => sum + size, 0)
          this.say('info', `transfer of ${this.order.manifest.files.length} files, ${bytes} bytes`)
          this.flush(null)
          return transfer(this.ports, session, this.order, signal)
        })
      case 'transferred':
        return this.during('transfer', async () => {
          this.say('info', 'the files are on the machine already')
          return doneStep
        })
      case 'run':
        return this.during('execution', () => this.follow(session, step))
      case 'skip-execution':
        return this.skip('execution')
      case 'remove':
        return this.during('deletion', () => {
          this.say('info', 'removal of the files')
          this.flush(null)
          return remove(session, this.order.executionId, signal)
        })
      case 'skip-deletion':
        return this.skip('deletion')
      case 'succeed':
        this.finish({ kind: 'success' })
        return doneStep
      case 'lost-track':
        this.finish({
          kind: 'unknown',
          reason: {
            code: 'outcome-unknown',
            detail: 'the machine had confirmed the start, and now has no trace of it',
            phase: 'execution',
          },
        })
        return doneStep
    }
  }

  private async follow(session: Session, { attempt, mode }: Extract<Step, { kind: 'run' }>): Promise<StepEnd<number>> {
    if (this.result('transfer').status === 'to-do') this.setPhase('transfer', { ...this.result('transfer'), status: 'skipped' })
    if (this.position.followed !== attempt) {
      this.position = { ...this.position, followed: attempt, out: 0, err: 0 }
      if (mode === 'follow')
        this.say('info', `the script of attempt ${attempt} is on the machine already: it is followed, not started again`)
      else this.say('command', commandOf(this.order))
    }
    // Written first: whatever happens from here on, the script may have been started.
    if (mode === 'start' && this.script === 'none') this.markScript('sent')
    this.flush(null)
    const end = await runAndFollow(
      session,
      this.order,
      {
        attempt,
        mode,
        out: this.position.out,
        err: this.position.err,
        onStarted: () => {
          if (attempt === this.order.attempt) this.markScript('started')
        },
        onLine: (stream, text, upTo) => {
          this.position = { ...this.position, [stream === 'stdout' ? 'out' : 'err']: upTo }
          this.say(stream, text)
        },
        onNote: (text) => this.say('info', text),
      },
      this.ending.signal,
    )
    if (end.kind === 'done') this.say('exit', '0')
    else if (end.kind === 'failed')
      this.say(end.exitCode === null ? 'error' : 'exit', end.exitCode === null ? end.detail : String(end.exitCode))
    return end
  }

  private markScript(situation: Saved['script']): void {
    this.script = situation
    this.ports.journal.mark(this.order, situation)
  }

  private result(phase: Phase): PhaseResult {
    return this.phases[phase] ?? toDo
  }

  private setPhase(phase: Phase, result: PhaseResult): void {
    this.phases = { ...this.phases, [phase]: result }
  }

  private async during<T>(phase: Phase, work: () => Promise<StepEnd<T>>): Promise<StepEnd<T>> {
    this.phase = phase
    const before = this.result(phase)
    const startedAt = before.startedAt ?? this.instant()
    this.setPhase(phase, { status: 'running', startedAt, endedAt: null, exitCode: null })
    const end = await work()
    if (end.kind === 'done' || end.kind === 'failed') {
      const exitCode = phase !== 'execution' ? null : end.kind === 'done' ? 0 : end.exitCode
      this.setPhase(phase, { status: end.kind, startedAt, endedAt: this.instant(), exitCode })
    }
    return end
  }

  private async skip(phase: Phase): Promise<StepEnd> {
    this.setPhase(phase, { status: 'skipped', startedAt: null, endedAt: null, exitCode: null })
    return doneStep
  }

  private reason(code: ReasonCode, detail: string): Reason {
    return { code, detail: detail.slice(0, 1000), phase: phases.find((phase) => phase === this.phase) ?? null }
  }

  /** A new session on the same machine, or null when it stays away for too long or nobody wants it any more. */
  private async reconnect(detail: string): Promise<Session | null> {
    const deadline = this.ports.now() + this.ports.reconnectMs
    this.say('info', `contact lost (${detail}); trying again`)
    for (let tries = 0; ; tries++) {
      const pause = reconnectPausesMs[Math.min(tries, reconnectPausesMs.length - 1)] ?? 30_000
      if (this.ports.now() + pause > deadline) return null
      await sleep(pause, this.ending.signal)
      if (this.ending.signal.aborted || this.isOver) return null
      const connected = await this.ports.transport.connect(this.order.machine, { hostKey: this.pinned(), signal: this.ending.signal })
      if (connected.kind === 'connected') {
        this.say('info', 'contact again')
        return connected.session
      }
      // Neither of these mends itself, and a machine counts failed logins.
      if (connected.code === 'host-key-changed' || connected.code === 'authentication-failed') return null
    }
  }

  private say(stream: LogLine['stream'], text: string, phase: Phase | null = phases.find((one) => one === this.phase) ?? null): void {
    if (this.isOver) return
    this.lines.push({ at: this.instant(), phase, stream, text: text.slice(0, 16_000) })
    this.characters += text.length
    if (this.lines.length >= mostLines || this.characters >= mostCharacters) this.flush(null)
    else this.flushTimer ??= setTimeout(() => this.flush(null), flushMs)
  }

  private finish(end: End, exitCode: number | null = null): void {
    if (this.isOver) return
    if (end.kind === 'failure' && this.phase === 'execution' && exitCode !== null)
      this.setPhase('execution', { ...this.result('execution'), exitCode })
    // A phase that contact was lost in has not ended well.
    if (end.kind === 'failure' && end.reason.phase !== null && this.result(end.reason.phase).status === 'running')
      this.setPhase(end.reason.phase, { ...this.result(end.reason.phase), status: 'failed', endedAt: this.instant() })
    this.flush(end)
  }

  /** One report of the whole situation, with the lines that have come; on the disk when this returns. */
  private flush(end: Report['end']): void {
    if (this.flushTimer) clearTimeout(this.flushTimer)
    this.flushTimer = null
    if (this.isOver) return
    this.seq += 1
    const { executionId, deploymentId, lease, attempt, machine } = this.order
    const report: Report = {
      executionId,
      deploymentId,
      machineId: machine.id,
      lease,
      attempt,
      seq: this.seq,
      at: this.instant(),
      phase: end === null ? this.phase : 'ended',
      phases: this.phases,
      end,
      contact: this.contact,
      log: this.lines,
    }
    this.ports.journal.report(report, this.position)
    this.lines = []
    this.characters = 0
    this.contact = null
    if (end !== null) this.isOver = true
    this.ports.onReport()
  }

  private instant(): string {
    return new Date(this.ports.now()).toISOString()
  }
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
