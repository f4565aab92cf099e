/** API Gateway's JWT authorizer: signature, issuer, times, audience, scopes. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import type { Authorizer } from './declared-api.ts'
import type { Claims } from './event.ts'

export type Authorization =
  | { readonly kind: 'authorized'; readonly claims: Claims; readonly scopes: readonly string[] | null }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }

const unauthorized = { kind: 'unauthorized' } as const

/** `header`: the Authorization header. Never throws for what a caller sends. */
export const authorize = async (
  header: string | undefined,
  { issuer, audiences }: Authorizer,
  scopes: readonly string[],
  jwks: (issuer: string) => Promise<JSONWebKeySet>,
): Promise<Authorization> => {
  const token = header?.replace(/^bearer\s+/i, '').trim()
  if (!token) return unauthorized
  const keys = createLocalJWKSet(await jwks(issuer))
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256', 'RS384', 'RS512'], requiredClaims: ['exp'] })
    // As in AWS: `aud` counts where there is one, else `client_id`, which is what Cognito's access tokens have.
    const named = payload.aud === undefined ? [payload['client_id']] : [payload.aud].flat()
    if (!named.some((audience) => typeof audience === 'string' && audiences.includes(audience))) return unauthorized
    const granted = [payload['scope'], payload['scp']].flat().flatMap((each) => (typeof each === 'string' ? each.split(' ') : []))
    if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) return { kind: 'forbidden' }
    return { kind: 'authorized', claims: payload, scopes: scopes.length > 0 ? granted : null }
  } catch {
    return unauthorized
  }
}
