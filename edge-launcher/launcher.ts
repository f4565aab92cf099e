/** Claims work, runs it, keeps its leases: the heart of the edge launcher. */

import type { Claimed, Probe } from '#shared/contracts/edge.ts'
import { routes } from '#shared/contracts/routes.ts'
import { leaseTrustMs } from '#shared/domain/deployment/on-claim.ts'
import { Attempt, type AttemptPorts } from './attempt/attempt.ts'
import type { Word } from './attempt/control.ts'
import type { CloudApi } from './cloud/api.ts'
import { freshly, type Saved } from './journal/journal.ts'
import { textOf } from './log.ts'
import { probe } from './probe.ts'
import { edgeVersion } from './version.ts'

/** Without a doorbell, and to keep the leases (5 minutes): as often as this. */
const pollMs = 30_000
const retryMs = 5000
const mostProbesAtOnce = 16

export type LauncherPorts = AttemptPorts & { readonly api: CloudApi }

export const launcher = (ports: LauncherPorts, slots: number) => {
  const { api, journal, log } = ports
  const running = new Map<string, Attempt>()
  const keyOf = (executionId: string, lease: number): string => `${executionId}/${lease}`
  /** Found in the journal at the start: they begin once the cloud has said that they are still ours. */
  const resumable = new Map(journal.saved().map((saved) => [keyOf(saved.order.executionId, saved.order.lease), saved]))
  let timer: NodeJS.Timeout | null = null
  let isAsking = false
  let askAgain = false
  let isClosed = false
  let moreIsReady = false

  const begin = (saved: Saved, word: Word, trustedUntil: number): void => {
    const key = keyOf(saved.order.executionId, saved.order.lease)
    const attempt = new Attempt(ports, saved, trustedUntil)
    running.set(key, attempt)
    attempt.hear(word, trustedUntil)
    attempt
      .run()
      .catch((error: unknown) =>
        log('error', 'an attempt ended without a result; its lease will run out', {
          execution: saved.order.executionId,
          detail: textOf(error),
        }),
      )
      .finally(() => {
        running.delete(key)
        if (moreIsReady) ask()
      })
  }

  const ask = (): void => {
    if (isClosed) return
    if (isAsking) {
      askAgain = true
      return
    }
    if (timer) clearTimeout(timer)
    timer = null
    isAsking = true
    askOnce()
      .catch((error: unknown) => {
        log('error', 'claiming failed', { detail: textOf(error) })
        return retryMs
      })
      .then((waitMs) => {
        isAsking = false
        if (isClosed) return
        if (askAgain) {
          askAgain = false
          ask()
        } else timer = setTimeout(ask, waitMs * (0.85 + 0.3 * Math.random()))
      })
      .catch((error: unknown) => log('error', 'claiming has stopped', { detail: textOf(error) }))
  }

  /** Milliseconds until the next time, unless something happens before. */
  const askOnce = async (): Promise<number> => {
    const holding = [
      ...[...running.values()].map(({ order }) => ({ executionId: order.executionId, lease: order.lease })),
      ...[...resumable.values()].map(({ order }) => ({ executionId: order.executionId, lease: order.lease })),
    ]
    const free = Math.max(0, slots - holding.length)
    // From before the question: what it takes on the way is not ours.
    const trustedUntil = ports.now() + leaseTrustMs
    const answer = await api.call(routes.claimExecutions, {
      body: { version: edgeVersion, slotsTotal: slots, slotsUsed: Math.min(holding.length, 10_000), slots: free, holding },
    })
    if (answer.kind !== 'ok') {
      log('warning', 'the cloud does not answer claims', { detail: answer.detail })
      return retryMs
    }
    if (isClosed) return pollMs
    const { orders, probes, more } = answer.body
    obey(answer.body.holding, trustedUntil)
    // On the disk before anything is done; one that came twice is known already.
    journal.add(orders)
    for (const order of orders)
      if (!running.has(keyOf(order.executionId, order.lease))) begin(freshly(order), { verdict: 'keep' }, trustedUntil)
    look(probes).catch((error: unknown) => log('error', 'probing failed', { detail: textOf(error) }))
    // Of what was ready while there was no room it has heard nothing.
    moreIsReady = more || orders.length > 0 || free === 0
    if (more && running.size < slots) askAgain = true
    return pollMs
  }

  const obey = (words: Claimed['holding'], trustedUntil: number): void => {
    for (const { executionId, lease, ...word } of words) {
      const key = keyOf(executionId, lease)
      const saved = resumable.get(key)
      resumable.delete(key)
      if (saved && word.verdict === 'drop') journal.forget(executionId, lease)
      else if (saved) begin(saved, word, trustedUntil)
      else running.get(key)?.hear(word, trustedUntil)
    }
  }

  const look = async (probes: readonly Probe[]): Promise<void> => {
    for (let at = 0; at < probes.length; at += mostProbesAtOnce) {
      const results = await Promise.all(probes.slice(at, at + mostProbesAtOnce).map((one) => probe(ports.transport, one, ports.now)))
      const answer = await api.call(routes.sendProbeResults, { body: { results } })
      if (answer.kind !== 'ok') log('warning', 'what was seen of machines could not be told', { detail: answer.detail })
    }
  }

  return {
    /** There may be work. */
    ask,
    counts: () => ({ running: running.size, slots }),
    /** Claims nothing more; what can be given back is; scripts go on where they are. */
    close: (): void => {
      isClosed = true
      if (timer) clearTimeout(timer)
      for (const attempt of running.values()) attempt.leave()
    },
  }
}
