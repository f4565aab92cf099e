/** What one attempt tells: its situation and the lines of its log, as reports that are on the disk before they are sent. */
import type { LogLine, PhaseResult, PhaseResults, Reason } from '#shared/contracts/deployments.ts'
import type { Order, Report } from '#shared/contracts/edge.ts'
import { HostKey } from '#shared/contracts/machines.ts'
import { toDo } from '#shared/domain/deployment/execution.ts'
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'
import { type Phase, phases } from '#shared/domain/deployment/states.ts'
import type { Journal, Position, Saved } from '../journal/journal.ts'

export type End = NonNullable<Report['end']>
export type TellingPorts = {
  readonly journal: Pick<Journal, 'report'>
  readonly now: () => number
  /** A report waits in the outbox. */
  readonly onReport: () => void
}

// Output is told at this pace: soon enough to watch, few enough requests.
const flushMs = 300
const mostLines = 400
const mostCharacters = 40_000

export class Telling {
  /** Where it stands, for the next report. */
  phase: Report['phase']
  phases: PhaseResults
  position: Position
  /** The last word is said, or nobody wants to hear more. */
  isOver = false
  private readonly ports: TellingPorts
  private readonly order: Order
  private seq: number
  private contact: Report['contact'] = null
  private scriptStarted: boolean
  private lines: Report['log'] = []
  private characters = 0
  private timer: NodeJS.Timeout | null = null

  constructor(ports: TellingPorts, saved: Saved) {
    this.ports = ports
    this.order = saved.order
    this.seq = saved.seq
    this.position = saved.position
    this.phase = saved.report?.phase ?? 'connecting'
    this.phases = saved.report?.phases ?? saved.order.phases
    this.scriptStarted = saved.script === 'started' || saved.order.scriptStarted
  }

  result(phase: Phase): PhaseResult {
    return this.phases[phase]
  }

  currentPhase(): Phase | null {
    return phases.find((one) => one === this.phase) ?? null
  }

  begin(phase: Phase): void {
    this.phase = phase
    const { status, startedAt: before } = this.result(phase)
    const startedAt = status === 'running' && before !== null ? before : this.instant()
    this.set(phase, { status: 'running', startedAt, endedAt: null, exitCode: null })
  }

  end(phase: Phase, status: 'done' | 'failed', exitCode: number | null = null): void {
    this.set(phase, { ...this.result(phase), status, endedAt: this.instant(), exitCode })
  }

  set(phase: Phase, result: PhaseResult): void {
    this.phases = { ...this.phases, [phase]: result }
  }

  reason(code: ReasonCode, detail: string): Reason {
    return { code, detail: detail.slice(0, 1000), phase: this.currentPhase() }
  }

  /** What was learnt of the machine while connecting. It is hostile: a key that is none is not passed on. */
  met({ hostKey, address }: { readonly hostKey: string | null; readonly address: string | null }, ssh: boolean): void {
    const known = HostKey.safeParse(hostKey)
    this.contact = { hostKey: known.success ? known.data : null, ssh, address }
  }

  /** Told soon, whatever the script says: whoever takes over must know. */
  startedScript(): void {
    this.scriptStarted = true
    this.soon()
  }

  say(stream: LogLine['stream'], text: string, phase: Phase | null = this.currentPhase()): void {
    if (this.isOver) return
    this.lines.push({ at: this.instant(), phase, stream, text: text.slice(0, 16_000) })
    this.characters += text.length
    if (this.lines.length >= mostLines || this.characters >= mostCharacters) this.flush()
    else this.soon()
  }

  private soon(): void {
    if (!this.isOver) this.timer ??= setTimeout(() => this.flush(), flushMs)
  }

  /** On the disk when this returns. */
  flush(): void {
    this.tell(null)
  }

  hasUntold(): boolean {
    return !this.isOver && this.lines.length > 0
  }

  finish(end: End): void {
    if (this.isOver) return
    for (const phase of phases)
      if (this.result(phase).status === 'running') this.set(phase, cutShort(this.result(phase), end, this.instant()))
    this.tell(end)
  }

  /** Nothing more is told. */
  fallSilent(): void {
    this.isOver = true
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  private tell(end: End | null): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.isOver) return
    this.seq += 1
    const { executionId, deploymentId, lease, attempt, machine } = this.order
    this.ports.journal.report(
      {
        executionId,
        deploymentId,
        machineId: machine.id,
        lease,
        attempt,
        seq: this.seq,
        at: this.instant(),
        phase: end === null ? this.phase : 'ended',
        phases: this.phases,
        scriptStarted: this.scriptStarted,
        end,
        contact: this.contact,
        log: this.lines,
      },
      this.position,
    )
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

/** A phase that ran when the attempt ended: it has not ended well, or is to be done again. */
const cutShort = (result: PhaseResult, end: End, endedAt: string): PhaseResult =>
  end.kind === 'put-off' || end.kind === 'released' ? toDo : { ...result, status: 'failed', endedAt }
