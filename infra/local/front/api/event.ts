/** The event that an HTTP API hands to a function: payload format 2.0. Pure. */
import type { IncomingHttpHeaders } from 'node:http'

export type HttpRequest = {
  readonly method: string
  /** Path with the stage, still encoded, without the query. */
  readonly path: string
  readonly rawQuery: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly sourceIp: string
  readonly host: string
}

export type Claims = Readonly<Record<string, unknown>>

// The months that API Gateway writes in `requestContext.time`, whatever the language of this machine.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')
/** `24/Nov/2026:02:00:00 +0000`. */
export const gatewayTime = (instant: Date): string =>
  `${two(instant.getUTCDate())}/${months[instant.getUTCMonth()]}/${instant.getUTCFullYear()}:${two(instant.getUTCHours())}:${two(instant.getUTCMinutes())}:${two(instant.getUTCSeconds())} +0000`

/** A claim as the authorizer passes it on: always text; lists as `[a b]`. */
export const claimText = (claim: unknown): string => {
  if (Array.isArray(claim)) return `[${claim.map(String).join(' ')}]`
  return typeof claim === 'object' && claim !== null ? JSON.stringify(claim) : String(claim)
}

const decodedPath = (path: string): string => {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

const isText = (contentType: string): boolean =>
  /^\s*(text\/|application\/([\w.-]+\+)?(json|xml)\b|application\/javascript\b)/i.test(contentType)

const queryOf = (rawQuery: string): Record<string, string> | undefined => {
  const all: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(rawQuery)) all[name] = Object.hasOwn(all, name) ? `${all[name]},${value}` : value
  return Object.keys(all).length > 0 ? all : undefined
}

export const httpEvent = (
  request: HttpRequest,
  routed: { key: string; parameters: Readonly<Record<string, string>>; apiId: string; stage: string; account: string },
  authorized: { claims: Claims; scopes: readonly string[] | null } | null,
  stamp: { requestId: string; now: number },
) => {
  const { cookie, ...others } = request.headers
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  )
  const cookies = cookie
    ?.split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  const query = queryOf(request.rawQuery)
  const path = decodedPath(request.path)
  const asText = isText(request.headers['content-type'] ?? '')
  return {
    version: '2.0',
    routeKey: routed.key,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(cookies && cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: routed.account,
      apiId: routed.apiId,
      ...(authorized && {
        authorizer: {
          jwt: {
            claims: Object.fromEntries(Object.entries(authorized.claims).map(([name, claim]) => [name, claimText(claim)])),
            scopes: authorized.scopes,
          },
        },
      }),
      domainName: request.host,
      domainPrefix: request.host.split('.')[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: stamp.requestId,
      routeKey: routed.key,
      stage: routed.stage,
      time: gatewayTime(new Date(stamp.now)),
      timeEpoch: stamp.now,
    },
    ...(Object.keys(routed.parameters).length > 0 && { pathParameters: routed.parameters }),
    ...(request.body.length > 0 && { body: request.body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !asText,
  }
}
