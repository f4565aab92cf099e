/**
 * One writer of a chunk at a time. A writer that does not come to its end loses the chunk after `leaseSeconds`, which
 * is longer than the function may run; what it had under way is then known to be in doubt.
 */
import * as z from 'zod'
import { pack, unpack } from '#shared/domain/group/bitmap/container.ts'
import { andNotInto, orInto, setBit, type Words } from '#shared/domain/group/bitmap/words.ts'
import type { Table } from './table.ts'

const leaseSeconds = 250

const Head = z.object({ writer: z.string(), until: z.number(), underWay: z.instanceof(Uint8Array).nullable() })
const key = (chunk: number) => ({ pk: `CHUNK#${chunk}`, sk: 'WRITER' })

/** `doubtful`: places whose bits an earlier writer may have written in part. */
export type ChunkLease = { readonly chunk: number; readonly writer: string; readonly mine: Words; readonly doubtful: Words }

export const chunkWriters = (table: Table) => ({
  /** null: another one writes now. `places`: the machines that will be written. */
  begin: async (chunk: number, writer: string, places: readonly number[], nowMs: number): Promise<ChunkLease | null> => {
    const item = await table.get(key(chunk))
    const before = item ? Head.parse(item) : null
    if (before && before.until > nowMs) return null
    const doubtful = unpack(before?.underWay ?? null)
    const mine = unpack(null)
    for (const place of places) setBit(mine, place)
    const underWay = doubtful.slice()
    orInto(underWay, mine)
    const taken = await table.update(key(chunk), {
      set: { writer, until: nowMs + leaseSeconds * 1000, underWay: pack(underWay) },
      condition: before ? '#writer = :before AND #until = :untilBefore' : 'attribute_not_exists(pk)',
      values: before ? { ':before': before.writer, ':untilBefore': before.until } : {},
    })
    return taken ? { chunk, writer, mine, doubtful } : null
  },
  /** The chunk is free, and what was under way stays in doubt: the next one who writes about these machines writes all of their bits. */
  leaveInDoubt: ({ chunk, writer }: ChunkLease): Promise<boolean> =>
    table.update(key(chunk), {
      set: { until: 0 },
      condition: '#writer = :me',
      names: { '#writer': 'writer' },
      values: { ':me': writer },
    }),
  /** False: the chunk was taken from us, and whoever took it knows what we had under way. */
  end: ({ chunk, writer, mine, doubtful }: ChunkLease): Promise<boolean> => {
    const left = doubtful.slice()
    andNotInto(left, mine)
    return table.update(key(chunk), {
      set: { until: 0, underWay: pack(left) },
      condition: '#writer = :me AND #until > :none',
      names: { '#writer': 'writer' },
      values: { ':me': writer, ':none': 0 },
    })
  },
})
export type ChunkWriters = ReturnType<typeof chunkWriters>
