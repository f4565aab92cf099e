/**
 * The stand-in keeps stream records for ever and looks for the last one without an index, so that writes slow down
 * with the stream's length. Both are mended in its own database. The last record of each table must stay: the next
 * sequence number is counted from it.
 */
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'

export const streamTrimMs = 5 * 60_000

const open = (file: string): DatabaseSync => new DatabaseSync(file, { timeout: 5000 })

/** Makes the index when it is missing. */
export const indexStreams = (file: string): void => {
  const database = open(file)
  try {
    database.exec('CREATE INDEX IF NOT EXISTS _stream_records_by_sequence ON _stream_records(table_name, CAST(sequence_number AS INTEGER))')
  } finally {
    database.close()
  }
}

/** A filter by sort key alone, which is all that the product's streams are read by. */
const BySortKey = z.strictObject({
  dynamodb: z.strictObject({
    Keys: z.strictObject({ sk: z.strictObject({ S: z.array(z.union([z.string(), z.strictObject({ prefix: z.string() })])) }) }),
  }),
})
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const condition = (pattern: unknown): string | null => {
  const { success, data } = BySortKey.safeParse(pattern)
  if (!success) return null
  const key = "json_extract(NEW.keys_json, '$.sk.S')"
  return data.dynamodb.Keys.sk.S.map((rule) =>
    typeof rule === 'string' ? `${key} = ${quoted(rule)}` : `substr(${key}, 1, ${rule.prefix.length}) = ${quoted(rule.prefix)}`,
  ).join(' OR ')
}

/**
 * Records that no reader's filter lets through are not stored: where few of a table's items are of interest, most of a
 * stream is written for nobody. `filters`: by table, those of all its readers; a reader without any sees everything.
 */
export const storeOnlyRead = (file: string, filters: ReadonlyMap<string, readonly (readonly unknown[])[]>): void => {
  const database = open(file)
  try {
    for (const [table, readers] of filters) {
      const trigger = `"_unread_${table.replaceAll('"', '""')}"`
      database.exec(`DROP TRIGGER IF EXISTS ${trigger}`)
      const wanted = readers.flatMap((patterns) => (patterns.length === 0 ? [null] : patterns.map(condition)))
      if (wanted.includes(null)) continue
      database.exec(
        `CREATE TRIGGER ${trigger} BEFORE INSERT ON _stream_records
        WHEN NEW.table_name = ${quoted(table)} AND NOT (${wanted.join(' OR ')}) BEGIN SELECT RAISE(IGNORE); END`,
      )
    }
  } finally {
    database.close()
  }
}

/**
 * Forgets records that every reader has passed: those up to `passed` (the least sequence number among the readers,
 * by table). A table without readers is trimmed to its last record. Gives how many went.
 */
export const trimStreams = (file: string, passed: ReadonlyMap<string, bigint>): number => {
  const database = open(file)
  try {
    const lasts = database.prepare(
      'SELECT table_name, MAX(CAST(sequence_number AS INTEGER)) AS last FROM _stream_records GROUP BY table_name',
    )
    lasts.setReadBigInts(true)
    let trimmed = 0
    for (const row of lasts.all()) {
      const { table_name: table, last } = row
      if (typeof table !== 'string' || typeof last !== 'bigint') continue
      const upTo = passed.get(table) ?? last
      const { changes } = database
        .prepare(
          'DELETE FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) <= ? AND CAST(sequence_number AS INTEGER) < ?',
        )
        .run(table, upTo, last)
      trimmed += Number(changes)
    }
    return trimmed
  } finally {
    database.close()
  }
}
