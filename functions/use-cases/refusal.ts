/** A request that is refused for a reason the caller can mend. Use cases throw it; the door turns it into a problem (RFC 9457). */
import type { FieldError } from '#shared/contracts/problem.ts'

const kinds = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Not possible in the present state' },
  'unsupported-media-type': { status: 415, title: 'Not a type of content that is understood' },
} as const
export type RefusalKind = keyof typeof kinds

export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly errors: readonly FieldError[]

  constructor(kind: RefusalKind, detail: string, errors: readonly FieldError[] = []) {
    super(detail)
    this.kind = kind
    this.errors = errors
  }

  get status(): number {
    return kinds[this.kind].status
  }

  get title(): string {
    return kinds[this.kind].title
  }
}

export const notFound = (what: string, id: string, field = 'path.id'): Refusal =>
  new Refusal('not-found', `There is no ${what} ${id}.`, [{ field, value: id, message: `must be the id of a ${what} that exists` }])
export const invalid = (field: string, value: unknown, message: string): Refusal =>
  new Refusal('invalid-request', `${field} ${message}.`, [{ field, value, message }])
