/**
 * What must survive a crash of the edge launcher, in SQLite: the orders it works on, how far each script's output was
 * taken, and the outbox of reports. Each change of an order and the report that tells of it are one transaction.
 */
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { Order, Report } from '#shared/contracts/edge.ts'

/** Whether the attempt's script may have been started: `sent` is written before asking, `started` when the machine said so. */
export const scriptSituations = ['none', 'sent', 'started'] as const
export type ScriptSituation = (typeof scriptSituations)[number]

/** What runs detached on machines, each in a directory of its own for each attempt. */
export const programs = ['attempt', 'inventory'] as const
export type ProgramName = (typeof programs)[number]

export type Position = {
  /** The program whose output was told last. */
  readonly program: ProgramName
  /** Its attempt; another than the order's when an earlier one is still there. 0: none yet. */
  readonly followed: number
  /** Bytes of its output that reports have told. */
  readonly out: number
  readonly err: number
  /** The key that the machine offered first, when none was pinned. */
  readonly hostKey: string | null
}
export const startPosition: Position = { program: 'attempt', followed: 0, out: 0, err: 0, hostKey: null }

export type Saved = {
  readonly order: Order
  readonly seq: number
  readonly script: ScriptSituation
  /** The machine has said that it was asked to halt or restart: from now on it may go away at any time. */
  readonly haltAsked: boolean
  readonly position: Position
  readonly report: Report | null
}

/** An order that nothing was done for yet. */
export const freshly = (order: Order): Saved => ({
  order,
  seq: 0,
  script: 'none',
  haltAsked: false,
  position: startPosition,
  report: null,
})

const Row = z.object({
  execution: z.string(),
  lease: z.number(),
  body: z.string(),
  seq: z.number(),
  script: z.enum(scriptSituations),
  halt_asked: z.number(),
  program: z.enum(programs),
  followed: z.number(),
  out: z.number(),
  err: z.number(),
  host_key: z.string().nullable(),
  report: z.string().nullable(),
})
const OutboxRow = z.object({ id: z.number(), report: z.string() })

const schema = `
CREATE TABLE IF NOT EXISTS orders (
  execution TEXT NOT NULL, lease INTEGER NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
  script TEXT NOT NULL DEFAULT 'none', followed INTEGER NOT NULL DEFAULT 0,
  out INTEGER NOT NULL DEFAULT 0, err INTEGER NOT NULL DEFAULT 0, host_key TEXT, report TEXT,
  PRIMARY KEY (execution)
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, report TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS refused (id INTEGER PRIMARY KEY, report TEXT NOT NULL, why TEXT NOT NULL) STRICT;
`
/** Columns that journals of earlier versions lack. */
const laterColumns = { program: "TEXT NOT NULL DEFAULT 'attempt'", halt_asked: 'INTEGER NOT NULL DEFAULT 0' } as const
const ColumnRow = z.object({ name: z.string() })

const addMissingColumns = (database: DatabaseSync): void => {
  const present = database
    .prepare('PRAGMA table_info(orders)')
    .all()
    .map((row) => ColumnRow.parse(row).name)
  for (const [name, type] of Object.entries(laterColumns))
    if (!present.includes(name)) database.exec(`ALTER TABLE orders ADD COLUMN ${name} ${type}`)
}

/** null: an earlier version wrote it, and it lacks what is needed now. */
const savedIn = (row: z.infer<typeof Row>): Saved | null => {
  const order = Order.safeParse(JSON.parse(row.body))
  const report = row.report === null ? { success: true, data: null } : Report.safeParse(JSON.parse(row.report))
  if (!order.success || !report.success || report.data === undefined) return null
  return {
    order: order.data,
    seq: row.seq,
    script: row.script,
    haltAsked: row.halt_asked === 1,
    position: { program: row.program, followed: row.followed, out: row.out, err: row.err, hostKey: row.host_key },
    report: report.data,
  }
}

