/** When machines were seen last, by the day, kept in memory between requests and brought up to date with what came since. */
import { type Bitmap, bitmapOf } from '#shared/domain/group/bitmap/bitmap.ts'
import type { MachineStore } from '../adapters/machines.ts'

/** How old an answer may be. */
const freshMs = 2000
/** An index follows within moments: so much is read again each time. */
const overlapMs = 60_000
/** An edge launcher may tell days later what it saw: now and then all is read anew. */
const wholeMs = 10 * 60_000
const dayMs = 86_400_000

/** The first sighting of its last day, in milliseconds since 1970, by ordinal. */
type Known = { readonly at: Map<number, number>; readonly begunAt: number; readAt: number }

export const lastSeen = (machines: Pick<MachineStore, 'sightings'>, now: () => number) => {
  let known: Promise<Known> | null = null

  const read = async (before: Known | null): Promise<Known> => {
    const readAt = now()
    const kept = before && readAt - before.begunAt < wholeMs ? before : null
    const next = kept ?? { at: new Map<number, number>(), begunAt: readAt, readAt }
    const from = kept ? new Date(kept.readAt - overlapMs).toISOString() : '0'
    for await (const { ordinal, at } of machines.sightings(from)) next.at.set(ordinal, Date.parse(at))
    next.readAt = readAt
    return next
  }
  const present = async (): Promise<Known> => {
    const before = await known?.catch(() => null)
    if (before && now() - before.readAt < freshMs) return before
    known = read(before ?? null)
    return known
  }
  const those = async (meets: (at: number) => boolean): Promise<Bitmap> => {
    const ordinals: number[] = []
    for (const [ordinal, seen] of (await present()).at) if (meets(seen)) ordinals.push(ordinal)
    return bitmapOf(ordinals)
  }

  return {
    /** At least the machines that were seen from an instant on (milliseconds since 1970); those of the day before may be among them. */
    perhapsSince: (instant: number): Promise<Bitmap> => those((seen) => seen >= instant - dayMs),
    /** Only machines that were surely seen from an instant on, though not all of them. */
    surelySince: (instant: number): Promise<Bitmap> => those((seen) => seen >= instant),
  }
}
export type LastSeen = ReturnType<typeof lastSeen>
