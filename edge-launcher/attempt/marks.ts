/** What a crash must not make forget: whether the script may have been started, whether the machine was asked to go. */
import type { Order } from '#shared/contracts/edge.ts'
import type { Journal, Saved, ScriptSituation } from '../journal/journal.ts'

export class Marks {
  script: ScriptSituation
  haltAsked: boolean
  private readonly journal: Pick<Journal, 'mark' | 'haltAsked'>
  private readonly order: Order

  constructor(journal: Pick<Journal, 'mark' | 'haltAsked'>, saved: Saved) {
    this.journal = journal
    this.order = saved.order
    // Another edge launcher saw it start: a machine that has no trace of it was wiped, and the script does not run again.
    this.script = saved.order.scriptStarted ? 'started' : saved.script
    this.haltAsked = saved.haltAsked
  }

  /** On the disk when this returns, as with the others. */
  scriptSent(): void {
    if (this.script === 'none') this.set('sent')
  }

  scriptStarted(): void {
    this.set('started')
  }

  machineAsked(): void {
    this.haltAsked = true
    this.journal.haltAsked(this.order)
  }

  private set(situation: ScriptSituation): void {
    this.script = situation
    this.journal.mark(this.order, situation)
  }
}
