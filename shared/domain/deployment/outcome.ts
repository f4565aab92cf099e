/** What the failure of an attempt does to its execution. Pure; `retryDelayMs` and instants in milliseconds since 1970. */
import { type ReasonCode, reasons } from './reasons.ts'

export type AttemptCount = { readonly attempt: number; readonly attempts: number; readonly retryDelayMs: number }

/** The event to apply and, when the execution is to be tried again, not before which instant. */
export const afterFailure = (
  reason: ReasonCode,
  { attempt, attempts, retryDelayMs }: AttemptCount,
  now: number,
): { readonly event: 'failure' | 'last-failure'; readonly nextAt: number | null } =>
  reasons[reason].retryable && attempt < attempts
    ? { event: 'failure', nextAt: now + retryDelayMs }
    : { event: 'last-failure', nextAt: null }
