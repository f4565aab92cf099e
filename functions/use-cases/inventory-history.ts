/** Records and their differences, as they are stored: gzip of JSON. */
import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import type { AgentFamily } from '#shared/contracts/inventory.ts'
import { InventoryRecord } from '#shared/contracts/inventory.ts'
import { Change } from '#shared/domain/inventory/changes.ts'
import type { HistoryRecord } from '../adapters/inventories.ts'

/** More than any record has; what is stored was checked before. */
const mostBytes = 2 ** 28
const packed = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value))
const unpacked = (bytes: Uint8Array): unknown => JSON.parse(gunzipSync(bytes, { maxOutputLength: mostBytes }).toString('utf8'))

export const packedRecord = (record: InventoryRecord): Uint8Array => packed(record)
export const recordIn = (bytes: Uint8Array): InventoryRecord => InventoryRecord.parse(unpacked(bytes))

/** An item of the table takes 400 KB. */
const mostHistoryBytes = 300_000

type Counts = Record<string, { added: number; removed: number; changed: number }>
export const countsOf = (changes: readonly Change[]): Counts => {
  const counts: Counts = {}
  for (const { section, before, after } of changes) {
    counts[section] ??= { added: 0, removed: 0, changed: 0 }
    counts[section][before === null ? 'added' : after === null ? 'removed' : 'changed'] += 1
  }
  return counts
}

export const historyOf = (
  upload: { at: string; uploadId: string; family: AgentFamily; acrossAgents: boolean },
  changes: readonly Change[],
): HistoryRecord => {
  const bytes = packed(changes)
  return { ...upload, counts: countsOf(changes), changes: bytes.length > mostHistoryBytes ? null : bytes }
}

/** null: they were too many to keep. */
export const changesIn = ({ changes }: HistoryRecord): Change[] | null =>
  changes === null ? null : z.array(Change).parse(unpacked(changes))
