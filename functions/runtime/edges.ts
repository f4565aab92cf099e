/** Which edge asks: a short token signed with its own key, for this route, used once. */
import { decodeProtectedHeader, importJWK, jwtVerify } from 'jose'
import * as z from 'zod'
import { edgeAudience } from '#shared/contracts/edge.ts'
import type { Route } from '#shared/contracts/route.ts'
import type { EdgeRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { Refusal } from '../use-cases/refusal.ts'
import type { Request } from './http.ts'

const lifetimeSeconds = 60
const skewSeconds = 60
const Claims = z.object({ iat: z.number(), exp: z.number(), jti: z.string().min(8).max(100), htm: z.string(), htu: z.string() })

const unauthenticated = (detail: string): Refusal => new Refusal('unauthenticated', detail)

/** null for the public route of enrolment. */
export const identifyEdge =
  (sites: SiteStore, now: () => number) =>
  async (request: Request, route: Route): Promise<EdgeRecord | null> => {
    if (route.access.kind === 'public') return null
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) throw unauthenticated('An edge token is needed.')
    const edgeId = keyId(token)
    const edge = edgeId === null ? null : await sites.edge(edgeId)
    if (!edge) throw unauthenticated('The edge is not enrolled.')
    const claims = await verified(token, edge, now())
    if (claims.exp - claims.iat > lifetimeSeconds) throw unauthenticated(`The edge token must not live longer than ${lifetimeSeconds} s.`)
    if (claims.htm !== route.method || claims.htu !== route.path) throw unauthenticated('The edge token is for another route.')
    if (!(await sites.firstUse(edge.id, claims.jti, claims.exp + 2 * skewSeconds))) throw unauthenticated('The edge token was used before.')
    return edge
  }

const keyId = (token: string): string | null => {
  try {
    const { kid } = decodeProtectedHeader(token)
    return kid !== undefined && /^[0-9A-Za-z_-]{1,64}$/.test(kid) ? kid : null
  } catch {
    return null
  }
}

const verified = async (token: string, edge: EdgeRecord, now: number): Promise<z.output<typeof Claims>> => {
  try {
    const key = await importJWK(edge.publicKey, 'EdDSA')
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      issuer: edge.id,
      audience: edgeAudience,
      clockTolerance: skewSeconds,
      currentDate: new Date(now),
    })
    return Claims.parse(payload)
  } catch (error) {
    throw unauthenticated(`The edge token is not valid: ${error instanceof Error ? error.message : ''}`)
  }
}
