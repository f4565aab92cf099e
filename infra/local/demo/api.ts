/** The public API as anyone calls it: HTTPS, a token, the routes of the contract. */
import { type Route, routeKey } from '#shared/contracts/route.ts'

type Asked = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Milliseconds. */
const timeoutMs = 30_000

/**
 * Calls a route. Gives the answer's body, to be parsed with the route's schema, or null when there is no such thing (404).
 * Throws on any other answer than the route's own, with what the API said.
 */
export type Call = (route: Route, asked?: Asked) => Promise<unknown>

export const apiCaller =
  (api: string, token: string): Call =>
  async (route, { params = {}, query = {}, body } = {}) => {
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const search = new URLSearchParams(query).toString()
    const response = await fetch(`${api}${path}${search && `?${search}`}`, {
      method: route.method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    if (response.status === 404) return null
    if (response.status !== route.status) throw new Error(`${routeKey(route)} answered ${response.status}: ${text.slice(0, 1000)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
