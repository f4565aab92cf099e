/** Package contents by their SHA-256, fetched once for the whole site. What does not match its name is never kept. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Order } from '#shared/contracts/edge.ts'
import { textOf } from '../log.ts'

type Download = Order['downloads'][number]
export type Fetched =
  | { readonly kind: 'fetched' }
  /** The address is no longer good: the cloud must give a new one. */
  | { readonly kind: 'expired'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'altered'; readonly detail: string }

// Without a byte for this long the download is given up.
const stalledMs = 60_000

class Altered extends Error {}
class Answered extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the store answered ${status}`)
    this.status = status
  }
}

/** `limitBytes`: beyond it what was used longest ago goes, but for what is in use. */
export const openMirror = async (directory: string, limitBytes: number) => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  // Downloads that a crash cut short.
  for (const name of await readdir(directory)) if (name.includes('.')) await rm(join(directory, name), { force: true })
  const pathOf = (sha256: string): string => join(directory, sha256)
  const underWay = new Map<string, Promise<Fetched>>()
  const inUse = new Map<string, number>()

  const has = async ({ sha256, size }: Pick<Download, 'sha256' | 'size'>): Promise<boolean> => {
    const found = await stat(pathOf(sha256)).catch(() => null)
    if (found?.size !== size) return false
    const now = new Date()
    await utimes(pathOf(sha256), now, now).catch(() => {})
    return true
  }

  const download = async ({ sha256, size, url }: Download, signal: AbortSignal): Promise<Fetched> => {
    if (await has({ sha256, size })) return { kind: 'fetched' }
    const part = `${pathOf(sha256)}.part`
    try {
      const response = await fetch(url, { signal })
      if (!response.ok || !response.body) throw new Answered(response.status)
      const hash = createHash('sha256')
      let received = 0
      const check = new Transform({
        transform(chunk: Buffer, _, done) {
          received += chunk.length
          hash.update(chunk)
          done(received > size ? new Altered(`more than ${size} bytes came`) : null, chunk)
        },
      })
      await pipeline(Readable.fromWeb(response.body), check, createWriteStream(part, { mode: 0o600, flush: true }), { signal })
      if (received !== size || hash.digest('hex') !== sha256) throw new Altered(`${received} bytes came, which are not the file ${sha256}`)
      await rename(part, pathOf(sha256))
      await makeRoom()
      return { kind: 'fetched' }
    } catch (error) {
      await rm(part, { force: true })
      if (error instanceof Altered) return { kind: 'altered', detail: error.message }
      if (error instanceof Answered && (error.status === 403 || error.status === 401)) return { kind: 'expired', detail: error.message }
      return { kind: 'failed', detail: textOf(error) }
    }
  }

  const makeRoom = async (): Promise<void> => {
    const names = (await readdir(directory)).filter((name) => !name.includes('.'))
    const files = await Promise.all(
      names.map(async (name) => ({ name, ...(await stat(pathOf(name)).then(({ size, mtimeMs }) => ({ size, mtimeMs }))) })),
    )
    let total = files.reduce((sum, { size }) => sum + size, 0)
    for (const { name, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= limitBytes) return
      if (inUse.has(name)) continue
      await rm(pathOf(name), { force: true })
      total -= size
    }
  }

  return {
    /** Fetches what is missing; the same content once, however many ask for it. */
    fetchAll: async (downloads: readonly Download[]): Promise<Fetched> => {
      for (const wanted of downloads) {
        const running = underWay.get(wanted.sha256) ?? download(wanted, AbortSignal.timeout(Math.ceil(stalledMs + wanted.size / 50)))
        underWay.set(wanted.sha256, running)
        const fetched = await running.finally(() => underWay.delete(wanted.sha256))
        if (fetched.kind !== 'fetched') return fetched
      }
      return { kind: 'fetched' }
    },
    /** Keeps these contents from making room for others until the work is over. */
    using: async <T>(sha256s: readonly string[], work: () => Promise<T>): Promise<T> => {
      for (const sha256 of sha256s) inUse.set(sha256, (inUse.get(sha256) ?? 0) + 1)
      try {
        return await work()
      } finally {
        for (const sha256 of sha256s) {
          const left = (inUse.get(sha256) ?? 1) - 1
          if (left > 0) inUse.set(sha256, left)
          else inUse.delete(sha256)
        }
      }
    },
    read: (sha256: string): Readable => createReadStream(pathOf(sha256), { highWaterMark: 256 * 1024 }),
  }
}
export type Mirror = Awaited<ReturnType<typeof openMirror>>
