import type { DatabaseSync } from 'node:sqlite'

const everyMs = 5 * 60_000
/** Kept a little longer than they live, so that clocks may differ by this many seconds. */
const toleranceSeconds = 60
/** Failed attempts are forgotten this long after the last one; longer than the longest delay. */
const attemptsKeptMs = 60 * 60_000

/** Removes what has expired. `now` in milliseconds since 1970. */
export const sweep = (database: DatabaseSync, now: number): void => {
  database.prepare('DELETE FROM artifacts WHERE expires_at < ?').run(Math.floor(now / 1000) - toleranceSeconds)
  database.prepare('DELETE FROM attempts WHERE last_at < ?').run(now - attemptsKeptMs)
}

/** Sweeps now and every five minutes. Returns how to stop. */
export const keepSwept = (database: DatabaseSync): (() => void) => {
  sweep(database, Date.now())
  const timer = setInterval(() => sweep(database, Date.now()), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
