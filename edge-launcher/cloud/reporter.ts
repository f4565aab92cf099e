/** Empties the outbox: in order, in batches, for as long as it takes. */
import { Report } from '#shared/contracts/edge.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { Journal } from '../journal/journal.ts'
import type { Log } from '../log.ts'
import type { CloudApi } from './api.ts'

const mostReports = 100
/** Characters of JSON in one request, well under what the API takes. */
const mostCharacters = 2_000_000
/** Reports of the same moment travel together. */
const gatherMs = 100
const pausesMs = [1000, 2000, 5000, 10_000, 30_000]

export const reporter = ({ api, journal, log }: { api: CloudApi; journal: Journal; log: Log }) => {
  let isRunning = false
  let isClosed = false
  let failures = 0
  let timer: NodeJS.Timeout | null = null
  let idle: (() => void)[] = []

  const batch = (): { id: number; report: string }[] => {
    const rows = journal.unsent(mostReports)
    let characters = 0
    return rows.filter(({ report }, at) => {
      characters += report.length
      return at === 0 || characters <= mostCharacters
    })
  }

  /** Whether to go on at once. */
  const sendSome = async (): Promise<boolean> => {
    const rows = batch()
    if (rows.length === 0) return false
    if ((await send(rows)) === 'refused') {
      // One of them is at fault: the others must not wait for it.
      for (const row of rows)
        if ((await send([row])) === 'refused') {
          log('error', 'the cloud refuses a report; it is kept in the journal', { report: row.id })
          journal.refused(row.id, row.report, 'refused by the cloud')
        }
    }
    return failures === 0
  }

  const send = async (rows: readonly { id: number; report: string }[]): Promise<'sent' | 'refused' | 'later'> => {
    const reports = rows.map(({ report }) => JSON.parse(report) as Report)
    // An earlier version may have written what is none any more.
    if (!reports.every((report) => Report.safeParse(report).success)) return 'refused'
    const answer = await api.call(routes.sendReports, { body: { reports } })
    if (answer.kind === 'ok') {
      journal.sent(rows.map(({ id }) => id))
      failures = 0
      return 'sent'
    }
    if (answer.kind === 'refused' && answer.status === 400) return 'refused'
    if (failures % 10 === 0) log('warning', 'reports wait in the outbox', { detail: answer.detail, waiting: journal.unsentCount() })
    failures += 1
    return 'later'
  }

  const run = async (): Promise<void> => {
    if (isRunning || isClosed) return
    isRunning = true
    try {
      while (!isClosed && (await sendSome())) {}
    } finally {
      isRunning = false
      if (journal.unsentCount() === 0) {
        for (const resolve of idle) resolve()
        idle = []
      } else if (!isClosed) wakeIn(failures === 0 ? gatherMs : (pausesMs[Math.min(failures, pausesMs.length) - 1] ?? 30_000))
    }
  }
  const wakeIn = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = null
      run().catch((error: unknown) => log('error', 'the outbox cannot be read', { detail: String(error) }))
    }, ms)
  }

  return {
    wake: (): void => {
      // While the cloud is away the pace is the pause's, not that of the reports.
      if (failures === 0) wakeIn(gatherMs)
    },
    /** Sends what it can within the limit; the rest stays in the journal. */
    close: async (limitMs: number): Promise<void> => {
      if (journal.unsentCount() > 0) {
        const emptied = new Promise<void>((resolve) => idle.push(resolve))
        wakeIn(0)
        await Promise.race([emptied, new Promise((resolve) => setTimeout(resolve, limitMs))])
      }
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
