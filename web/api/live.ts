/**
 * The console's end of the WebSocket. It holds a connection while somebody watches a topic and none otherwise, comes
 * back by itself, and only ever says "this may be old": after each reconnection everything watched may be.
 */
import { ToConsole, type Topic } from '#shared/contracts/live.ts'

export type LiveStatus = 'idle' | 'connecting' | 'open' | 'waiting'

/** The part of a WebSocket that is used. */
export type Socket = {
  send: (text: string) => void
  close: () => void
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onclose: (() => void) | null
  onerror: (() => void) | null
}

export type LivePorts = {
  readonly address: string
  readonly ticket: () => Promise<string>
  readonly connect: (url: string) => Socket
  readonly onChanged: (topic: Topic) => void
}

export type Live = {
  /** Watches until the function that it returns is called; opens again what was closed. */
  readonly watch: (topics: readonly Topic[]) => () => void
  readonly status: () => LiveStatus
  readonly subscribe: (listener: () => void) => () => void
  readonly close: () => void
}

/** Keeps the connection through proxies, and finds out when it is dead. */
export const pingEveryMs = 60_000
const pongWithinMs = 10_000
/** Longest wait between two tries. */
const longestWaitMs = 30_000
/** How long to stay connected when nobody watches: from one page to the next somebody soon will. */
const lingerMs = 5_000
/** Messages for one topic are gathered for this long, so that a busy deployment costs one refetch a second. */
export const gatherMs = 700

/** Wait before try `n` (from 0), in milliseconds: doubling from 1 s, with a random half so that consoles spread. */
export const waitBefore = (n: number, random: number): number => Math.min(longestWaitMs, 1000 * 2 ** n) * (0.5 + random / 2)

const messageOf = (data: unknown): ToConsole | null => {
  try {
    return ToConsole.safeParse(JSON.parse(String(data))).data ?? null
  } catch {
    return null
  }
}

/** Makes the live client of one session. */
export const createLive = (ports: LivePorts): Live => {
  const watched = new Map<Topic, number>()
  const listeners = new Set<() => void>()
  const gathering = new Map<Topic, ReturnType<typeof setTimeout>>()
  let status: LiveStatus = 'idle'
  let socket: Socket | null = null
  let tries = 0
  let closed = false
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let pingTimer: ReturnType<typeof setInterval> | undefined
  let pongTimer: ReturnType<typeof setTimeout> | undefined
  let idleTimer: ReturnType<typeof setTimeout> | undefined

  const become = (next: LiveStatus) => {
    if (status === next) return
    status = next
    for (const listener of listeners) listener()
  }
  const say = (message: unknown) => socket?.send(JSON.stringify(message))
  const sayTopics = () => {
    if (status === 'open') say({ action: 'watch', topics: [...watched.keys()].slice(0, 20) })
  }
  const changed = (topic: Topic) => {
    if (gathering.has(topic)) return
    // The first message is passed on at once; what follows is gathered.
    ports.onChanged(topic)
    gathering.set(
      topic,
      setTimeout(() => {
        gathering.delete(topic)
        if (late.delete(topic)) changed(topic)
      }, gatherMs),
    )
  }
  const late = new Set<Topic>()
  const hear = (message: ToConsole) => {
    if (message.kind === 'pong') clearTimeout(pongTimer)
    if (message.kind === 'changed') {
      if (gathering.has(message.topic)) late.add(message.topic)
      else changed(message.topic)
    }
  }
  const drop = (next: LiveStatus) => {
    const old = socket
    socket = null
    clearInterval(pingTimer)
    clearTimeout(pongTimer)
    if (old) {
      old.onopen = old.onmessage = old.onclose = old.onerror = null
      old.close()
    }
    become(next)
  }
  const retry = () => {
    drop('waiting')
    clearTimeout(retryTimer)
    if (closed || watched.size === 0) return become('idle')
    retryTimer = setTimeout(() => void open(), waitBefore(tries, Math.random()))
    tries += 1
  }
  const beat = () => {
    say({ action: 'ping' })
    clearTimeout(pongTimer)
    pongTimer = setTimeout(retry, pongWithinMs)
  }
  const open = async () => {
    if (closed || socket || status === 'connecting') return
    clearTimeout(retryTimer)
    become('connecting')
    const ticket = await ports.ticket().catch(() => null)
    if (closed) return
    if (ticket === null || watched.size === 0) return retry()
    const opened = ports.connect(`${ports.address}?ticket=${encodeURIComponent(ticket)}`)
    socket = opened
    opened.onopen = () => {
      tries = 0
      become('open')
      sayTopics()
      for (const topic of watched.keys()) changed(topic)
      pingTimer = setInterval(beat, pingEveryMs)
    }
    opened.onmessage = ({ data }) => {
      const message = messageOf(data)
      if (message) hear(message)
    }
    opened.onclose = retry
    opened.onerror = retry
  }

  return {
    watch: (topics) => {
      closed = false
      clearTimeout(idleTimer)
      const before = watched.size
      for (const topic of topics) watched.set(topic, (watched.get(topic) ?? 0) + 1)
      if (status === 'open') sayTopics()
      else if (before === 0 || status === 'idle') void open()
      return () => {
        for (const topic of topics) {
          const others = (watched.get(topic) ?? 1) - 1
          if (others > 0) watched.set(topic, others)
          else watched.delete(topic)
        }
        clearTimeout(idleTimer)
        if (watched.size > 0) sayTopics()
        else idleTimer = setTimeout(() => drop('idle'), lingerMs)
      }
    },
    status: () => status,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      closed = true
      for (const timer of [retryTimer, idleTimer, ...gathering.values()]) clearTimeout(timer)
      drop('idle')
    },
  }
}
