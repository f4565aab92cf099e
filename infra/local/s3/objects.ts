/** Objects on disk: contents in files named by the hash of bucket and key, so that no key can name a path; their description in SQLite. */
import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Checksums } from './checksums.ts'

export type StoredObject = {
  readonly key: string
  readonly size: number
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly contentType: string
  /** x-amz-meta-* and x-amz-checksum-*, as they are sent back. */
  readonly headers: Record<string, string>
}

export type ObjectStore = ReturnType<typeof openObjects>

export const openObjects = (directory: string, buckets: readonly string[]) => {
  const [contents, incoming] = [join(directory, 'contents'), join(directory, 'incoming')]
  // What was arriving when the last process ended was never acknowledged.
  rmSync(incoming, { recursive: true, force: true })
  for (const folder of [contents, incoming]) mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(directory, 'objects.db'))
  db.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS objects (bucket TEXT, key TEXT, file TEXT, size INTEGER, etag TEXT, modified INTEGER, type TEXT, headers TEXT, PRIMARY KEY (bucket, key))',
  )
  const known = new Set(
    db
      .prepare('SELECT file FROM objects')
      .all()
      .map((row) => String(row.file)),
  )
  for (const file of readdirSync(contents)) if (!known.has(file)) rmSync(join(contents, file))
  const select = db.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?')
  const row = (bucket: string, key: string) => select.get(bucket, key)
  const describe = (found: Record<string, unknown>): StoredObject => ({
    key: String(found.key),
    size: Number(found.size),
    etag: String(found.etag),
    modified: Number(found.modified),
    contentType: String(found.type),
    headers: JSON.parse(String(found.headers)) as Record<string, string>,
  })

  return {
    buckets,
    get: (bucket: string, key: string): StoredObject | null => {
      const found = row(bucket, key)
      return found ? describe(found) : null
    },
    read: (bucket: string, key: string, range?: { start: number; end: number }): Readable =>
      createReadStream(join(contents, String(row(bucket, key)?.file)), range),
    /** Streams to disk; `check` runs before anything becomes visible and throws to refuse. */
    put: async (
      bucket: string,
      key: string,
      body: Readable,
      through: { readonly decode: Transform | null; readonly checksums: Checksums },
      details: {
        now: number
        contentType: string
        check: (got: { size: number; md5: Buffer }) => Record<string, string>
        mayReplace: () => boolean
      },
    ): Promise<StoredObject | 'exists'> => {
      const file = randomUUID()
      const path = join(incoming, file)
      const { decode, checksums } = through
      try {
        // Flushed to the disk before it is closed.
        const written = createWriteStream(path, { flush: true })
        if (decode) await pipeline(body, decode, checksums, written)
        else await pipeline(body, checksums, written)
        const { size } = checksums
        const digest = checksums.md5Digest()
        const headers = details.check({ size, md5: digest })
        if (!details.mayReplace()) {
          await rm(path, { force: true })
          return 'exists'
        }
        await rename(path, join(contents, file))
        const before = row(bucket, key)
        db.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
          bucket,
          key,
          file,
          size,
          `"${digest.toString('hex')}"`,
          details.now,
          details.contentType,
          JSON.stringify(headers),
        )
        if (before) await rm(join(contents, String(before.file)), { force: true })
        return { key, size, etag: `"${digest.toString('hex')}"`, modified: details.now, contentType: details.contentType, headers }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    delete: async (bucket: string, key: string): Promise<void> => {
      const before = row(bucket, key)
      if (!before) return
      db.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?').run(bucket, key)
      await rm(join(contents, String(before.file)), { force: true })
    },
    list: (bucket: string, prefix: string, after: string, limit: number): StoredObject[] =>
      db
        .prepare('SELECT * FROM objects WHERE bucket = ? AND key > ? AND substr(key, 1, ?) = ? ORDER BY key LIMIT ?')
        .all(bucket, after, prefix.length, prefix, limit)
        .map(describe),
    close: () => db.close(),
  }
}
