/** The public API as the runner uses it, with a token of the local administrator. */

import * as z from 'zod'
import type { Route, RouteOutput, RouteRequest } from '#shared/contracts/route.ts'
import { routeKey } from '#shared/contracts/route.ts'

const requestLimitMs = 30_000
const Sent = z.object({ params: z.record(z.string(), z.string()).optional(), body: z.unknown().optional() })

export type Answered<R extends Route> =
  | { readonly kind: 'ok'; readonly body: RouteOutput<R> }
  | { readonly kind: 'refused'; readonly status: number; readonly text: string }

/** Throws when the API does not answer, or answers what the route does not promise. */
export const callApi = async <R extends Route>(
  access: { api: string; token: string },
  route: R,
  request: RouteRequest<R>,
): Promise<Answered<R>> => {
  const { params = {}, body } = Sent.parse(request)
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const response = await fetch(`${access.api}${path}`, {
    method: route.method,
    headers: { authorization: `Bearer ${access.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(requestLimitMs),
  })
  const text = await response.text()
  if (response.status !== route.status)
    return { kind: 'refused', status: response.status, text: `${routeKey(route)} answered ${response.status}: ${text}` }
  // The route's own schema says what this is.
  const parsed = route.response ? route.response.parse(JSON.parse(text)) : undefined
  return { kind: 'ok', body: parsed as RouteOutput<R> }
}
