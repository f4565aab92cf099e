/** What a route of the API is. The registry in routes.ts is a list of these. */
import type * as z from 'zod'
import type { Right } from '../domain/rights.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call. `right`: a person whose profile holds it. `signed-in`: any person with a valid token.
 * `edge`: an enrolled edge launcher (see edge.ts). `agent`: an inventory agent with its site's password. `public`: anyone; each such route says why.
 */
export type Access =
  | { readonly kind: 'right'; readonly right: Right }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'edge' }
  | { readonly kind: 'agent' }
  | { readonly kind: 'public'; readonly because: string }

type Shape = z.ZodType
export type Route = {
  readonly method: Method
  /** With `{name}` for path parameters, as API Gateway and OpenAPI write them. */
  readonly path: `/${string}`
  readonly access: Access
  readonly tag:
    | 'Machines'
    | 'Groups'
    | 'Packages'
    | 'Bundles'
    | 'Deployments'
    | 'Sites'
    | 'People'
    | 'Entities'
    | 'Audit'
    | 'Session'
    | 'Edge'
    | 'Service'
    | 'Inventory'
    | 'Agents'
  readonly summary: string
  readonly description?: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: Shape
  /** The body may also be text of this type: a string in `body`. */
  readonly bodyText?: 'text/csv'
  readonly status: 200 | 201 | 202 | 204
  /** Absent: no body (204). */
  readonly response?: Shape
  /** Absent: JSON. Text answers are strings in `response`. */
  readonly media?: 'text/csv; charset=utf-8'
}

/** Keeps the precise types of one route. */
export const route = <const R extends Route>(definition: R): R => definition

type InputOf<T> = T extends z.ZodType ? z.input<T> : undefined
type ParsedOf<T> = T extends z.ZodType ? z.output<T> : undefined
/** What may be left out altogether need not be sent. */
type Sent<K extends string, T> = T extends z.ZodType
  ? undefined extends z.input<T>
    ? { [key in K]?: z.input<T> }
    : { [key in K]: z.input<T> }
  : unknown

/** What a caller sends. */
export type RouteRequest<R extends Route> = Sent<'params', R['params']> &
  (R['query'] extends z.ZodType ? { query?: InputOf<R['query']> } : unknown) &
  Sent<'body', R['body']>

/** What the handler gets, after validation. */
export type RouteInput<R extends Route> = {
  readonly params: ParsedOf<R['params']>
  readonly query: ParsedOf<R['query']>
  readonly body: ParsedOf<R['body']>
}

/** What the handler gives and the caller receives. */
export type RouteOutput<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined

export type RouteKey = `${Method} /${string}`
/** API Gateway's name of a route: `GET /machines/{id}`. */
export const routeKey = (r: Pick<Route, 'method' | 'path'>): RouteKey => `${r.method} ${r.path}`
