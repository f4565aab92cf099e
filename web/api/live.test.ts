import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLive, gatherMs, pingEveryMs, type Socket, waitBefore } from './live.ts'

const setUp = (ticket: () => Promise<string> = async () => 'good') => {
  const sockets: (Socket & { sent: unknown[]; url: string; closed: boolean })[] = []
  const changed: string[] = []
  const live = createLive({
    address: 'wss://pulse.example/live',
    ticket,
    connect: (url) => {
      const sent: unknown[] = []
      const socket = {
        url,
        sent,
        closed: false,
        send: (text: string) => sent.push(JSON.parse(text)),
        close: () => {
          socket.closed = true
        },
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
      } as (typeof sockets)[number]
      sockets.push(socket)
      return socket
    },
    onChanged: (topic) => changed.push(topic),
  })
  const say = (message: unknown) => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(message) })
  return { live, sockets, changed, say }
}
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the live connection', () => {
  it('opens with a ticket once somebody watches, and says what', async () => {
    const { live, sockets } = setUp()
    expect(sockets).toHaveLength(0)
    live.watch(['machines'])
    live.watch(['deployment:d1', 'machines'])
    await settle()
    expect(sockets.map(({ url }) => url)).toEqual(['wss://pulse.example/live?ticket=good'])
    sockets[0]?.onopen?.()
    expect(live.status()).toBe('open')
    expect(sockets[0]?.sent).toEqual([{ action: 'watch', topics: ['machines', 'deployment:d1'] }])
  })

  it('keeps a topic while one of two still watches it, and closes when nobody does', async () => {
    const { live, sockets } = setUp()
    const first = live.watch(['machines'])
    const second = live.watch(['machines', 'sites'])
    await settle()
    sockets[0]?.onopen?.()
    second()
    expect(sockets[0]?.sent.at(-1)).toEqual({ action: 'watch', topics: ['machines'] })
    first()
    await vi.advanceTimersByTimeAsync(6_000)
    expect(sockets[0]?.closed).toBe(true)
    expect(live.status()).toBe('idle')
  })

  it('passes the first message on at once and gathers a storm into one a turn', async () => {
    const { live, sockets, changed, say } = setUp()
    live.watch(['deployment:d1'])
    await settle()
    sockets[0]?.onopen?.()
    await vi.advanceTimersByTimeAsync(gatherMs + 1)
    changed.length = 0
    for (let i = 0; i < 500; i += 1) say({ kind: 'changed', topic: 'deployment:d1' })
    expect(changed).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(gatherMs * 3)
    expect(changed).toHaveLength(2)
  })

  it('comes back after a break with a new ticket, and takes everything watched for old', async () => {
    let tickets = 0
    const { live, sockets, changed } = setUp(async () => `t${++tickets}`)
    live.watch(['machines'])
    await settle()
    sockets[0]?.onopen?.()
    await vi.advanceTimersByTimeAsync(gatherMs + 1)
    changed.length = 0
    sockets[0]?.onclose?.()
    expect(live.status()).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1_001)
    expect(sockets[1]?.url).toContain('ticket=t2')
    sockets[1]?.onopen?.()
    expect(changed).toEqual(['machines'])
  })

  it('tries again when no ticket is given', async () => {
    let refused = true
    const { live, sockets } = setUp(async () => {
      if (refused) throw new Error('down')
      return 'good'
    })
    live.watch(['machines'])
    await settle()
    expect(live.status()).toBe('waiting')
    refused = false
    await vi.advanceTimersByTimeAsync(1_001)
    expect(sockets).toHaveLength(1)
  })

  it('notices a dead connection by the pong that does not come', async () => {
    const { live, sockets, say } = setUp()
    live.watch(['machines'])
    await settle()
    sockets[0]?.onopen?.()
    await vi.advanceTimersByTimeAsync(pingEveryMs)
    say({ kind: 'pong' })
    await vi.advanceTimersByTimeAsync(pingEveryMs - 1)
    expect(live.status()).toBe('open')
    await vi.advanceTimersByTimeAsync(10_002)
    expect(sockets[0]?.closed).toBe(true)
  })

  it('ignores what it does not understand', async () => {
    const { live, sockets, changed } = setUp()
    live.watch(['machines'])
    await settle()
    sockets[0]?.onmessage?.({ data: '<html>' })
    sockets[0]?.onmessage?.({ data: '{"kind":"changed","topic":"../../etc"}' })
    expect(changed).toEqual([])
  })

  it('waits longer from try to try, half a minute at most, and not all consoles alike', () => {
    expect([0, 1, 2, 3].map((n) => waitBefore(n, 1))).toEqual([1000, 2000, 4000, 8000])
    expect(waitBefore(50, 1)).toBe(30_000)
    expect(waitBefore(0, 0)).toBe(500)
  })
})
