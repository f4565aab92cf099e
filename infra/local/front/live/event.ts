/** The events that a WebSocket API hands to functions. Pure. */
import type { IncomingHttpHeaders } from 'node:http'
import { gatewayTime } from '../api/event.ts'

export type Connected = {
  readonly id: string
  readonly at: number
  readonly apiId: string
  readonly stage: string
  readonly host: string
  readonly sourceIp: string
  readonly userAgent: string
}

export type Stamp = { readonly requestId: string; readonly now: number }

const contextOf = (
  connection: Connected,
  eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT',
  routeKey: string,
  { requestId, now }: Stamp,
) => ({
  routeKey,
  eventType,
  extendedRequestId: requestId,
  requestTime: gatewayTime(new Date(now)),
  messageDirection: 'IN',
  stage: connection.stage,
  connectedAt: connection.at,
  requestTimeEpoch: now,
  identity: { sourceIp: connection.sourceIp, userAgent: connection.userAgent },
  requestId,
  domainName: connection.host,
  connectionId: connection.id,
  apiId: connection.apiId,
})

const single = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]))

export const connectEvent = (connection: Connected, headers: IncomingHttpHeaders, query: URLSearchParams, stamp: Stamp) => {
  const all = single(headers)
  const parameters = query.size > 0
  return {
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    ...(parameters && {
      queryStringParameters: Object.fromEntries(query),
      multiValueQueryStringParameters: Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)])),
    }),
    requestContext: contextOf(connection, 'CONNECT', '$connect', stamp),
    isBase64Encoded: false,
  }
}

export const messageEvent = (connection: Connected, routeKey: string, body: string, isBinary: boolean, stamp: Stamp) => ({
  requestContext: { ...contextOf(connection, 'MESSAGE', routeKey, stamp), messageId: stamp.requestId },
  body,
  isBase64Encoded: isBinary,
})

export const disconnectEvent = (connection: Connected, code: number, reason: string, stamp: Stamp) => ({
  requestContext: {
    ...contextOf(connection, 'DISCONNECT', '$disconnect', stamp),
    disconnectStatusCode: code,
    disconnectReason: reason,
  },
  isBase64Encoded: false,
})

/** The route that `$request.body.<field>` chooses; `$default` where the message has none such. */
export const selectedRoute = (selection: string, body: string, keys: readonly string[]): string => {
  const field = /^\$\{?request\.body\.([\w-]+)\}?$/.exec(selection)?.[1]
  if (field === undefined) return '$default'
  try {
    const parsed: unknown = JSON.parse(body)
    const chosen: unknown =
      typeof parsed === 'object' && parsed !== null ? Object.entries(parsed).find(([name]) => name === field)?.[1] : undefined
    return typeof chosen === 'string' && !chosen.startsWith('$') && keys.includes(chosen) ? chosen : '$default'
  } catch {
    return '$default'
  }
}
