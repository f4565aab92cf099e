/** The one address: console, API, WebSocket and identity behind it, as CloudFront puts them together. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { HttpApi } from './api/api.ts'
import type { Pages } from './console/pages.ts'
import type { Sockets } from './live/sockets.ts'

/** What stands behind each path. They come one after the other while the product starts. */
export type Behind = {
  api: HttpApi | null
  sockets: Sockets | null
  identity: ((request: IncomingMessage, response: ServerResponse) => void) | null
  pages: Pages | null
}

export type Front = {
  /** `http://127.0.0.1:8080`: the only name under which it answers. */
  readonly origin: string
  readonly port: number
  readonly behind: Behind
  /** Takes no new requests; those in flight have `limitMs`. */
  readonly close: (limitMs: number) => Promise<void>
}

const drop = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
const withoutStage = ['/openapi.json', '/health']
const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`)

/** Throws `EADDRINUSE` as node does when the port is taken. */
export const openFront = async (options: { host: string; port: number; onTrouble: (error: unknown) => void }): Promise<Front> => {
  const behind: Behind = { api: null, sockets: null, identity: null, pages: null }
  const server: Server = createServer({ keepAliveTimeout: 65_000 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => resolve())
  })
  const address = server.address()
  if (!address || typeof address !== 'object') throw new Error('the front has no port')
  const { port } = address
  const host = `${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`
  const origin = `http://${host}`

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = request.url ?? '/'
    if (request.headers.host !== host) {
      // A page under another name would have other storage, and the login would come back to this one.
      const isPage =
        request.method === 'GET' && request.headers.host === `localhost:${port}` && request.headers.accept?.includes('text/html')
      if (isPage && raw.startsWith('/')) {
        response.writeHead(302, { location: `${origin}${raw}` }).end()
        return
      }
      return drop(response, 421, `This is ${origin}: it does not answer under another name.`)
    }
    const [path = '/', ...rest] = raw.split('?')
    const rawQuery = rest.join('?')
    const starting = () => drop(response, 503, 'Starting.')
    if (isUnder(path, '/api'))
      return behind.api ? behind.api.handle(request, response, path.slice('/api'.length) || '/', rawQuery) : starting()
    if (withoutStage.includes(path)) return behind.api ? behind.api.handle(request, response, path, rawQuery) : starting()
    if (isUnder(path, '/identity')) return behind.identity ? behind.identity(request, response) : starting()
    if (path === '/live') return drop(response, 426, 'This is a WebSocket.')
    return behind.pages ? behind.pages(request, response, path) : starting()
  }
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const [path, query = ''] = (request.url ?? '').split('?')
    if (request.headers.host !== host || path !== '/live' || !behind.sockets) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    await behind.sockets.upgrade(request, socket, head, new URLSearchParams(query))
  }
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      options.onTrouble(error)
      if (!response.headersSent) drop(response, 500, 'Internal Server Error')
      else response.destroy()
    })
  })
  server.on('upgrade', (request, socket, head) => {
    upgrade(request, socket, head).catch((error: unknown) => {
      options.onTrouble(error)
      socket.destroy()
    })
  })

  return {
    origin,
    port,
    behind,
    close: (limitMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), limitMs)
        server.close(() => {
          clearTimeout(timer)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
