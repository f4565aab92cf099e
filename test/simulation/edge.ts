/** An edge launcher: claims, keeps its leases, journals, reports; dies at any moment and comes back, with its disk or without. */
import type { Claimed, Report } from '#shared/contracts/edge.ts'
import { leaseTrustMs } from '#shared/domain/deployment/on-claim.ts'
import { type Attempt, beginAttempt, type Saved } from './attempt.ts'
import type { Chance } from './chance.ts'
import type { Cloud, Weather } from './cloud.ts'
import type { Machine } from './machine.ts'
import type { Timeline } from './timeline.ts'
import type { Watch } from './watch.ts'

const pollMs = 30_000
const retryMs = 5000
const mostReports = 100

export type EdgeParts = {
  readonly timeline: Timeline
  readonly chance: Chance
  readonly weather: Weather
  readonly cloud: Cloud
  readonly watch: Watch
  readonly machineOf: (id: string) => Machine
  /** Whether a claim could give anything: polls that cannot change anything are not played. */
  readonly isWorkWaiting: () => boolean
}

export const edgeOf = (parts: EdgeParts, { id, slots }: { id: string; slots: number }) => {
  const { timeline, chance, cloud, weather } = parts
  const { now } = timeline
  const wireMs = () => chance.between(20, 400)
  let isAlive = false
  /** Grows with each start. */
  let process = 1
  let cutUntil = 0
  // On the disk: orders by execution, reports that were not taken yet.
  const journal = new Map<string, Saved>()
  let outbox: Report[] = []
  const running = new Map<string, Attempt>()
  let isSending = false
  let isAsking = false
  let askAgain = false
  let moreIsReady = false
  let poll = 0
  let isIdle = false

  const isCut = () => now() < cutUntil
  /** Only for the process that asked for it. */
  const later = (ms: number, act: () => void | Promise<void>): void => {
    const mine = process
    timeline.in(ms, () => (isAlive && process === mine ? act() : undefined))
  }

  const send = (): void => {
    if (isSending || outbox.length === 0) return
    isSending = true
    const batch = outbox.slice(0, mostReports)
    // What is on the wire arrives even if its sender dies.
    timeline.in(wireMs(), () => {
      if (!isCut()) cloud.takeReports(id, batch)
    })
    later(800, () => {
      isSending = false
      if (isCut()) return later(retryMs, send)
      outbox = outbox.filter((report) => !batch.includes(report))
      send()
    })
  }

  const begin = (saved: Saved, verdict: Parameters<typeof beginAttempt>[2], trustedUntil: number): void => {
    const { executionId, lease } = saved.order
    const mine = process
    const key = `${executionId}/${lease}`
    let isEnded = false
    const attempt = beginAttempt(
      {
        timeline,
        watch: parts.watch,
        edgeId: id,
        machineOf: parts.machineOf,
        isAlive: () => isAlive && process === mine,
        tell: (report) => {
          outbox.push(report)
          send()
        },
        onEnd: () => {
          isEnded = true
          running.delete(key)
          if (journal.get(executionId)?.order.lease === lease) journal.delete(executionId)
          if (moreIsReady) ask()
        },
        ask: () => ask(),
      },
      saved,
      verdict,
      trustedUntil,
    )
    if (!isEnded) running.set(key, attempt)
  }

  const receive = (answer: Claimed, sentAt: number): void => {
    const trustedUntil = sentAt + leaseTrustMs
    for (const { executionId, lease, verdict } of answer.holding) {
      const attempt = running.get(`${executionId}/${lease}`)
      const saved = journal.get(executionId)
      if (attempt) attempt.hear(verdict, trustedUntil)
      else if (saved?.order.lease === lease) {
        if (verdict === 'drop') journal.delete(executionId)
        else begin(saved, verdict, trustedUntil)
      }
    }
    for (const order of answer.orders) {
      const known = journal.get(order.executionId)
      if (known && known.order.lease >= order.lease) continue
      const saved: Saved = { order, seq: 0, phases: order.phases, script: order.scriptStarted ? 'started' : 'none' }
      journal.set(order.executionId, saved)
      begin(saved, 'keep', trustedUntil)
    }
    moreIsReady = answer.more || answer.orders.length > 0
    if (answer.more && journal.size < slots) askAgain = true
  }

  const ask = (): void => {
    if (!isAlive) return
    if (isAsking) {
      askAgain = true
      return
    }
    isAsking = true
    isIdle = false
    poll += 1
    const sentAt = now()
    const holding = [...journal.values()].map(({ order: { executionId, lease } }) => ({ executionId, lease }))
    const asked = { version: '1', slotsTotal: slots, slotsUsed: holding.length, slots: Math.max(0, slots - holding.length), holding }
    later(wireMs(), async () => {
      if (isCut()) return later(1000, () => answered(null, sentAt))
      const answer = await cloud.claim(id, asked)
      const isLost = weather.answersLost && chance.happens(0.5)
      later(wireMs(), () => answered(isCut() || isLost ? null : answer, sentAt))
    })
  }
  const answered: (answer: Claimed | null, sentAt: number) => void = (answer, sentAt) => {
    isAsking = false
    if (answer) receive(answer, sentAt)
    if (askAgain) {
      askAgain = false
      return ask()
    }
    const mine = ++poll
    isIdle = answer !== null && journal.size === 0 && !parts.isWorkWaiting()
    if (!isIdle)
      later(answer === null ? retryMs : Math.round(pollMs * (0.85 + 0.3 * chance.share())), () => {
        if (mine === poll) ask()
      })
  }

  const start = (): void => {
    if (isAlive) return
    isAlive = true
    process += 1
    isSending = false
    isAsking = false
    askAgain = false
    send()
    ask()
  }
  const die = (): void => {
    isAlive = false
    process += 1
    running.clear()
  }

  return {
    id,
    start,
    die: (keepsJournal: boolean): void => {
      die()
      if (keepsJournal) return
      journal.clear()
      outbox = []
    },
    /** Ends in good order: its last reports go out at the next start. */
    leave: (): void => {
      for (const attempt of [...running.values()]) attempt.leave()
      die()
    },
    cutOff: (ms: number): void => {
      cutUntil = now() + ms
    },
    hearBell: (): void => later(chance.between(50, 600), () => ask()),
    /** Something became ready: an idle edge finds it at its next poll. */
    stir: (): void => {
      if (!isAlive || !isIdle) return
      isIdle = false
      const mine = ++poll
      later(chance.between(0, pollMs), () => {
        if (mine === poll) ask()
      })
    },
    isBusy: () => journal.size > 0,
  }
}
export type Edge = ReturnType<typeof edgeOf>
