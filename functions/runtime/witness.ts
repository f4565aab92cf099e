/** Writes the audit log: every change that somebody asked for, and everything that was refused to somebody who is known. */
import type { AuditLine } from '#shared/contracts/audit.ts'
import type { Person } from '../use-cases/people/person.ts'
import type { Request, Witnessed } from './http.ts'

/** Asked for so often, and changing so little, that they would bury the rest. */
const unworthy = ['createLiveTicket', 'editPreferences'] as const

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : null)
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined

/** What it was done to: the id in the path, or of what was made. Names come from the answer, never from a secret of it. */
const objectOf = ({ request, output, route }: Witnessed<Person>): AuditLine['object'] => {
  // A new user and a new token come inside an answer whose other half is a secret. A machine has a `user` too: a mere name.
  const made = [member(output, 'user'), member(output, 'details')].find((inner) => typeof inner === 'object' && inner !== null) ?? output
  const id = text(request.pathParameters?.['id']) ?? text(member(made, 'id'))
  if (id === null) return null
  const kind = route.path.split('/')[1] ?? ''
  return { kind, id, name: text(member(made, 'login')) ?? text(member(made, 'name')) ?? text(member(made, 'label')) ?? '' }
}

/** Behind CloudFront the gateway sees CloudFront, and what CloudFront saw stands before it; who calls the gateway itself may have made that up. */
const addressOf = ({ headers, requestContext }: Request): string => {
  const seen = requestContext.http.sourceIp
  const before = headers['x-forwarded-for']?.split(',').at(-2)?.trim()
  return before === undefined || !/^[0-9A-Fa-f:.]{2,45}$/.test(before) ? seen : `${before} via ${seen}`
}

const isWorthy = ({ operation, route, refusal }: Witnessed<Person>): boolean => {
  if (route.access.kind === 'public') return false
  if (refusal?.status === 403) return true
  return route.method !== 'GET' && !unworthy.some((name) => name === operation)
}

export const lineOf = (seen: Witnessed<Person>, stamp: { id: string; now: number }): AuditLine => {
  const { operation, route, request, caller, body, refusal } = seen
  return {
    id: stamp.id,
    at: new Date(stamp.now).toISOString(),
    person: { id: caller.id, name: caller.login },
    via: caller.via.kind === 'session' ? 'session' : `token ${caller.via.name}`,
    from: addressOf(request),
    action: operation,
    right: route.access.kind === 'right' ? route.access.right : null,
    object: objectOf(seen),
    // Names only: what was sent may be secret.
    fields: typeof body === 'object' && body !== null ? Object.keys(body).slice(0, 50) : [],
    outcome: refusal === null ? 'done' : refusal.status >= 500 ? 'failed' : 'refused',
    status: refusal?.status ?? route.status,
    why: refusal?.why.slice(0, 500) ?? null,
    request: request.requestContext.requestId,
  }
}

export const witnessTo =
  (audit: { readonly add: (line: AuditLine) => Promise<void> }, { newId, now }: { newId: () => string; now: () => number }) =>
  async (seen: Witnessed<Person>): Promise<void> => {
    if (isWorthy(seen)) await audit.add(lineOf(seen, { id: newId(), now: now() }))
  }
