/** The management endpoint of the WebSocket API: `/{stage}/@connections/{id}`, on a listener of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { maxMessageBytes, type Sockets } from './sockets.ts'

/** null when the signature is good, else the error's name. */
export type Verify = (request: IncomingMessage, body: Buffer) => string | null

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    // More than this is refused whatever it is; the rest is read and forgotten.
    if (size <= maxMessageBytes + 1) chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks)
}

export const managementEndpoint = (stage: string, sockets: Sockets, verify: Verify) => {
  const prefix = `/${stage}/@connections/`
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: unknown, errorType?: string): void => {
      const text = body === undefined ? '' : JSON.stringify(body)
      response.writeHead(status, { 'content-type': 'application/json', ...(errorType && { 'x-amzn-errortype': errorType }) })
      response.end(text)
    }
    const gone = () => answer(410, { message: 'Gone' }, 'GoneException')
    const body = await bodyOf(request)
    const fault = verify(request, body)
    if (fault !== null) return answer(403, { message: fault }, 'ForbiddenException')
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname)
    if (!path.startsWith(prefix)) return answer(404, { message: 'Not Found' }, 'NotFoundException')
    const connectionId = path.slice(prefix.length)
    switch (request.method) {
      case 'POST':
        if (body.length > maxMessageBytes) return answer(413, { message: 'Payload too large' }, 'PayloadTooLargeException')
        return sockets.post(connectionId, body) === 'gone' ? gone() : answer(200, undefined)
      case 'DELETE':
        return sockets.disconnect(connectionId) === 'gone' ? gone() : answer(204, undefined)
      case 'GET': {
        const info = sockets.info(connectionId)
        if (!info) return gone()
        return answer(200, {
          connectedAt: new Date(info.connectedAt).toISOString(),
          lastActiveAt: new Date(info.lastActiveAt).toISOString(),
          identity: { sourceIp: info.sourceIp, userAgent: info.userAgent },
        })
      }
      default:
        return answer(405, { message: 'Method Not Allowed' })
    }
  }
}
