/** Who a person is: from the claims that API Gateway's authorizer has verified, or from a personal access token. */
import * as z from 'zod'
import { line } from '#shared/contracts/common.ts'
import type { Route } from '#shared/contracts/route.ts'
import { type AccessTokenPorts, personOfToken } from '../use-cases/people/access-tokens.ts'
import { type Claims, type PeopleLoader, type Person, userIdOf } from '../use-cases/people/person.ts'
import { Refusal } from '../use-cases/refusal.ts'
import type { Request } from './http.ts'
import { isForScripts } from './scripts.ts'

/** API Gateway writes a list claim as the text `[a b]`. */
const Groups = z.union([z.array(z.string()), z.string().transform((text) => text.replace(/^\[|\]$/g, '').split(/[\s,]+/))]).default([])
// Whatever provider it comes from: what could deceive who reads it is not taken.
const optional = line(200).optional().catch(undefined)
const Authorizer = z.object({
  jwt: z.object({
    claims: z.object({
      sub: z.string().min(1),
      username: optional,
      preferred_username: optional,
      name: optional,
      email: optional,
      'cognito:groups': Groups,
    }),
  }),
})

const nobody: Person = {
  id: '',
  subject: '',
  login: '',
  name: '',
  profiles: [],
  rights: new Set(),
  userGroupIds: [],
  entityIds: [],
  perimeter: new Set(),
  expert: false,
  barred: null,
  via: { kind: 'session' },
}

const claimsOf = (request: Request): Claims => {
  const parsed = Authorizer.safeParse(request.requestContext.authorizer)
  if (!parsed.success) throw new Refusal('unauthenticated', 'A valid access token is needed.')
  const { claims } = parsed.data.jwt
  return {
    subject: claims.sub,
    login: claims.username ?? claims.preferred_username ?? null,
    name: claims.name ?? null,
    email: claims.email ?? null,
    groups: claims['cognito:groups'],
  }
}

/** Says who asks. Whether they may is `permitPerson`'s to say. */
export const identifyPerson =
  (people: PeopleLoader, tokens: Pick<AccessTokenPorts, 'accessTokens' | 'now'>) =>
  async (request: Request, route: Route): Promise<Person> => {
    if (route.access.kind === 'public') return nobody
    if (isForScripts(request)) {
      const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
      if (token === undefined) throw new Refusal('unauthenticated', 'A personal access token is needed.')
      return personOfToken(tokens, people, token)
    }
    const claims = claimsOf(request)
    return { ...(await people.load(userIdOf(claims.subject), claims)), via: { kind: 'session' } }
  }

/** The one place where a person's right is asked for. */
export const permitPerson = (person: Person, { access }: Route): void => {
  if (person.barred !== null) throw new Refusal('forbidden', person.barred)
  if (access.kind === 'edge' || access.kind === 'agent') throw new Refusal('forbidden', 'This is for edge launchers and inventory agents.')
  if (access.kind === 'right' && !person.rights.has(access.right))
    throw new Refusal(
      'forbidden',
      `This needs the right ${access.right}, which ${person.via.kind === 'token' ? 'the token does' : 'your profiles do'} not hold.`,
    )
}
