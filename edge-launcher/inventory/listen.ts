/** The port on the LAN. Machines of other networks are not answered at all. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { mostPackedBytes } from '#shared/domain/inventory/wire.ts'
import type { Log } from '../log.ts'
import { textOf } from '../log.ts'
import { answerAgent, challengeFor, type RelayPorts } from './answer.ts'

const requestLimitMs = 60_000
const mostConnections = 500

/** Private, link-local and loopback; `more`: networks such as `203.0.113.0/24`. */
export const lanOf = (more: readonly string[]): ((address: string) => boolean) => {
  const networks = new BlockList()
  for (const network of [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '169.254.0.0/16',
    '127.0.0.0/8',
    '::1/128',
    'fe80::/10',
    'fc00::/7',
    ...more,
  ]) {
    const [address = '', length = ''] = network.split('/')
    networks.addSubnet(address, Number(length), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return (address) => {
    const plain = address.replace(/^::ffff:/, '')
    return networks.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
  }
}

const agentIdOf = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' && /^[0-9A-Za-z-]{8,100}$/.test(header) ? header : null

/** null: larger than any inventory. What comes beyond is read and forgotten, so that the answer is heard. */
const bodyOf = (request: IncomingMessage): Promise<Buffer | null> => {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>()
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= mostPackedBytes) chunks.push(chunk)
    else chunks.length = 0
  })
  request.once('end', () => resolve(size <= mostPackedBytes ? Buffer.concat(chunks) : null))
  request.once('error', reject)
  return promise
}

export type Listening = { readonly port: number; readonly close: () => void }

/** Throws when the port cannot be had. */
export const listenToAgents = async (
  ports: RelayPorts,
  { host, port, isLan, log }: { host: string; port: number; isLan: (address: string) => boolean; log: Log },
): Promise<Listening> => {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', headers, socket } = request
    const send = ({ status, headers: more, bytes }: { status: number; headers: Readonly<Record<string, string>>; bytes: Uint8Array }) =>
      response.writeHead(status, { ...more, 'content-length': bytes.length }).end(bytes)
    const nothing = new Uint8Array()
    if (method !== 'POST' && method !== 'GET') return void send({ status: 405, headers: { allow: 'GET, POST' }, bytes: nothing })
    const challenge = challengeFor(ports, headers.authorization)
    const body = await bodyOf(request)
    if (challenge) return void send(challenge)
    if (body === null) return void send({ status: 413, headers: {}, bytes: nothing })
    const asked = {
      method,
      authorization: headers.authorization,
      userAgent: headers['user-agent'] ?? '',
      agentId: agentIdOf(headers['glpi-agent-id']),
      sourceIp: socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
    }
    send(await answerAgent(ports, asked, body))
  }
  const server: Server = createServer({ requestTimeout: requestLimitMs, headersTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log('error', 'an inventory agent could not be answered', { detail: textOf(error) })
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  server.maxConnections = mostConnections
  server.on('connection', (socket) => {
    if (!isLan(socket.remoteAddress ?? '')) socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
