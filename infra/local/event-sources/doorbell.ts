/** Wakes readers of streams when the database was written, so that they need not ask often. */
import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

export type Doorbell = {
  /** Resolves at the next write, or after `limitMs`. */
  readonly wait: (limitMs: number, signal: AbortSignal) => Promise<void>
  readonly close: () => void
}

/** The write-ahead log is written a moment before the commit can be read. */
const settleMs = 4

/** `file`: the SQLite database; null where it is not ours, and waits are then only for time. */
export const writeDoorbell = (file: string | null): Doorbell => {
  const waiting = new Set<() => void>()
  let watcher: FSWatcher | null = null
  let settling: NodeJS.Timeout | null = null
  const ring = (): void => {
    settling ??= setTimeout(() => {
      settling = null
      for (const wake of [...waiting]) wake()
    }, settleMs)
  }
  if (file !== null) {
    watcher = watch(dirname(file), (_, name) => {
      if (name === `${basename(file)}-wal`) ring()
    })
    // Without it readers still ask now and then.
    watcher.on('error', () => watcher?.close())
  }
  return {
    wait: (limitMs, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, limitMs)
        waiting.add(wake)
        signal.addEventListener('abort', wake, { once: true })
        if (signal.aborted) wake()
      }),
    close: () => {
      watcher?.close()
      if (settling) clearTimeout(settling)
    },
  }
}
