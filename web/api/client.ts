/** The typed client of the API: every call goes through a route of the registry. */
import * as z from 'zod'
import type { Route, RouteOutput, RouteRequest } from '#shared/contracts/route.ts'
import { ApiProblem, problemOf } from './problem.ts'

// zod's compiled parsers use `new Function`, which the console's content security policy forbids.
z.config({ jitless: true })

export type CallExtras = {
  readonly signal?: AbortSignal | undefined
  /** Makes repeating the request harmless. */
  readonly idempotencyKey?: string
}

export type Api = {
  /** Calls a route. Rejects with an ApiProblem, or with the signal's reason. */
  readonly call: <R extends Route>(route: R, request: RouteRequest<R>, extras?: CallExtras) => Promise<RouteOutput<R>>
}

type Scalar = string | number | boolean | undefined
type Parts = {
  readonly params?: Readonly<Record<string, Scalar>>
  readonly query?: Readonly<Record<string, Scalar>>
  readonly body?: unknown
}
export type ApiPorts = {
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  /** A valid access token, renewed if need be; null when the session has ended. */
  readonly accessToken: () => Promise<string | null>
  /** The API no longer takes the token. */
  readonly onRefused: () => void
}

/** Longest wait for an answer; API Gateway gives up after 30 s. */
const timeoutMs = 35_000

/** The address of a route with its parameters, relative to the base address. */
export const addressOf = (route: Pick<Route, 'path'>, { params = {}, query = {} }: Parts): string => {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name] ?? '')))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Makes a client of one installation. */
export const createApi = (ports: ApiPorts): Api => ({
  call: async <R extends Route>(route: R, request: RouteRequest<R>, extras: CallExtras = {}): Promise<RouteOutput<R>> => {
    const token = await ports.accessToken()
    if (token === null) throw new ApiProblem('session-ended', { detail: 'The session has ended' })
    const parts: Parts = { ...(request as object) }
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: route.media ? `${route.media}, application/problem+json` : 'application/json',
    }
    const isText = route.bodyText !== undefined && typeof parts.body === 'string'
    if (parts.body !== undefined) headers['content-type'] = isText ? route.bodyText : 'application/json'
    if (extras.idempotencyKey) headers['idempotency-key'] = extras.idempotencyKey
    const limit = AbortSignal.timeout(timeoutMs)
    const { status, text } = await ports
      .fetch(`${ports.baseUrl}${addressOf(route, parts)}`, {
        method: route.method,
        headers,
        cache: 'no-store',
        signal: extras.signal ? AbortSignal.any([extras.signal, limit]) : limit,
        ...(parts.body === undefined ? {} : { body: isText ? parts.body : JSON.stringify(parts.body) }),
      })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((cause: unknown) => {
        if (extras.signal?.aborted) throw cause
        throw new ApiProblem('unreachable', { detail: cause instanceof Error ? cause.message : String(cause), cause })
      })
    if (status === 401) ports.onRefused()
    if (status !== route.status) throw problemOf(status, text)
    return outputOf(route, text)
  },
})

const outputOf = <R extends Route>(route: R, text: string): RouteOutput<R> => {
  if (!route.response) return undefined as RouteOutput<R>
  const said = route.media === undefined ? (text === '' ? null : jsonOf(text)) : text
  const answer = route.response.safeParse(said)
  if (!answer.success) throw new ApiProblem('unintelligible', { detail: z.prettifyError(answer.error), cause: answer.error })
  return answer.data as RouteOutput<R>
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiProblem('unintelligible', { detail: 'The answer is not JSON', cause })
  }
}
