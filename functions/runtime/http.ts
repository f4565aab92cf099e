/** The HTTP doors: which route, who asks, is it valid, may they, then the handler; problems (RFC 9457) for everything else. */
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import httpHeaderNormalizer from '@middy/http-header-normalizer'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import * as z from 'zod'
import type { FieldError, Problem } from '#shared/contracts/problem.ts'
import { type Route, type RouteInput, type RouteOutput, routeKey } from '#shared/contracts/route.ts'
import { type OperationId, type Routes, routes } from '#shared/contracts/routes.ts'
import { Refusal } from '../use-cases/refusal.ts'
import { logger } from './logger.ts'
import { isForScripts, unwrapped } from './scripts.ts'

export type Request = APIGatewayProxyEventV2 & { readonly requestContext: { readonly authorizer?: unknown } }
/** One handler for each operation: one without does not compile. */
export type Handlers<Ids extends OperationId, Caller> = {
  readonly [K in Ids]: (input: RouteInput<Routes[K]>, caller: Caller, request: Request) => Promise<Outcome<Routes[K]>>
}
/** Where nothing is answered, what it was done to may be told: for the audit log, since it may be gone. */
type Outcome<R extends Route> = R extends { readonly response: z.ZodType } ? RouteOutput<R> : RouteOutput<R> | { readonly name: string }

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
}

const answer = (status: number, body: unknown, type = 'application/json'): APIGatewayProxyStructuredResultV2 => {
  if (body === undefined) return { statusCode: status, headers }
  const text = type.startsWith('text/') && typeof body === 'string'
  return { statusCode: status, headers: { ...headers, 'content-type': type }, body: text ? body : JSON.stringify(body) }
}

const problem = (
  request: Request,
  kind: string,
  title: string,
  status: number,
  detail: string,
  errors: readonly FieldError[] = [],
): APIGatewayProxyStructuredResultV2 => {
  const body: Problem = {
    type: `/problems/${kind}`,
    title,
    status,
    detail,
    instance: `/requests/${request.requestContext.requestId}`,
    ...(errors.length > 0 ? { errors: [...errors] } : {}),
  }
  return answer(status, body, 'application/problem+json')
}

/** A request of somebody who is known. */
export type Asked<Caller> = {
  readonly operation: OperationId
  readonly route: Route
  readonly request: Request
  readonly caller: Caller
  readonly body: unknown
}

/** What became of it. */
export type Witnessed<Caller> = Asked<Caller> & {
  readonly output: unknown
  /** null: it was carried out. */
  readonly refusal: { readonly status: number; readonly why: string } | null
}

/** Writes down what is asked for and what became of it. A fault here fails the request: nothing happens unseen. */
export type Witness<Caller> = {
  /** Before anything is done for a valid request of somebody who may. */
  readonly begin: (asked: Asked<Caller>) => Promise<Begun>
  /** `begun` is null for what was refused before. */
  readonly end: (seen: Witnessed<Caller>, begun: Begun) => Promise<void>
}
/** What ties the two together; null where nothing was written. */
export type Begun = { readonly id: string; readonly at: string } | null

/** Who asks, whether they may, and who writes it down. Each throws a Refusal, or anything for a fault of ours. */
export type Doorkeeper<Caller> = {
  readonly identify: (request: Request, route: Route) => Promise<Caller>
  readonly permit?: (caller: Caller, route: Route) => void
  readonly witness?: Witness<Caller>
}

