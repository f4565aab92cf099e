/** What a function's worker and the runner say to each other. Events and results travel as JSON, as in Lambda. */
import type { JudgedCall } from '../permissions/guard.ts'
import type { Statement } from '../template/roles.ts'

export type WorkerStart = {
  /** Absolute path of the source file. */
  readonly entry: string
  readonly handlerName: string
  readonly functionName: string
  readonly functionArn: string
  readonly roleName: string
  readonly statements: readonly Statement[]
  readonly socket: { readonly apiId: string; readonly stage: string }
  readonly memoryMb: number
  readonly compileCache: string
}

export type FunctionError = { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] }

export type ToWorker = { readonly id: string; readonly event: string; readonly deadline: number }

export type FromWorker =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'load-failed'; readonly error: FunctionError }
  | { readonly kind: 'result'; readonly id: string; readonly payload: string }
  | { readonly kind: 'error'; readonly id: string; readonly error: FunctionError }
  | { readonly kind: 'judged'; readonly call: JudgedCall }
