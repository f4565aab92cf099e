/** The WebSocket that says "there is work". A hint only: while it is down the claims are asked for by the clock. */
import WebSocket from 'ws'
import { FromEdge, ToEdge } from '#shared/contracts/live.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { Log } from '../log.ts'
import type { CloudApi } from './api.ts'

/** API Gateway ends a connection that is idle for 10 minutes, and any after 2 hours. */
const pingMs = 4 * 60_000
const pongLimitMs = 20_000
const ping = FromEdge.parse({ action: 'ping' })
const openLimitMs = 15_000
const firstPauseMs = 1000
const longestPauseMs = 60_000

export const listenToDoorbell = ({ url, api, log, onWork }: { url: string; api: CloudApi; log: Log; onWork: () => void }) => {
  const address = `${url.replace(/^http/, 'ws')}/live`
  let socket: WebSocket | null = null
  let pause = firstPauseMs
  let isClosed = false
  let timer: NodeJS.Timeout | null = null

  const again = (): void => {
    if (isClosed || timer) return
    // Spread, so that a thousand edges do not come back in the same second.
    const wait = pause * (0.5 + Math.random())
    pause = Math.min(longestPauseMs, pause * 2)
    timer = setTimeout(() => {
      timer = null
      open().catch((error: unknown) => {
        log('warning', 'the doorbell cannot be reached', { detail: String(error) })
        again()
      })
    }, wait)
  }

  const open = async (): Promise<void> => {
    const ticket = await api.call(routes.createEdgeLiveTicket, {})
    if (isClosed) return
    if (ticket.kind !== 'ok') return again()
    const opened = new WebSocket(`${address}?ticket=${encodeURIComponent(ticket.body.ticket)}`, {
      handshakeTimeout: openLimitMs,
      maxPayload: 64 * 1024,
      followRedirects: false,
    })
    socket = opened
    let pinging: NodeJS.Timeout | undefined
    let pongTimer: NodeJS.Timeout | undefined
    opened.on('open', () => {
      pause = firstPauseMs
      pinging = setInterval(() => {
        opened.send(JSON.stringify(ping))
        pongTimer = setTimeout(() => opened.terminate(), pongLimitMs)
      }, pingMs)
      // What rang while nobody listened.
      onWork()
    })
    opened.on('message', (data: Buffer) => {
      const message = ToEdge.safeParse(parsed(data.toString('utf8')))
      if (!message.success) return
      if (message.data.kind === 'pong') clearTimeout(pongTimer)
      else onWork()
    })
    // `close` follows.
    opened.on('error', (error) => log('warning', 'the doorbell failed', { detail: error.message }))
    opened.on('close', () => {
      clearInterval(pinging)
      clearTimeout(pongTimer)
      if (socket === opened) socket = null
      again()
    })
  }

  open().catch(again)
  return {
    close: (): void => {
      isClosed = true
      if (timer) clearTimeout(timer)
      socket?.terminate()
    },
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
