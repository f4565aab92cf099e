/** What the cloud and the clock say of an attempt: whether it is to end, and whether it may begin anything. */
import type { Claimed, Order } from '#shared/contracts/edge.ts'
import type { Verdict } from '#shared/domain/deployment/on-claim.ts'
import { type Ending, endingOf, heard, type Limits, untilClosing } from './endings.ts'
import { sleep } from './sleep.ts'

/** What the cloud says of one that is held. */
export type Word = Pick<Claimed['holding'][number], 'verdict' | 'endsAt'>

const longestTimerMs = 2 ** 31 - 1

export class Control {
  private limits: Limits
  private readonly now: () => number
  private readonly onChange: () => void
  private verdict: Verdict = 'keep'
  /** Milliseconds since 1970. */
  private trustedUntil: number
  private onHeard: () => void = () => {}
  private timer: NodeJS.Timeout | null = null

  /** `onChange`: something was said, or an instant has come. */
  constructor(order: Order, { now, trustedUntil, onChange }: { now: () => number; trustedUntil: number; onChange: () => void }) {
    this.limits = order
    this.now = now
    this.trustedUntil = trustedUntil
    this.onChange = onChange
  }

  ending(): Ending | null {
    return endingOf(this.verdict, this.limits, this.now())
  }

  isDropped(): boolean {
    return this.verdict === 'drop'
  }

  hear({ verdict, endsAt }: Word, trustedUntil: number): void {
    this.trustedUntil = Math.max(this.trustedUntil, trustedUntil)
    this.verdict = heard(this.verdict, verdict)
    if (endsAt !== undefined && endsAt !== this.limits.endsAt) {
      this.limits = { ...this.limits, endsAt }
      this.watchClock()
    }
    this.onChange()
    this.onHeard()
  }

  /** Calls `onChange` when an instant of the order comes. */
  watchClock(): void {
    this.ignoreClock()
    const ms = untilClosing(this.limits, this.now())
    if (ms === null) return
    this.timer = setTimeout(
      () => {
        this.watchClock()
        this.onChange()
      },
      Math.min(ms, longestTimerMs),
    )
  }

  ignoreClock(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }

  /** Whether the lease can still be relied on; later another edge launcher may hold the execution, or a person have stopped it. */
  isTrusted(): boolean {
    return this.now() < this.trustedUntil
  }

  async untilTrusted(signal: AbortSignal): Promise<void> {
    while (!this.isTrusted() && !signal.aborted) {
      const word = new AbortController()
      this.onHeard = () => word.abort()
      await sleep(longestTimerMs, AbortSignal.any([word.signal, signal]))
    }
  }
}
