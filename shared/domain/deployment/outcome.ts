/** What the end of an attempt does to its execution. Pure; `retryDelayMs` and instants in milliseconds since 1970. */
import { type ReasonCode, reasons } from './reasons.ts'
import type { Event } from './states.ts'

export type AttemptEnd =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure'; readonly reason: ReasonCode }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'released' }
  | { readonly kind: 'unknown' }

export type AttemptCount = { readonly attempt: number; readonly attempts: number; readonly retryDelayMs: number }

/** The event to apply and, when the execution is to be tried again, at which instant. */
export const consequenceOf = (
  end: AttemptEnd,
  count: AttemptCount,
  now: number,
): { readonly event: Event; readonly nextAt: number | null } => {
  switch (end.kind) {
    case 'success':
      return { event: 'success', nextAt: null }
    case 'stopped':
      return { event: 'stop', nextAt: null }
    case 'released':
      return { event: 'release', nextAt: null }
    case 'unknown':
      return { event: 'loss', nextAt: null }
    case 'failure':
      return reasons[end.reason].retryable && count.attempt < count.attempts
        ? { event: 'failure', nextAt: now + count.retryDelayMs }
        : { event: 'last-failure', nextAt: null }
  }
}
