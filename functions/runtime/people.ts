/** Who a person is and what they may do: from the claims that API Gateway's authorizer has verified. */
import * as z from 'zod'
import type { Route } from '#shared/contracts/route.ts'
import { type Right, rightsOf } from '#shared/domain/rights.ts'
import { Refusal } from '../use-cases/refusal.ts'
import type { Request } from './http.ts'

export type Person = {
  readonly subject: string
  readonly name: string
  readonly profiles: readonly string[]
  readonly rights: ReadonlySet<Right>
}

/** API Gateway writes a list claim as the text `[a b]`. */
const Groups = z.union([z.array(z.string()), z.string().transform((text) => text.replace(/^\[|\]$/g, '').split(/[\s,]+/))]).default([])
const Authorizer = z.object({
  jwt: z.object({ claims: z.object({ sub: z.string(), username: z.string().optional(), 'cognito:groups': Groups }) }),
})

const nobody: Person = { subject: '', name: '', profiles: [], rights: new Set() }

/** The one place where a person's right is asked for. */
export const identifyPerson = async (request: Request, route: Route): Promise<Person> => {
  if (route.access.kind === 'public') return nobody
  const parsed = Authorizer.safeParse(request.requestContext.authorizer)
  if (!parsed.success || route.access.kind === 'edge' || route.access.kind === 'agent')
    throw new Refusal('unauthenticated', 'A valid access token is needed.')
  const { claims } = parsed.data.jwt
  const profiles = claims['cognito:groups'].filter((group) => group !== '')
  const person = { subject: claims.sub, name: claims.username ?? claims.sub, profiles, rights: rightsOf(profiles) }
  if (route.access.kind === 'right' && !person.rights.has(route.access.right))
    throw new Refusal('forbidden', `This needs the right ${route.access.right}, which your profiles do not hold.`)
  return person
}
