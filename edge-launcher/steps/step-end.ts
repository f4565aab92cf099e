/** How a step on a machine ends. */
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'

export type StepEnd<T = undefined> =
  | { readonly kind: 'done'; readonly value: T }
  /** The attempt has failed. `exitCode`: of the script, where it is the script that failed. */
  | { readonly kind: 'failed'; readonly code: ReasonCode; readonly detail: string; readonly exitCode: number | null }
  /** Contact was lost: nothing is known of how the step went. */
  | { readonly kind: 'lost'; readonly detail: string }
  /** It was ended on the machine before its time. */
  | { readonly kind: 'interrupted' }
  /** The cloud's addresses have expired: the order must be given anew. */
  | { readonly kind: 'give-back'; readonly detail: string }

export const failedStep = (code: ReasonCode, detail: string, exitCode: number | null = null): StepEnd<never> => ({
  kind: 'failed',
  code,
  detail: detail.slice(0, 1000),
  exitCode,
})
export const lostStep = (detail: string): StepEnd<never> => ({ kind: 'lost', detail })
export const doneStep: StepEnd = { kind: 'done', value: undefined }
