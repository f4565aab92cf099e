/** One attempt on one machine: reaches it, does the phases that are to do, tells of each through the journal, ends. */
import type { Order } from '#shared/contracts/edge.ts'
import type { BandwidthLimits, Pace } from '../bandwidth/limits.ts'
import type { Journal, Saved } from '../journal/journal.ts'
import { type Log, textOf } from '../log.ts'
import type { Archives } from '../mirror/archive.ts'
import type { Mirror } from '../mirror/mirror.ts'
import type { Session, Transport } from '../ssh/transport.ts'
import type { Wakings } from '../wol/wakings.ts'
import { Control, type Word } from './control.ts'
import { Doing } from './doing.ts'
import { endFor } from './endings.ts'
import { Marks } from './marks.ts'
import { reach, type Way } from './reaching.ts'
import { Telling, type TellingPorts } from './telling.ts'

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

export class Attempt {
  readonly order: Order
  private readonly ports: AttemptPorts
  private readonly telling: Telling
  private readonly marks: Marks
  private readonly control: Control
  private readonly doing: Doing
  private readonly way: Way
  private readonly pace: Pace
  private readonly leaving = new AbortController()

  /** `trustedUntil`: the instant until which the lease may be relied on, in milliseconds since 1970. */
  constructor(ports: AttemptPorts, saved: Saved, trustedUntil: number) {
    const { order } = saved
    const { transport, wakings, now, bandwidth } = ports
    this.ports = ports
    this.order = order
    this.telling = new Telling(ports, saved)
    this.marks = new Marks(ports.journal, saved)
    this.control = new Control(order, { now, trustedUntil, onChange: () => this.react() })
    const mayWake = () => this.control.ending() === null && this.control.isTrusted()
    this.way = { order, transport, wakings, telling: this.telling, now, mayWake, signal: this.leaving.signal }
    this.pace = bandwidth.join(order)
    const { telling, marks, control, way, pace, leaving } = this
    const isFresh = order.lease === 1 && saved.report === null && saved.script === 'none'
    this.doing = new Doing({ ...ports, order, isFresh, telling, marks, control, way, pace, leaving })
  }

  /** Ends when the attempt does. Throws only when the journal cannot be written. */
  async run(): Promise<void> {
    let session: Session | null = null
    try {
      this.control.watchClock()
      // Before a crash of ours it was asked to go: nobody waits for it to come back.
      if (this.marks.haltAsked) {
        this.telling.end('halt', 'done')
        this.telling.finish({ kind: 'success' })
      } else session = await this.reachAndWork()
    } catch (error) {
      // A fault of ours: told like any other failure, so that nobody waits for a lease to run out.
      const detail = textOf(error)
      this.ports.log('error', 'an attempt failed by a fault of the edge launcher', { execution: this.order.executionId, detail })
      this.telling.finish({ kind: 'failure', reason: this.telling.reason('ssh-failed', `fault of the edge launcher: ${detail}`) })
    } finally {
      this.control.ignoreClock()
      this.telling.fallSilent()
      session?.close()
      this.pace.leave()
    }
  }

  /** What the cloud says of it, with each claim. */
  hear(word: Word, trustedUntil: number): void {
    this.control.hear(word, trustedUntil)
  }

  /** The edge launcher ends. What has nothing running goes back to the line; a script goes on, and is found again. */
  leave(): void {
    if (this.marks.script === 'none' && !this.marks.haltAsked) this.telling.finish({ kind: 'released' })
    else if (this.telling.hasUntold()) this.telling.flush()
    this.telling.fallSilent()
    this.leaving.abort('the edge launcher ends')
  }

  private react(): void {
    if (this.control.isDropped()) this.drop()
    else this.doing.react()
  }

  /** It is another's now: nothing more is done or told. */
  private drop(): void {
    if (this.telling.isOver) return
    this.telling.fallSilent()
    this.ports.journal.forget(this.order.executionId, this.order.lease)
    this.leaving.abort('dropped')
  }

  private async reachAndWork(): Promise<Session | null> {
    const { telling, marks, control, doing, leaving } = this
    const reached = await doing.idly(async () =>
      leaving.signal.aborted ? ({ kind: 'given-up' } as const) : reach(this.way, marks.script === 'none' ? null : this.ports.reconnectMs),
    )
    if (reached.kind === 'given-up') return null
    if (reached.kind === 'reached') return doing.work(reached.session)
    const { code, detail, phase } = reached
    const ending = control.ending()
    if (ending !== null && marks.script === 'none') telling.finish(endFor(ending, false))
    else telling.finish({ kind: 'failure', reason: { code, detail: detail.slice(0, 1000), phase } })
    return null
  }
}
