/** Gets a session on the machine: connects, wakes it when it does not answer, comes back to it when contact was lost. */
import type { Order } from '#shared/contracts/edge.ts'
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'
import type { Phase } from '#shared/domain/deployment/states.ts'
import type { ConnectFailure, Session, Transport } from '../ssh/transport.ts'
import type { Wakings } from '../wol/wakings.ts'
import { sleep } from './sleep.ts'
import type { Telling } from './telling.ts'

export type Reached =
  | { readonly kind: 'reached'; readonly session: Session }
  | { readonly kind: 'failed'; readonly code: ReasonCode; readonly detail: string; readonly phase: Phase | null }
  /** Nobody wants it any more. */
  | { readonly kind: 'given-up' }

export type Way = {
  readonly order: Order
  readonly transport: Transport
  readonly wakings: Wakings
  readonly telling: Telling
  readonly now: () => number
  /** Whether it is still wanted. */
  readonly mayWake: () => boolean
  readonly signal: AbortSignal
}

/** How long a sleeping machine may take to answer one call; it is called again until the wait is over. Milliseconds. */
const answerMs = 5000
const wakePauseMs = 2000
const reconnectPausesMs = [2000, 4000, 8000, 16_000, 30_000]
/** Neither of these mends itself, and a machine counts failed logins. */
const isFinal = ({ code }: ConnectFailure): boolean => code === 'host-key-changed' || code === 'authentication-failed'

const connectOnce = ({ order, transport, telling, signal }: Way, limitMs?: number) =>
  transport.connect(order.machine, {
    hostKey: order.machine.hostKey ?? telling.position.hostKey,
    signal,
    ...(limitMs === undefined ? {} : { answerMs: limitMs }),
  })

/** `keepLooking`: the machine has something of ours that runs, so that it is sought for this long before it is given up. */
export const reach = async (way: Way, keepLookingMs: number | null): Promise<Reached> => {
  const { order, telling, signal } = way
  const connected = await connectOnce(way)
  if (signal.aborted) return leave(connected)
  if (connected.kind === 'connected') return arrived(way, connected.session)
  if (keepLookingMs !== null && connected.code !== 'host-key-changed') {
    const session = await reconnect(way, connected.detail, keepLookingMs)
    if (signal.aborted) return { kind: 'given-up' }
    if (session) return arrived(way, session)
  }
  const isFirst = telling.phase === 'connecting' || telling.phase === 'wol'
  if (keepLookingMs === null && isFirst && connected.code === 'unreachable' && order.wake !== null && way.mayWake())
    return wake(way, order.wake, connected.detail)
  return refused(way, connected)
}

const leave = (connected: Awaited<ReturnType<typeof connectOnce>>): Reached => {
  if (connected.kind === 'connected') connected.session.close()
  return { kind: 'given-up' }
}

const arrived = ({ telling, order }: Way, session: Session): Reached => {
  if (telling.result('wol').status === 'running') telling.end('wol', 'done')
  else if (telling.result('wol').status === 'to-do') telling.set('wol', { ...telling.result('wol'), status: 'skipped' })
  if (order.machine.otherAddresses.length > 0) telling.say('info', `reached at ${session.address}`)
  telling.met(session, true)
  telling.position = { ...telling.position, hostKey: session.hostKey }
  return { kind: 'reached', session }
}

const refused = ({ telling }: Way, failure: ConnectFailure): Reached => {
  const { code, detail } = failure
  // Whoever says so is awake.
  if (telling.result('wol').status === 'running' && isFinal(failure)) telling.end('wol', 'done')
  telling.met(failure, false)
  telling.say('error', detail, null)
  return { kind: 'failed', code, detail, phase: null }
}

const wake = async (way: Way, asked: NonNullable<Order['wake']>, why: string): Promise<Reached> => {
  const { order, telling, signal, now } = way
  telling.begin('wol')
  const fail = (code: 'no-mac-address' | 'not-woken', detail: string): Reached => {
    telling.met({ hostKey: null, address: null }, false)
    telling.say('error', detail)
    return { kind: 'failed', code, detail, phase: 'wol' }
  }
  if (asked.macs.length === 0) return fail('no-mac-address', why)
  telling.say('info', `the machine does not answer (${why}): it is woken`)
  telling.flush()
  const deadline = now() + asked.waitMs
  const waking = way.wakings.wake(order.machine.id, asked.macs, asked.broadcasts)
  try {
    const { broadcasts, faults } = await waking.sent
    for (const fault of faults) telling.say('error', `Wake-on-LAN could not be sent to ${fault}`)
    if (broadcasts.length === 0) return fail('not-woken', `no packet could be sent: ${faults.join('; ') || 'no network to send it to'}`)
    const where = `to ${asked.macs.join(', ')} at ${broadcasts.join(', ')}`
    telling.say('info', waking.isShared ? `another attempt has sent Wake-on-LAN ${where}` : `Wake-on-LAN sent ${where}`)
    let last = why
    for (let left = deadline - now(); left > 0; left = deadline - now()) {
      if (signal.aborted) return { kind: 'given-up' }
      const connected = await connectOnce(way, Math.min(left, answerMs))
      if (signal.aborted) return leave(connected)
      if (connected.kind === 'connected') {
        telling.say('info', 'the machine is awake')
        return arrived(way, connected.session)
      }
      if (isFinal(connected)) return refused(way, connected)
      last = connected.detail
      await sleep(Math.min(wakePauseMs, Math.max(0, deadline - now())), signal)
    }
    if (signal.aborted) return { kind: 'given-up' }
    return fail('not-woken', `sent ${where}; no SSH within ${Math.round(asked.waitMs / 1000)} s (${last})`)
  } finally {
    waking.leave()
  }
}

/** A new session on the same machine, or null when it stays away for `limitMs` or nobody wants it any more. */
export const reconnect = async (way: Way, detail: string, limitMs: number): Promise<Session | null> => {
  const { telling, now, signal } = way
  const deadline = now() + limitMs
  telling.say('info', `contact lost (${detail}); trying again`)
  for (let tries = 0; ; tries++) {
    const pause = reconnectPausesMs[Math.min(tries, reconnectPausesMs.length - 1)] ?? 30_000
    if (now() + pause > deadline) return null
    await sleep(pause, signal)
    if (signal.aborted) return null
    const connected = await connectOnce(way)
    if (signal.aborted) {
      leave(connected)
      return null
    }
    if (connected.kind === 'connected') {
      telling.say('info', 'contact again')
      return connected.session
    }
    if (isFinal(connected)) return null
  }
}
