/** Opens SSH sessions with ssh2: one TCP connection a machine, public key only, the host key pinned. */
import { connect as connectTcp, type Socket } from 'node:net'
import ssh2 from 'ssh2'
import type { Target } from '#shared/contracts/edge.ts'
import { cleanDetail } from './clean-text.ts'
import type { Gate } from './gate.ts'
import { fingerprintOf, hostKeyAlgorithms, hostKeyText, isSameHostKey } from './host-key.ts'
import type { KeyFault, UserKey } from './keys.ts'
import { openSession } from './session.ts'
import type { Connected, ConnectFailure, ConnectOptions, Transport } from './transport.ts'

const tcpTimeoutMs = 10_000
const loginTimeoutMs = 30_000
// Shorter ones end sessions over slow links that are merely busy.
const keepaliveMs = 10_000
const keepalivesMissed = 3

const refusedCodes: ReadonlySet<string> = new Set(['ECONNREFUSED'])

export type TransportOptions = {
  readonly userKey: (name: string) => Promise<UserKey | KeyFault>
  /** Handshakes cost CPU: many at once stall every other connection. */
  readonly handshakes: Gate
}

export const sshTransport = ({ userKey, handshakes }: TransportOptions): Transport => ({
  connect: async (target, options) => {
    const key = await userKey(target.keyName)
    if (key.kind === 'no-key') return failed('authentication-failed', key.detail)
    const reached = await openFirst(target, options.signal, options.answerMs ?? tcpTimeoutMs)
    if ('kind' in reached) return reached
    return handshakes(() => shakeHands(reached, target, key, options))
  },
})

type Met = { readonly hostKey: string | null; readonly address: string | null }
const failed = (code: ConnectFailure['code'], detail: string, met: Met = { hostKey: null, address: null }): ConnectFailure => ({
  kind: 'failed',
  code,
  detail: cleanDetail(detail),
  ...met,
})

type Reached = { readonly socket: Socket; readonly address: string }

/** The first address at which a connection is taken. What shows another key there is not asked elsewhere: it may be the machine. */
const openFirst = async (
  { address, otherAddresses, port }: Pick<Target, 'address' | 'otherAddresses' | 'port'>,
  signal: AbortSignal,
  answerMs: number,
): Promise<Reached | ConnectFailure> => {
  const addresses = [address, ...otherAddresses]
  const failures: ConnectFailure[] = []
  for (const one of addresses) {
    const socket = await openSocket(one, port, signal, Math.ceil(answerMs / addresses.length))
    if (!('kind' in socket)) return { socket, address: one }
    failures.push(socket)
    if (signal.aborted) break
  }
  // Who refuses is awake.
  const code = failures.some((failure) => failure.code === 'connection-refused') ? 'connection-refused' : 'unreachable'
  return failed(code, failures.map(({ detail }) => detail).join('; '))
}

const openSocket = (address: string, port: number, signal: AbortSignal, answerMs: number): Promise<Socket | ConnectFailure> =>
  new Promise((resolve) => {
    const socket = connectTcp({ host: address, port, noDelay: true })
    const timer = setTimeout(
      () => give(failed('unreachable', `no answer from ${address}:${port} within ${Math.ceil(answerMs / 1000)} s`)),
      answerMs,
    )
    const give = (result: Socket | ConnectFailure) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.removeAllListeners()
      if (result !== socket) {
        // A socket that is being destroyed may still report a fault.
        socket.on('error', () => {})
        socket.destroy()
      }
      resolve(result)
    }
    const abort = () => give(failed('unreachable', 'given up'))
    signal.addEventListener('abort', abort)
    if (signal.aborted) return abort()
    socket.once('connect', () => give(socket))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      give(failed(refusedCodes.has(error.code ?? '') ? 'connection-refused' : 'unreachable', error.message)),
    )
  })

const shakeHands = (
  { socket, address }: Reached,
  target: Target,
  { key }: UserKey,
  { hostKey: pinned, signal }: ConnectOptions,
): Promise<Connected | ConnectFailure> =>
  new Promise((resolve) => {
    const client = new ssh2.Client()
    let offered: string | null = null
    const met = (): Met => ({ hostKey: offered, address })
    let isOtherKey = false
    let settled = false
    const give = (result: Connected | ConnectFailure) => {
      if (settled) return
      settled = true
      signal.removeEventListener('abort', abort)
      if (result.kind === 'failed') {
        client.end()
        socket.destroy()
      }
      resolve(result)
    }
    const abort = () => give(failed('ssh-failed', 'given up', met()))
    signal.addEventListener('abort', abort)
    // `error` may come twice, and later too; the session has its own listeners then.
    client.on('error', (error: Error & { level?: string }) => {
      if (isOtherKey && pinned !== null && offered !== null)
        give(failed('host-key-changed', `offered ${fingerprintOf(offered)}, pinned is ${fingerprintOf(pinned)}`, met()))
      else if (error.level === 'client-authentication')
        give(failed('authentication-failed', `${target.user} may not log in with the key ${target.keyName}`, met()))
      else give(failed('ssh-failed', error.message, met()))
    })
    client.once('close', () => give(failed('ssh-failed', 'the machine closed the connection during the login', met())))
    client.once('ready', () => {
      // Set by the verifier before a login can succeed.
      if (offered !== null) give({ kind: 'connected', session: openSession(client, socket, { hostKey: offered, address }) })
    })
    let keyTried = false
    client.connect({
      sock: socket,
      username: target.user,
      // `none` is skipped: it is one more round trip, and counts as a failed attempt in the machine's logs.
      authHandler: () => {
        if (keyTried) return false
        keyTried = true
        return { type: 'publickey', username: target.user, key }
      },
      hostVerifier: (blob: Buffer) => {
        offered = hostKeyText(blob)
        isOtherKey = pinned !== null && !isSameHostKey(pinned, offered)
        return !isOtherKey
      },
      algorithms: {
        kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384'],
        cipher: ['aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
        serverHostKey: hostKeyAlgorithms(pinned) as ssh2.ServerHostKeyAlgorithm[],
      },
      readyTimeout: loginTimeoutMs,
      keepaliveInterval: keepaliveMs,
      keepaliveCountMax: keepalivesMissed,
    })
  })