/** Throws when the file cannot be used: without a journal nothing may begin. */
export const openJournal = (path: string) => {
  const database = new DatabaseSync(path)
  // FULL: what was promised to the cloud is on the disk even if the power fails.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  database.exec(schema)
  addMissingColumns(database)
  const addOrder = database.prepare(
    `INSERT INTO orders (execution, lease, body) VALUES (?, ?, ?)
     ON CONFLICT (execution) DO UPDATE SET lease = excluded.lease, body = excluded.body, seq = 0, script = 'none',
       halt_asked = 0, program = 'attempt', followed = 0, out = 0, err = 0, host_key = NULL, report = NULL
     WHERE excluded.lease > orders.lease`,
  )
  const allOrders = database.prepare(
    'SELECT execution, lease, body, seq, script, halt_asked, program, followed, out, err, host_key, report FROM orders',
  )
  const markScript = database.prepare('UPDATE orders SET script = ? WHERE execution = ? AND lease = ?')
  const markHaltAsked = database.prepare('UPDATE orders SET halt_asked = 1 WHERE execution = ? AND lease = ?')
  const saveReport = database.prepare(
    'UPDATE orders SET seq = ?, program = ?, followed = ?, out = ?, err = ?, host_key = ?, report = ? WHERE execution = ? AND lease = ?',
  )
  const removeOrder = database.prepare('DELETE FROM orders WHERE execution = ? AND lease = ?')
  const addReport = database.prepare('INSERT INTO outbox (report) VALUES (?)')
  const oldestReports = database.prepare('SELECT id, report FROM outbox ORDER BY id LIMIT ?')
  const removeReport = database.prepare('DELETE FROM outbox WHERE id = ?')
  const refuseReport = database.prepare('INSERT OR REPLACE INTO refused (id, report, why) VALUES (?, ?, ?)')
  const countReports = database.prepare('SELECT count(*) AS count FROM outbox')

  const together = (work: () => void): void => {
    database.exec('BEGIN IMMEDIATE')
    try {
      work()
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }

  return {
    /** Written before anything is done for them. */
    add: (orders: readonly Order[]): void =>
      together(() => {
        for (const order of orders) addOrder.run(order.executionId, order.lease, JSON.stringify(order))
      }),
    /** What cannot be read any more is forgotten: its lease runs out, and the markers on the machine guard the rest. */
    saved: (): Saved[] =>
      allOrders.all().flatMap((found) => {
        const row = Row.parse(found)
        const saved = savedIn(row)
        if (saved === null) removeOrder.run(row.execution, row.lease)
        return saved === null ? [] : [saved]
      }),
    mark: (order: Order, script: ScriptSituation): void => {
      markScript.run(script, order.executionId, order.lease)
    },
    haltAsked: (order: Order): void => {
      markHaltAsked.run(order.executionId, order.lease)
    },
    /** The report goes into the outbox, and what it tells is no longer to be told; the last one ends the order. */
    report: (report: Report, position: Position): void =>
      together(() => {
        addReport.run(JSON.stringify(report))
        if (report.end !== null) removeOrder.run(report.executionId, report.lease)
        else {
          const kept = JSON.stringify({ ...report, log: [] })
          saveReport.run(
            report.seq,
            position.program,
            position.followed,
            position.out,
            position.err,
            position.hostKey,
            kept,
            report.executionId,
            report.lease,
          )
        }
      }),
    /** The order is not ours any more: nothing is told of it. */
    forget: (executionId: string, lease: number): void => {
      removeOrder.run(executionId, lease)
    },
    /** The oldest reports that were not taken yet, as JSON. */
    unsent: (most: number): { readonly id: number; readonly report: string }[] =>
      oldestReports.all(most).map((row) => OutboxRow.parse(row)),
    unsentCount: (): number => z.object({ count: z.number() }).parse(countReports.get()).count,
    sent: (ids: readonly number[]): void =>
      together(() => {
        for (const id of ids) removeReport.run(id)
      }),
    /** The cloud will never take this one: kept for people, out of the others' way. */
    refused: (id: number, report: string, why: string): void =>
      together(() => {
        refuseReport.run(id, report, why)
        removeReport.run(id)
      }),
    close: (): void => database.close(),
  }
}
export type Journal = ReturnType<typeof openJournal>
