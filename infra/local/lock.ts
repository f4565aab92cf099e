/** A lock that the kernel gives back when its holder dies, however it dies: an exclusive transaction on a small database. */
import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

// A database that nobody refers to any more is closed, and its lock given back.
const held = new Set<DatabaseSync>()

export type Lock = { readonly release: () => void }

/** null while another live process holds it. `path.pid` says which. */
export const tryLock = (path: string): Lock | null => {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch {
    database.close()
    return null
  }
  writeFileSync(`${path}.pid`, `${process.pid}\n`, { mode: 0o600 })
  held.add(database)
  return {
    release: () => {
      if (held.delete(database)) database.close()
    },
  }
}

/** The process that holds it, as far as is known. */
export const lockHolder = (path: string): string => {
  try {
    return readFileSync(`${path}.pid`, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}

/** Waits for a lock that others hold for as long as their work takes; throws after `limitMs`. */
export const waitForLock = async (path: string, limitMs: number): Promise<Lock> => {
  for (const deadline = Date.now() + limitMs; ; ) {
    const lock = tryLock(path)
    if (lock) return lock
    if (Date.now() > deadline) throw new Error(`the process ${lockHolder(path)} has held ${path} for ${limitMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
