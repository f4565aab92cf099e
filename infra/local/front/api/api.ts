/** The HTTP API: from a request on the wire to a function and back. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONWebKeySet } from 'jose'
import type { LocalFunction } from '../../functions/function.ts'
import { account } from '../../template/references.ts'
import { type Answer, answerOf, internalServerError, message } from './answer.ts'
import { authorize } from './authorizer.ts'
import { corsHeaders } from './cors.ts'
import type { DeclaredApi, DeclaredRoute } from './declared-api.ts'
import { httpEvent } from './event.ts'
import { routeTable } from './route-table.ts'

/** API Gateway's limits. */
export const maxBodyBytes = 10 * 1024 * 1024
const bodyLimitMs = 30_000

/** null: more than the limit. */
const readBody = (request: IncomingMessage): Promise<Buffer | null> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) {
    request.resume()
    return Promise.resolve(null)
  }
  const { promise, resolve } = Promise.withResolvers<Buffer | null>()
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBodyBytes) {
      // Read on and forgotten: a caller that is still sending would not hear the answer.
      resolve(null)
    } else chunks.push(chunk)
  })
  request.once('end', () => resolve(Buffer.concat(chunks)))
  // Whoever asked is gone: nobody hears what this comes to.
  request.once('error', () => resolve(null))
  return promise
}

const withLimit = <T>(work: Promise<T>, limitMs: number): Promise<T | 'too-late'> => {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<'too-late'>((resolve) => {
    timer = setTimeout(() => resolve('too-late'), limitMs)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

export type HttpApi = {
  /** `path`: the route's path without stage, encoded, without query. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, path: string, rawQuery: string) => Promise<void>
}

export const httpApi = (
  api: DeclaredApi,
  outside: { functionOf: (arn: string) => LocalFunction; jwks: (issuer: string) => Promise<JSONWebKeySet>; now: () => number },
): HttpApi => {
  const find = routeTable(api.routes)

  const invoke = async (route: DeclaredRoute, event: unknown): Promise<Answer> => {
    const invocation = await withLimit(outside.functionOf(route.functionArn).invoke(event), route.timeoutMs)
    if (invocation === 'too-late') return message(503, 'Service Unavailable')
    return invocation.kind === 'ok' ? answerOf(invocation.payload) : internalServerError
  }
  const answer = async (request: IncomingMessage, path: string, rawQuery: string, requestId: string): Promise<Answer> => {
    const method = request.method ?? 'GET'
    const isPreflight = method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
    if (isPreflight && api.cors) return { status: 204, headers: {}, body: Buffer.alloc(0) }
    const found = find(method, path)
    if (!found) return message(404, 'Not Found')
    const { route, parameters } = found
    const authorization = route.authorizer
      ? await authorize(request.headers.authorization, route.authorizer, route.scopes, outside.jwks)
      : null
    if (authorization?.kind === 'unauthorized') return message(401, 'Unauthorized')
    if (authorization?.kind === 'forbidden') return message(403, 'Forbidden')
    const body = await withLimit(readBody(request), bodyLimitMs)
    if (body === 'too-late') return message(408, 'Request Timeout')
    if (body === null) return message(413, 'Request Entity Too Large')
    const event = httpEvent(
      {
        method,
        path: api.stage === '$default' ? path : `/${api.stage}${path}`,
        rawQuery,
        headers: request.headers,
        body,
        sourceIp: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
        host: request.headers.host ?? '',
      },
      { key: route.key, parameters, apiId: api.id, stage: api.stage, account },
      authorization,
      { requestId, now: outside.now() },
    )
    return invoke(route, event)
  }

  return {
    handle: async (request, response, path, rawQuery) => {
      const requestId = randomUUID()
      const { status, headers, body } = await answer(request, path, rawQuery, requestId)
      if (response.destroyed) return
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, typeof value === 'string' ? value : [...value])
      const cors = corsHeaders(api.cors, request.headers.origin, request.method === 'OPTIONS')
      for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
      response.setHeader('apigw-requestid', requestId)
      response.writeHead(status, status === 204 || status === 304 ? {} : { 'content-length': body.length })
      response.end(request.method === 'HEAD' ? undefined : body)
    },
  }
}
