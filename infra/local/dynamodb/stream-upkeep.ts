/**
 * The stand-in keeps stream records for ever and looks for the last one without an index, so that writes slow down
 * with the stream's length. Both are mended in its own database. The last record of each table must stay: the next
 * sequence number is counted from it.
 */
import { DatabaseSync } from 'node:sqlite'

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
