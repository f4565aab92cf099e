/** The cloud as the edge launcher sees it: HTTPS requests outwards, each signed with the edge's own key. */
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import * as z from 'zod'
import { edgeAudience } from '#shared/contracts/edge.ts'
import type { Route, RouteOutput, RouteRequest } from '#shared/contracts/route.ts'
import { textOf } from '../log.ts'
import { cleanDetail } from '../ssh/clean-text.ts'
import type { Identity } from './identity.ts'

const requestLimitMs = 40_000
const tokenSeconds = 50
/** A clock that is further off than this has its requests signed with the cloud's time. */
const clockFaultMs = 20_000

export type Answer<R extends Route> =
  | { readonly kind: 'ok'; readonly body: RouteOutput<R> }
  /** The cloud will not take this request, now or later. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  /** No answer, or one that asks for patience. */
  | { readonly kind: 'unavailable'; readonly detail: string }

export type CloudApi = {
  readonly call: <R extends Route>(route: R, request: RouteRequest<R>) => Promise<Answer<R>>
}

const Sent = z.object({ body: z.unknown().optional() })
const Problem = z.object({ title: z.string().optional(), detail: z.string().optional() })
// 401: the clock may be off, or the table behind the answer behind; 413 and the other 4xx stay what they are.
const patient: ReadonlySet<number> = new Set([401, 408, 425, 429])

/** `identity`: null before the enrolment, for public routes only. */
export const cloudApi = (url: string, identity: Identity | null, now: () => number): CloudApi => {
  let clockFault = 0

  const tokenFor = (route: Route, { edgeId, key }: Identity): Promise<string> => {
    const issuedAt = Math.floor((now() + clockFault) / 1000)
    return new SignJWT({ htm: route.method, htu: route.path })
      .setProtectedHeader({ alg: 'EdDSA', kid: edgeId })
      .setIssuer(edgeId)
      .setAudience(edgeAudience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + tokenSeconds)
      .setJti(randomUUID())
      .sign(key)
  }

  return {
    call: async (route, request) => {
      const { body } = Sent.parse(request)
      try {
        const response = await fetch(`${url}/api${route.path}`, {
          method: route.method,
          headers: {
            ...(identity && { authorization: `Bearer ${await tokenFor(route, identity)}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          redirect: 'error',
          signal: AbortSignal.timeout(requestLimitMs),
        })
        const text = await response.text()
        const said = Date.parse(response.headers.get('date') ?? '')
        if (Number.isFinite(said)) clockFault = Math.abs(said - now()) > clockFaultMs ? said - now() : 0
        if (response.status === route.status) {
          // The route's own schema says what this is.
          return { kind: 'ok', body: (route.response ? route.response.parse(JSON.parse(text)) : undefined) as RouteOutput<typeof route> }
        }
        const detail = `${response.status} ${problemIn(text)}`
        return response.status >= 500 || patient.has(response.status)
          ? { kind: 'unavailable', detail }
          : { kind: 'refused', status: response.status, detail }
      } catch (error) {
        return { kind: 'unavailable', detail: textOf(error) }
      }
    },
  }
}

const problemIn = (text: string): string => {
  try {
    const problem = Problem.parse(JSON.parse(text))
    return cleanDetail(`${problem.title ?? ''} ${problem.detail ?? ''}`)
  } catch {
    return cleanDetail(text, 200)
  }
}
