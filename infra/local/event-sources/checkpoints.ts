/** How far each stream reader has come, on disk. Written after the function succeeded: a crash repeats, never skips. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const Stored = z.record(z.string(), z.string())

export type Checkpoints = {
  /** The last sequence number that is done with; null before the first. */
  readonly of: (shardId: string) => string | null
  readonly set: (shardId: string, sequenceNumber: string) => void
  /** The least of all shards; null while one has none. */
  readonly least: () => bigint | null
}

export const openCheckpoints = (directory: string, name: string): Checkpoints => {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `${name}.json`)
  const places = new Map(Object.entries(existsSync(path) ? Stored.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}))
  return {
    of: (shardId) => places.get(shardId) ?? null,
    set: (shardId, sequenceNumber) => {
      places.set(shardId, sequenceNumber)
      writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(places)))
      renameSync(`${path}.new`, path)
    },
    least: () =>
      [...places.values()].map(BigInt).reduce<bigint | null>((least, each) => (least === null || each < least ? each : least), null),
  }
}
