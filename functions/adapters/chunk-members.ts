/** Which machine each ordinal is: 32 to an item, which is a write unit or two however many of them change at once. */
import * as z from 'zod'
import type { Bitmap } from '#shared/domain/group/bitmap/bitmap.ts'
import { chunkSize, eachPlace } from '#shared/domain/group/bitmap/words.ts'
import { inTurns, type Table } from './table.ts'

const blockSize = 32
const Block = z.object({ block: z.number(), ids: z.record(z.string(), z.string()) })
const partition = (chunk: number): string => `CHUNK#${chunk}`
const key = (chunk: number, block: number) => ({ pk: partition(chunk), sk: `MEMBERS#${String(block).padStart(3, '0')}` })
const blockOf = (place: number): number => Math.floor(place / blockSize)
/** Above this many blocks of a chunk, reading all of them is cheaper than naming each. */
const mostNamed = 40

/** `id` null: there is no such machine any more. */
export type Member = { readonly place: number; readonly id: string | null }

export const chunkMembers = (table: Table) => ({
  /** By the one writer of the chunk. */
  save: async (chunk: number, members: readonly Member[], damaged: 'throw' | 'forget' = 'throw'): Promise<void> => {
    const blocks = [...new Set(members.map(({ place }) => blockOf(place)))]
    const stored = new Map(
      (await table.getMany(blocks.map((block) => key(chunk, block))))
        .filter((item) => damaged === 'throw' || Block.safeParse(item).success)
        .map((item) => [Block.parse(item).block, Block.parse(item).ids]),
    )
    const changed = blocks.flatMap((block) => {
      const before = stored.get(block) ?? {}
      const after: Record<string, string> = { ...before }
      for (const { place, id } of members) {
        if (blockOf(place) !== block) continue
        if (id === null) delete after[place]
        else after[place] = id
      }
      return JSON.stringify(after) === JSON.stringify(before) ? [] : [{ ...key(chunk, block), block, ids: after }]
    })
    await table.putMany(changed.filter(({ ids }) => Object.keys(ids).length > 0))
    for (const { pk, sk, ids } of changed) if (Object.keys(ids).length === 0) await table.delete({ pk, sk })
  },
  /** All of a chunk. */
  all: async (chunk: number): Promise<{ readonly place: number; readonly id: string }[]> =>
    (await table.list({ pk: partition(chunk), prefix: 'MEMBERS#', consistent: true }))
      .flatMap((item) => Object.entries(Block.parse(item).ids))
      .map(([place, id]) => ({ place: Number(place), id })),
  /** In the order of ordinals. Machines that were deleted meanwhile are left out. */
  idsOf: async (machines: Bitmap): Promise<string[]> => {
    const perChunk = new Map<number, string[]>()
    await inTurns([...machines], 8, async ([chunk, words]) => {
      const places: number[] = []
      eachPlace(words, (place) => places.push(place))
      const blocks = [...new Set(places.map(blockOf))]
      const items =
        blocks.length > mostNamed
          ? await table.list({ pk: partition(chunk), prefix: 'MEMBERS#' })
          : await table.getMany(blocks.map((block) => key(chunk, block)))
      const ids = new Map(items.flatMap((item) => Object.entries(Block.parse(item).ids)))
      perChunk.set(
        chunk,
        places.flatMap((place) => ids.get(String(place)) ?? []),
      )
    })
    return [...perChunk].sort(([left], [right]) => left - right).flatMap(([, ids]) => ids)
  },
})
export type ChunkMembers = ReturnType<typeof chunkMembers>

/** Chunks that can have machines, when so many ordinals were given. */
export const chunksFor = (ordinalsGiven: number): number => Math.ceil(ordinalsGiven / chunkSize)
