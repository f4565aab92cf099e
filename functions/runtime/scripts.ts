/**
 * The way in for scripts: `/scripts/…` is every route again, for personal access tokens. API Gateway's authorizer
 * knows only tokens of the identity provider, so that it lets these through and the function checks each.
 */
import { type Route, routeKey } from '#shared/contracts/route.ts'
import type { Request } from './http.ts'

export const scriptsRouteKey = 'ANY /scripts/{proxy+}'

export const isForScripts = (request: Request): boolean => request.routeKey === scriptsRouteKey

type Candidate = { readonly route: Route; readonly segments: readonly string[] }
const isParameter = (segment: string): boolean => segment.startsWith('{')

/** Literal segments win over parameters, as in API Gateway. */
const byPrecision = (a: Candidate, b: Candidate): number => {
  const at = a.segments.findIndex((segment, place) => isParameter(segment) !== isParameter(b.segments[place] ?? ''))
  return at < 0 ? 0 : isParameter(a.segments[at] ?? '') ? 1 : -1
}

/** The request as it would have come without `/scripts`; null: there is no such route. */
export const unwrapped = (
  routes: readonly Route[],
): ((request: Request) => { readonly key: string; readonly parameters: Record<string, string> } | null) => {
  const candidates = routes.map((route): Candidate => ({ route, segments: route.path.split('/').slice(1) })).sort(byPrecision)
  return (request) => {
    const parts = (request.pathParameters?.['proxy'] ?? '').split('/')
    for (const { route, segments } of candidates) {
      if (route.method !== request.requestContext.http.method || segments.length !== parts.length) continue
      if (!segments.every((segment, at) => isParameter(segment) || segment === parts[at])) continue
      const named = segments.flatMap((segment, at) => (isParameter(segment) ? [[segment.slice(1, -1), parts[at] ?? ''] as const] : []))
      return { key: routeKey(route), parameters: Object.fromEntries(named) }
    }
    return null
  }
}
