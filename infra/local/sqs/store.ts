/** Queues in SQLite: an acknowledged send is delivered, a deleted message never comes back, whatever is killed when. No HTTP here. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

export type QueueSpec = {
  readonly name: string
  readonly fifo?: boolean
  readonly contentBasedDeduplication?: boolean
  readonly visibilityTimeoutSeconds: number
  readonly delaySeconds: number
  readonly retentionSeconds: number
  readonly receiveWaitSeconds: number
  readonly redrive?: { readonly deadLetterQueueName: string; readonly maxReceiveCount: number }
}

export type Sent = {
  readonly body: string
  readonly attributes: string
  readonly delaySeconds?: number
  readonly group?: string
  readonly deduplicationId?: string
}
export type Received = {
  readonly id: string
  readonly receipt: string
  readonly body: string
  readonly attributes: string
  readonly receiveCount: number
  readonly sentAt: number
  readonly firstReceivedAt: number
  readonly group: string | null
}

const deduplicationMs = 5 * 60_000
const schema = `
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL,
  grp TEXT, visible_at INTEGER NOT NULL, sent_at INTEGER NOT NULL, first_at INTEGER, count INTEGER NOT NULL DEFAULT 0, receipt TEXT);
CREATE INDEX IF NOT EXISTS ready ON messages (queue, visible_at, seq);
CREATE INDEX IF NOT EXISTS by_receipt ON messages (queue, receipt);
CREATE INDEX IF NOT EXISTS by_group ON messages (queue, grp, seq);
CREATE TABLE IF NOT EXISTS deduplication (queue TEXT, key TEXT, id TEXT, until INTEGER, PRIMARY KEY (queue, key));`

export type QueueStore = ReturnType<typeof openQueues>

/** `now` in milliseconds since 1970. */
export const openQueues = (file: string, specs: readonly QueueSpec[], now: () => number) => {
  const db = new DatabaseSync(file)
  db.exec(schema)
  // Whoever had taken them was a part of the process that ended; in AWS the readers outlive a function that dies.
  db.prepare('UPDATE messages SET visible_at = ? WHERE count > 0 AND visible_at > ?').run(now(), now())
  const queues = new Map(specs.map((spec) => [spec.name, spec]))
  const insert = db.prepare('INSERT INTO messages (queue, id, body, attributes, grp, visible_at, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
  // In a FIFO queue only the first of a group may be taken, so that one in flight holds the others back.
  const next = db.prepare(
    `SELECT * FROM messages m WHERE queue = ? AND visible_at <= ? AND (grp IS NULL OR NOT EXISTS (SELECT 1 FROM messages o WHERE o.queue = m.queue AND o.grp = m.grp AND o.seq < m.seq)) ORDER BY visible_at, seq LIMIT ?`,
  )
  const take = db.prepare(
    'UPDATE messages SET visible_at = ?, count = count + 1, first_at = coalesce(first_at, ?), receipt = ? WHERE seq = ?',
  )
  const move = db.prepare('UPDATE messages SET queue = ?, visible_at = ?, receipt = NULL WHERE seq = ?')
  const deleteOne = db.prepare('DELETE FROM messages WHERE queue = ? AND receipt = ?')
  const waiting = new Map<string, Set<() => void>>()
  const announce = (queue: string) => {
    for (const wake of waiting.get(queue) ?? []) wake()
  }
  const inTransaction = <T>(work: () => T): T => {
    db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  const specOf = (name: string): QueueSpec => {
    const spec = queues.get(name)
    if (!spec) throw new Error(`no queue ${name}`)
    return spec
  }
  const sendOne = (spec: QueueSpec, message: Sent): string => {
    const id = randomUUID()
    const present = now()
    if (spec.fifo) {
      const key = message.deduplicationId ?? createHash('sha256').update(message.body).digest('hex')
      db.prepare('DELETE FROM deduplication WHERE until <= ?').run(present)
      const before = db.prepare('SELECT id FROM deduplication WHERE queue = ? AND key = ?').get(spec.name, key)
      if (before) return String(before.id)
      db.prepare('INSERT INTO deduplication VALUES (?, ?, ?, ?)').run(spec.name, key, id, present + deduplicationMs)
    }
    insert.run(
      spec.name,
      id,
      message.body,
      message.attributes,
      message.group ?? null,
      present + (message.delaySeconds ?? spec.delaySeconds) * 1000,
      present,
    )
    return id
  }

  return {
    names: () => [...queues.keys()],
    spec: (name: string) => queues.get(name),
    /** All or none; gives the identifiers. */
    send: (name: string, messages: readonly Sent[]): string[] => {
      const spec = specOf(name)
      const ids = inTransaction(() => messages.map((message) => sendOne(spec, message)))
      announce(name)
      return ids
    },
    receive: (name: string, limit: number, visibilitySeconds?: number): Received[] => {
      const spec = specOf(name)
      const present = now()
      if (next.all(name, present, 1).length === 0) return []
      const dead = new Set<string>()
      const received = inTransaction(() => {
        const got: Received[] = []
        while (got.length < limit) {
          const rows = next.all(name, present, limit - got.length)
          if (rows.length === 0) break
          let taken = 0
          for (const row of rows) {
            const count = Number(row.count) + 1
            if (Number(row.sent_at) + spec.retentionSeconds * 1000 <= present) {
              db.prepare('DELETE FROM messages WHERE seq = ?').run(Number(row.seq))
            } else if (spec.redrive && count > spec.redrive.maxReceiveCount) {
              move.run(spec.redrive.deadLetterQueueName, present, Number(row.seq))
              dead.add(spec.redrive.deadLetterQueueName)
            } else {
              const receipt = randomBytes(24).toString('base64url')
              take.run(present + (visibilitySeconds ?? spec.visibilityTimeoutSeconds) * 1000, present, receipt, Number(row.seq))
              got.push({
                id: String(row.id),
                receipt,
                body: String(row.body),
                attributes: String(row.attributes),
                receiveCount: count,
                sentAt: Number(row.sent_at),
                firstReceivedAt: Number(row.first_at ?? present),
                group: row.grp === null ? null : String(row.grp),
              })
              taken++
            }
          }
          if (visibilitySeconds === 0 || (taken > 0 && got.length >= limit)) break
        }
        return got
      })
      for (const queue of dead) announce(queue)
      return received
    },
    /** Resolves when something may have come, or after `ms`. */
    wait: (name: string, ms: number, gone: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const soonest = db.prepare('SELECT min(visible_at) AS at FROM messages WHERE queue = ?').get(name)?.at
        const until = typeof soonest === 'number' ? Math.min(ms, Math.max(1, soonest - now())) : ms
        const set = waiting.get(name) ?? new Set()
        waiting.set(name, set)
        const done = () => {
          clearTimeout(timer)
          set.delete(done)
          gone.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, until)
        set.add(done)
        gone.addEventListener('abort', done)
      }),
    delete: (name: string, receipt: string): void => {
      const { changes } = deleteOne.run(name, receipt)
      if (changes > 0) announce(name)
    },
    deleteAll: (name: string, receipts: readonly string[]): void => {
      inTransaction(() => {
        for (const receipt of receipts) deleteOne.run(name, receipt)
      })
      announce(name)
    },
    /** False when the receipt is not (or no longer) that of a message in flight. */
    setVisibility: (name: string, receipt: string, seconds: number): boolean => {
      const { changes } = db
        .prepare('UPDATE messages SET visible_at = ? WHERE queue = ? AND receipt = ? AND visible_at > ?')
        .run(now() + seconds * 1000, name, receipt, now())
      if (changes > 0) announce(name)
      return changes > 0
    },
    purge: (name: string): void => {
      db.prepare('DELETE FROM messages WHERE queue = ?').run(name)
    },
    depth: (name: string): { visible: number; inFlight: number; delayed: number } => {
      const count = (where: string) =>
        Number(db.prepare(`SELECT count(*) AS n FROM messages WHERE queue = ? AND ${where}`).get(name, now())?.n)
      return {
        visible: count('visible_at <= ?'),
        inFlight: count('visible_at > ? AND count > 0'),
        delayed: count('visible_at > ? AND count = 0'),
      }
    },
    close: () => db.close(),
  }
}
