/**
 * Slows down guessing: from the fifth failure in a row on, a login must wait, each time twice as long.
 * An attempt counts as failed from its beginning, so that many at once are no way around it.
 */
import type { DatabaseSync } from 'node:sqlite'
import { loginKey } from './accounts.ts'

const freeFailures = 5
const firstDelayMs = 15_000
const longestDelayMs = 15 * 60_000

export type Attempts = {
  /** Says whether a password may be tried, and counts the try. */
  readonly begin: (login: string) => { kind: 'allowed' } | { kind: 'blocked'; seconds: number }
  /** The password was right: forget the failures. */
  readonly succeeded: (login: string) => void
}

export const countAttempts = (database: DatabaseSync, now: () => number = Date.now): Attempts => ({
  begin: (login) => {
    const key = loginKey(login)
    const row = database.prepare('SELECT failures, blocked_until FROM attempts WHERE login_key = ?').get(key)
    const instant = now()
    const left = Number(row?.['blocked_until'] ?? 0) - instant
    if (left > 0) return { kind: 'blocked', seconds: Math.ceil(left / 1000) }
    const failures = Number(row?.['failures'] ?? 0) + 1
    const delay = failures < freeFailures ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - freeFailures))
    database
      .prepare('INSERT OR REPLACE INTO attempts (login_key, failures, blocked_until, last_at) VALUES (?, ?, ?, ?)')
      .run(key, failures, instant + delay, instant)
    return { kind: 'allowed' }
  },
  succeeded: (login) => {
    database.prepare('DELETE FROM attempts WHERE login_key = ?').run(loginKey(login))
  },
})
