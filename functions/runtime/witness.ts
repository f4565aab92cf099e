/** Writes the audit log: every change that somebody asked for, and everything that was refused to somebody who is known. */
import type { AuditLine } from '#shared/contracts/audit.ts'
import type { AuditStore } from '../adapters/audit.ts'
import type { Person } from '../use-cases/people/person.ts'
import type { Asked, Begun, Request, Witness, Witnessed } from './http.ts'

/** Asked for so often, and changing so little or nothing, that they would bury the rest. */
const unworthy = ['createLiveTicket', 'editPreferences', 'checkGroup'] as const

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : null)
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined

/** What it was done to: the id in the path, or of what was made. Names come from the answer, never from a secret of it. */
const objectOf = ({ request, output, route }: Omit<Witnessed<Person>, 'refusal'>): AuditLine['object'] => {
  // A new user and a new token come inside an answer whose other half is a secret. A machine has a `user` too: a mere name.
  // An imported group comes inside an answer that has no id of its own, as a deployment to a group has.
  const inside = [
    member(output, 'user'),
    member(output, 'details'),
    ...(member(output, 'id') === undefined ? [member(output, 'group')] : []),
  ]
  const made = inside.find((inner) => typeof inner === 'object' && inner !== null) ?? output
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

/** What changes something, but for what would bury the rest. */
const changes = ({ operation, route }: Asked<Person>): boolean =>
  route.access.kind !== 'public' && route.method !== 'GET' && !unworthy.some((name) => name === operation)

const isWorthy = (seen: Witnessed<Person>): boolean =>
  changes(seen) || (seen.route.access.kind !== 'public' && seen.refusal?.status === 403)

type Stamp = NonNullable<Begun>
const lineOfAsked = ({ operation, route, request, caller, body }: Asked<Person>, { id, at }: Stamp) => ({
  id,
  at,
  person: { id: caller.id, name: caller.login },
  via: caller.via.kind === 'session' ? 'session' : `token ${caller.via.name}`,
  from: addressOf(request),
  action: operation,
  right: route.access.kind === 'right' ? route.access.right : null,
  // Names only: what was sent may be secret.
  fields: typeof body === 'object' && body !== null ? Object.keys(body).slice(0, 50) : [],
  request: request.requestContext.requestId,
})

const lineOf = (seen: Witnessed<Person>, stamp: Stamp): AuditLine => {
  const { refusal, route } = seen
  return {
    ...lineOfAsked(seen, stamp),
    object: objectOf(seen),
    outcome: refusal === null ? 'done' : refusal.status >= 500 ? 'failed' : 'refused',
    status: refusal?.status ?? route.status,
    why: refusal?.why.slice(0, 500) ?? null,
  }
}

/** Two writes for what changes something, so that a function that ends between the deed and its line leaves the first. */
export const witnessTo = (
  audit: Pick<AuditStore, 'begin' | 'add'>,
  { newId, now }: { newId: () => string; now: () => number },
): Witness<Person> => {
  const stamp = (): Stamp => ({ id: newId(), at: new Date(now()).toISOString() })
  return {
    begin: async (asked) => {
      if (!changes(asked)) return null
      const begun = stamp()
      const object = objectOf({ ...asked, output: undefined })
      await audit.begin({ ...lineOfAsked(asked, begun), object, outcome: 'unknown', status: null, why: null })
      return begun
    },
    end: async (seen, begun) => {
      if (isWorthy(seen)) await audit.add(lineOf(seen, begun ?? stamp()))
    },
  }
}
