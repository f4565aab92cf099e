/** Schedules in SQLite: what is due, and what has been handed over. A crash between repeats a firing, as the real service may; it loses none. */
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'

export const Schedule = z.object({
  Name: z.string().regex(/^[0-9A-Za-z_.-]{1,64}$/),
  GroupName: z.string().default('default'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  FlexibleTimeWindow: z.object({ Mode: z.enum(['OFF', 'FLEXIBLE']), MaximumWindowInMinutes: z.int().optional() }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  Description: z.string().optional(),
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  Target: z.object({
    Arn: z.string().min(1),
    RoleArn: z.string().min(1),
    Input: z.string().optional(),
    DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
    RetryPolicy: z
      .object({ MaximumRetryAttempts: z.int().min(0).max(185).default(185), MaximumEventAgeInSeconds: z.int().default(86_400) })
      .optional(),
  }),
})
export type Schedule = z.infer<typeof Schedule>

export type Kept = {
  readonly schedule: Schedule
  readonly created: number
  readonly modified: number
  readonly dueAt: number | null
  readonly tries: number
  readonly firstTry: number | null
}

export const openSchedules = (file: string) => {
  const db = new DatabaseSync(file)
  db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE IF NOT EXISTS schedules (grp TEXT, name TEXT, body TEXT, created INTEGER, modified INTEGER, due_at INTEGER, tries INTEGER DEFAULT 0, first_try INTEGER, PRIMARY KEY (grp, name));
    CREATE INDEX IF NOT EXISTS due ON schedules (due_at);`)
  const read = (row: Record<string, unknown>): Kept => ({
    schedule: Schedule.parse(JSON.parse(String(row.body))),
    created: Number(row.created),
    modified: Number(row.modified),
    dueAt: row.due_at === null ? null : Number(row.due_at),
    tries: Number(row.tries),
    firstTry: row.first_try === null ? null : Number(row.first_try),
  })
  const get = (group: string, name: string): Kept | null => {
    const row = db.prepare('SELECT * FROM schedules WHERE grp = ? AND name = ?').get(group, name)
    return row ? read(row) : null
  }
  return {
    get,
    save: (schedule: Schedule, created: number, modified: number, dueAt: number | null): void => {
      db.prepare('INSERT OR REPLACE INTO schedules (grp, name, body, created, modified, due_at) VALUES (?, ?, ?, ?, ?, ?)').run(
        schedule.GroupName,
        schedule.Name,
        JSON.stringify(schedule),
        created,
        modified,
        dueAt,
      )
    },
    /** Only if nobody changed it since it was read. */
    setDue: ({ schedule, modified }: Kept, dueAt: number | null, tries: number, firstTry: number | null): void => {
      db.prepare('UPDATE schedules SET due_at = ?, tries = ?, first_try = ? WHERE grp = ? AND name = ? AND modified = ?').run(
        dueAt,
        tries,
        firstTry,
        schedule.GroupName,
        schedule.Name,
        modified,
      )
    },
    delete: (group: string, name: string, modified?: number): boolean =>
      Number(
        db
          .prepare('DELETE FROM schedules WHERE grp = ? AND name = ? AND (? IS NULL OR modified = ?)')
          .run(group, name, modified ?? null, modified ?? null).changes,
      ) > 0,
    list: (group: string | null, prefix: string, after: string, limit: number): Kept[] =>
      db
        .prepare(
          "SELECT * FROM schedules WHERE (? IS NULL OR grp = ?) AND substr(name, 1, ?) = ? AND grp || '/' || name > ? ORDER BY grp || '/' || name LIMIT ?",
        )
        .all(group, group, prefix.length, prefix, after, limit)
        .map(read),
    due: (upTo: number): Kept[] => db.prepare('SELECT * FROM schedules WHERE due_at <= ? ORDER BY due_at LIMIT 100').all(upTo).map(read),
    nextDue: (): number | null => {
      const at = db.prepare('SELECT min(due_at) AS at FROM schedules').get()?.at
      return typeof at === 'number' ? at : null
    },
    close: () => db.close(),
  }
}
