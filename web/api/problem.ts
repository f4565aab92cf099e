/** What can go wrong between the console and the API, in one closed list. The only reader of problem documents. */
import { type FieldError, Problem } from '#shared/contracts/problem.ts'

export const problemKinds = [
  'unreachable', // no answer: network, DNS, or the service is down
  'session-ended',
  'forbidden',
  'not-found',
  'conflict',
  'invalid',
  'too-many',
  'service', // the service answered that it failed
  'unintelligible', // an answer that is not what the contract says
] as const
export type ProblemKind = (typeof problemKinds)[number]

/** A failed call. Thrown, because react-query and forms catch it; `kind` says what to tell the person. */
export class ApiProblem extends Error {
  readonly kind: ProblemKind
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null
  /** The request's identifier in the service's logs. */
  readonly instance: string | null
  readonly fields: readonly FieldError[]

  constructor(
    kind: ProblemKind,
    facts: { detail: string; status?: number | null; instance?: string | null; fields?: readonly FieldError[]; cause?: unknown },
  ) {
    super(facts.detail, { cause: facts.cause })
    this.name = 'ApiProblem'
    this.kind = kind
    this.status = facts.status ?? null
    this.instance = facts.instance ?? null
    this.fields = facts.fields ?? []
  }
}

const kindOfStatus = (status: number): ProblemKind => {
  if (status === 401) return 'session-ended'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not-found'
  if (status === 409 || status === 412) return 'conflict'
  if (status === 429) return 'too-many'
  return status < 500 ? 'invalid' : 'service'
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The problem in an answer whose status is not the one promised. API Gateway's own `{message}` bodies are understood too. */
export const problemOf = (status: number, text: string): ApiProblem => {
  const body = parsed(text)
  const problem = Problem.safeParse(body)
  const kind = kindOfStatus(status)
  if (problem.success) {
    const { detail, instance, errors } = problem.data
    return new ApiProblem(kind, { detail, status, instance: instance ?? null, fields: errors ?? [] })
  }
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : `HTTP ${status}`
  return new ApiProblem(kind, { detail: message, status })
}

/** Worth asking again by itself: nothing that a person must change first. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.kind === 'unreachable' || error.kind === 'service' || error.kind === 'too-many'

/** `/options/attempts` and `body.options.attempts` both become `options.attempts`. */
const fieldName = (pointer: string): string =>
  pointer
    .replace(/^#?\//, '')
    .replace(/^body[./]/, '')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
    .replaceAll('/', '.')

/** Messages by field of a form; of several for one field, the first. */
export const faultsByField = (fields: readonly FieldError[]): Readonly<Record<string, string>> => {
  const faults: Record<string, string> = {}
  for (const { field, message } of fields) faults[fieldName(field)] ??= message
  return faults
}