export const httpDoor = <Ids extends OperationId, Caller>(
  handlers: Handlers<Ids, Caller>,
  { identify, permit, witness }: Doorkeeper<Caller>,
) => {
  const byKey = new Map<string, { route: Route; handle: (request: Request) => Promise<unknown> }>()
  for (const id of Object.keys(handlers) as Ids[]) {
    const route: Route = routes[id]
    byKey.set(routeKey(route), {
      route,
      handle: async (request) => {
        const caller = await identify(request, route)
        let body: unknown
        let begun: Begun = null
        const asked = () => ({ operation: id, route, request, caller, body })
        const carriedOut = async (): Promise<unknown> => {
          permit?.(caller, route)
          const input = readInput(route, request)
          body = input.body
          begun = (await witness?.begin(asked())) ?? null
          // The registry's schema has just made this input; TypeScript cannot follow it through the map.
          return handlers[id](input as RouteInput<Routes[Ids]>, caller, request)
        }
        const tell = (output: unknown, refusal: Witnessed<Caller>['refusal']) => witness?.end({ ...asked(), output, refusal }, begun)
        const [outcome] = await Promise.allSettled([carriedOut()])
        if (outcome.status === 'fulfilled') {
          await tell(outcome.value, null)
          return outcome.value
        }
        const fault: unknown = outcome.reason
        await tell(
          undefined,
          fault instanceof Refusal ? { status: fault.status, why: fault.message } : { status: 500, why: 'The service failed.' },
        )
        throw fault
      },
    })
  }
  const inScripts = unwrapped([...byKey.values()].map(({ route }) => route))
  const handle = async (request: Request): Promise<APIGatewayProxyStructuredResultV2> => {
    const script = isForScripts(request) ? inScripts(request) : null
    const found = byKey.get(script ? script.key : request.routeKey)
    if (!found)
      return problem(request, 'not-found', 'Not found', 404, `There is no ${request.requestContext.http.method} ${request.rawPath}.`)
    try {
      const output = await found.handle(script ? { ...request, pathParameters: script.parameters } : request)
      return answer(found.route.status, found.route.response ? found.route.response.parse(output) : undefined, found.route.media)
    } catch (error) {
      if (error instanceof Refusal) return problem(request, error.kind, error.title, error.status, error.message, error.errors)
      logger.error('request failed', { route: request.routeKey, error })
      return problem(
        request,
        'internal',
        'Something went wrong here',
        500,
        'The request could not be carried out. The log of the function says more.',
      )
    }
  }
  return middy<Request, APIGatewayProxyStructuredResultV2>().use(injectLambdaContext(logger)).use(httpHeaderNormalizer()).handler(handle)
}

const readInput = (route: Route, request: Request): { params: unknown; query: unknown; body: unknown } => {
  const errors: FieldError[] = []
  const params = check(route.params, request.pathParameters ?? {}, (path) => `path.${path.join('.')}`, errors)
  // Unknown parameters are mistakes, not decoration: `?sate=failed` must not list everything.
  const query = check(
    (route.query ?? z.object({})).strict(),
    request.queryStringParameters ?? {},
    (path) => `query.${path.join('.')}`,
    errors,
  )
  const body = route.body ? check(route.body, readBody(request, route.bodyText), (path) => `/${path.join('/')}`, errors) : undefined
  if (errors.length > 0)
    throw new Refusal(
      'invalid-request',
      errors.length === 1 ? `${errors[0]?.field} ${errors[0]?.message}.` : `${errors.length} fields are not valid.`,
      errors,
    )
  return { params, query: route.query ? query : undefined, body }
}

const check = (
  schema: z.ZodType | undefined,
  value: unknown,
  fieldOf: (path: readonly PropertyKey[]) => string,
  errors: FieldError[],
): unknown => {
  if (!schema) return undefined
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((name) => [...issue.path, name]) : [issue.path]
    for (const path of paths) {
      const at = fieldOf(path.map(String))
      const value = issue.code === 'unrecognized_keys' ? undefined : shown(at, issue.input)
      errors.push({
        field: at,
        ...(value === undefined ? {} : { value }),
        message: issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message,
      })
    }
  }
  return undefined
}

// Never repeated: what may be secret, and what is long.
const shown = (field: string, value: unknown): unknown =>
  /token|password|secret/i.test(field) || (typeof value === 'object' && value !== null)
    ? undefined
    : typeof value === 'string'
      ? value.slice(0, 200)
      : value

const readBody = (request: Request, textType?: string): unknown => {
  const type = request.headers['content-type'] ?? ''
  if (request.body === undefined || request.body === '') return undefined
  const text = request.isBase64Encoded ? Buffer.from(request.body, 'base64').toString('utf8') : request.body
  if (textType !== undefined && new RegExp(`^${textType}\\b`, 'i').test(type)) return text
  if (!/^application\/json\b/i.test(type)) {
    const wanted = ['application/json', ...(textType === undefined ? [] : [textType])].join(' or ')
    throw new Refusal('unsupported-media-type', `The body is ${type === '' ? 'of no named type' : type}; send ${wanted}.`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Refusal('invalid-request', `The body is not JSON: ${error instanceof Error ? error.message : ''}`, [
      { field: '/', message: 'must be JSON' },
    ])
  }
}
