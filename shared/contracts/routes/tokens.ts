/** Personal access tokens, each person's own. Scripts use them at `/api/scripts/…` in place of `/api/…`. */
import * as z from 'zod'
import { route } from '../route.ts'
import { AccessToken, CreateAccessToken, NewAccessToken } from '../tokens.ts'
import { byId, signedIn } from './pieces.ts'

export const tokensRoutes = {
  listAccessTokens: route({
    method: 'GET',
    path: '/access-tokens',
    tag: 'Session',
    summary: "One's personal access tokens that have not expired",
    access: signedIn,
    status: 200,
    response: z.object({ items: z.array(AccessToken) }).meta({ id: 'AccessTokens' }),
  }),
  createAccessToken: route({
    method: 'POST',
    path: '/access-tokens',
    tag: 'Session',
    summary: "Make a personal access token with some of one's rights; it is shown this once",
    description: 'Send it as `Authorization: Bearer pulse_…` to the same routes under `/api/scripts`.',
    access: signedIn,
    body: CreateAccessToken,
    status: 201,
    response: NewAccessToken,
  }),
  revokeAccessToken: route({
    method: 'DELETE',
    path: '/access-tokens/{id}',
    tag: 'Session',
    summary: 'Revoke a personal access token',
    access: signedIn,
    params: byId,
    status: 204,
  }),
} as const
