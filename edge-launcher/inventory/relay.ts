/** Takes inventories of the LAN's agents, keeps them while the cloud is away, and hands them on signed as this edge launcher. */
import { join } from 'node:path'
import { routes } from '#shared/contracts/routes.ts'
import type { CloudApi } from '../cloud/api.ts'
import { type Log, textOf } from '../log.ts'
import type { Login } from './answer.ts'
import { lanOf, listenToAgents } from './listen.ts'
import { openSpool } from './spool.ts'

export type RelayConfig = {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Besides private addresses, networks whose machines are answered. */
  readonly networks: readonly string[]
  readonly login: Login | null
}

const mostSpoolBytes = 2 ** 30
/** The cloud takes so many new machines of a site in an hour: those above are brought again, and hold up nobody else. */
const postponedMs = 15 * 60_000
const pausesMs = [1000, 5000, 15_000, 30_000, 60_000]
/** An agent waits for its answer meanwhile. */
const adviceLimitMs = 3000

/** null where the port cannot be had: everything else goes on. */
export const relayInventories = async (
  { api, log, now }: { api: CloudApi; log: Log; now: () => number },
  stateDirectory: string,
  config: RelayConfig,
): Promise<{ readonly port: number; readonly close: () => void } | null> => {
  const spool = openSpool(join(stateDirectory, 'inventories'), mostSpoolBytes)
  const postponed = new Map<string, number>()
  const isDue = (name: string): boolean => (postponed.get(name) ?? 0) <= now()
  let failures = 0
  let isRunning = false
  let isClosed = false
  let timer: { readonly at: number; readonly timeout: NodeJS.Timeout } | null = null

  const sendOldest = async (): Promise<boolean> => {
    const next = await spool.oldest(isDue)
    if (!next || isClosed) return false
    const answer = await api.call(routes.relayInventory, { body: next.upload })
    if (answer.kind === 'unavailable') {
      if (failures % 10 === 0) log('warning', 'inventories wait for the cloud', { detail: answer.detail, waiting: spool.count() })
      failures += 1
      return false
    }
    failures = 0
    if (answer.kind === 'ok' && answer.body.accepted === 0) {
      if (postponed.size === 0) log('warning', 'the cloud takes no more new machines of this site for now: their inventories wait')
      postponed.set(next.name, now() + postponedMs)
      return true
    }
    postponed.delete(next.name)
    if (answer.kind === 'refused')
      log('warning', 'the cloud refused an inventory', { detail: answer.detail, sourceIp: next.upload.sourceIp })
    await spool.remove(next.name)
    return true
  }
  const run = async (): Promise<void> => {
    if (isRunning || isClosed) return
    isRunning = true
    try {
      while (await sendOldest()) {}
    } catch (error) {
      failures += 1
      log('error', 'inventories cannot be handed on', { detail: textOf(error) })
    } finally {
      isRunning = false
      if (!isClosed && spool.count() > 0) wakeIn(pauseMs())
    }
  }
  /** What waits for the cloud is tried soon, what waits for room when it is due. */
  const pauseMs = (): number => {
    if (failures > 0) return pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 0
    return spool.count() > postponed.size ? 0 : Math.max(1000, Math.min(...postponed.values()) - now())
  }
  const wakeIn = (ms: number): void => {
    const at = now() + ms
    if (timer && timer.at <= at) return
    if (timer) clearTimeout(timer.timeout)
    const timeout = setTimeout(() => {
      timer = null
      void run()
    }, ms)
    timer = { at, timeout }
  }

  const needsFull = async (agentId: string): Promise<boolean> => {
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), adviceLimitMs).unref())
    const advice = api.call(routes.adviseOnAgent, { body: { agentId } }).then((answer) => answer.kind === 'ok' && answer.body.needsFull)
    return Promise.race([advice, late])
  }

  try {
    const listening = await listenToAgents(
      { spool, needsFull, now, login: config.login, onUpload: () => failures === 0 && wakeIn(0) },
      { host: config.host, port: config.port, isLan: lanOf(config.networks), log },
    )
    log('info', 'inventory agents are answered', { host: config.host, port: listening.port, waiting: spool.count() })
    wakeIn(0)
    return {
      port: listening.port,
      close: () => {
        isClosed = true
        if (timer) clearTimeout(timer.timeout)
        listening.close()
      },
    }
  } catch (error) {
    log('error', 'inventory agents are not answered: the port cannot be had', {
      host: config.host,
      port: config.port,
      detail: textOf(error),
    })
    return null
  }
}
