/** The WebSocket API: connections, and the functions of `$connect`, `$disconnect`, `$default` and chosen routes. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import * as z from 'zod'
import type { LocalFunction } from '../../functions/function.ts'
import type { Invocation } from '../../functions/instance.ts'
import type { DeclaredApi } from '../api/declared-api.ts'
import { type Connected, connectEvent, disconnectEvent, messageEvent, type Stamp, selectedRoute } from './event.ts'

/** API Gateway's limits. */
export const idleLimitMs = 10 * 60_000
export const connectionLimitMs = 2 * 60 * 60_000
/** One frame in. Messages may have four, but neither the console nor the edge splits its messages. */
export const maxFrameBytes = 32 * 1024
/** One message out. */
export const maxMessageBytes = 128 * 1024

type Connection = Connected & { readonly socket: WebSocket; lastActive: number }
export type ConnectionInfo = {
  readonly connectedAt: number
  readonly lastActiveAt: number
  readonly sourceIp: string
  readonly userAgent: string
}

export type Sockets = {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams) => Promise<void>
  /** `gone`: no such connection, or it is closed. */
  readonly post: (connectionId: string, data: Buffer) => 'sent' | 'gone'
  readonly info: (connectionId: string) => ConnectionInfo | null
  readonly disconnect: (connectionId: string) => 'ended' | 'gone'
  /** Ends every connection and waits for the `$disconnect` functions. */
  readonly close: () => Promise<void>
}

const Result = z.object({ statusCode: z.coerce.number() }).nullish()
const Reply = z.object({ body: z.string() })

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Refused'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
/** Status of the handshake; 200 lets it in. */
const statusOf = (invocation: Invocation): number => {
  if (invocation.kind === 'error') return 500
  const parsed = Result.safeParse(JSON.parse(invocation.payload))
  return parsed.success && parsed.data ? parsed.data.statusCode : 500
}
const isIn = (status: number): boolean => status >= 200 && status < 300

export const openSockets = (
  api: DeclaredApi,
  outside: { functionOf: (arn: string) => LocalFunction; now: () => number; host: () => string },
): Sockets => {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes })
  const connections = new Map<string, Connection>()
  const leaving = new Set<Promise<unknown>>()
  const routes = new Map(api.routes.map((route) => [route.key, route]))
  const keys = [...routes.keys()]
  const stamp = (): Stamp => ({ requestId: randomUUID(), now: outside.now() })
  const invoke = async (key: string, event: unknown): Promise<Invocation | null> => {
    const route = routes.get(key)
    return route ? outside.functionOf(route.functionArn).invoke(event) : null
  }

  const receive = async (connection: Connection, data: Buffer, isBinary: boolean): Promise<void> => {
    connection.lastActive = outside.now()
    const body = data.toString(isBinary ? 'base64' : 'utf8')
    const key = isBinary ? '$default' : selectedRoute(api.selection, body, keys)
    const moment = stamp()
    const invocation = await invoke(key, messageEvent(connection, key, body, isBinary, moment))
    if (connection.socket.readyState !== connection.socket.OPEN) return
    if (invocation === null || invocation.kind === 'error') {
      const text = invocation === null ? 'Forbidden' : 'Internal server error'
      connection.socket.send(JSON.stringify({ message: text, connectionId: connection.id, requestId: moment.requestId }))
    } else if (routes.get(key)?.answers) {
      const reply = Reply.safeParse(JSON.parse(invocation.payload))
      if (reply.success) connection.socket.send(reply.data.body)
    }
  }

  const accept = (connected: Connected, socket: WebSocket): void => {
    const connection: Connection = { ...connected, socket, lastActive: outside.now() }
    connections.set(connection.id, connection)
    const oldAge = setTimeout(() => socket.close(1001, 'Going away'), connectionLimitMs)
    const idle = setInterval(() => {
      if (outside.now() - connection.lastActive >= idleLimitMs) socket.close(1001, 'Going away')
    }, idleLimitMs / 20)
    oldAge.unref()
    idle.unref()
    socket.on('message', (data, isBinary) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)
      void receive(connection, bytes, isBinary)
    })
    // A fault of the other side ends the connection; `close` follows.
    socket.on('error', () => socket.terminate())
    socket.once('close', (code, reason) => {
      clearTimeout(oldAge)
      clearInterval(idle)
      connections.delete(connection.id)
      const left: Promise<unknown> = invoke('$disconnect', disconnectEvent(connection, code, reason.toString(), stamp())).finally(() =>
        leaving.delete(left),
      )
      leaving.add(left)
    })
  }

  return {
    upgrade: async (request, socket, head, query) => {
      const broken = () => socket.destroy()
      socket.on('error', broken)
      const connected: Connected = {
        id: `${randomBytes(11).toString('base64url')}=`,
        at: outside.now(),
        apiId: api.id,
        stage: api.stage,
        host: outside.host(),
        sourceIp: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      }
      if (routes.has('$connect')) {
        const invocation = await invoke('$connect', connectEvent(connected, request.headers, query, stamp()))
        const status = invocation ? statusOf(invocation) : 500
        if (!isIn(status)) return refuse(socket, status)
      }
      if (socket.destroyed) {
        await invoke('$disconnect', disconnectEvent(connected, 1006, 'Connection closed', stamp()))
        return
      }
      socket.off('error', broken)
      server.handleUpgrade(request, socket, head, (open) => accept(connected, open))
    },
    post: (connectionId, data) => {
      const connection = connections.get(connectionId)
      if (!connection || connection.socket.readyState !== connection.socket.OPEN) return 'gone'
      connection.lastActive = outside.now()
      connection.socket.send(data.toString())
      return 'sent'
    },
    info: (connectionId) => {
      const connection = connections.get(connectionId)
      if (!connection) return null
      const { at, lastActive, sourceIp, userAgent } = connection
      return { connectedAt: at, lastActiveAt: lastActive, sourceIp, userAgent }
    },
    disconnect: (connectionId) => {
      const connection = connections.get(connectionId)
      if (!connection) return 'gone'
      connection.socket.close(1000, 'Connection Closed Normally')
      return 'ended'
    },
    close: async () => {
      for (const { socket } of connections.values()) socket.close(1001, 'Going away')
      await Promise.race([
        Promise.all([...connections.values()].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)))),
        new Promise((resolve) => setTimeout(resolve, 1000).unref()),
      ])
      for (const { socket } of connections.values()) socket.terminate()
      await Promise.all(leaving)
      server.close()
    },
  }
}
