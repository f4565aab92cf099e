/**
 * Builds the index of terms anew from the inventories, while the product runs. Step by step: each says what the next one
 * is, is harmless when repeated, and leaves searches no worse than it finds them.
 *
 * 1. `machines`, a page at a time: what is indexed of each machine is remembered as its inventory says, and the machine
 *    is left in doubt, so that whoever writes about it before step 2 writes every bit of it.
 * 2. `chunks`, one at a time: every bitmap, member and dictionary is made to say what is remembered, and nothing else.
 */
import type { IndexProgress, RebuildStep } from '#shared/contracts/inventory.ts'
import { pack } from '#shared/domain/group/bitmap/container.ts'
import { noWords, placeOf, setBit } from '#shared/domain/group/bitmap/words.ts'
import { allIndexFields, existing, type IndexField, isHidden } from '#shared/domain/group/index/term-key.ts'
import { chunksFor } from '../adapters/chunk-members.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { BitmapChange } from '../adapters/term-bitmaps.ts'
import { changesOf, type IndexPorts, inChunks, membersOf, remember, sameBytes, takeChunk } from './index-terms.ts'

export type RebuildPorts = Omit<IndexPorts, 'machines'> & {
  readonly machines: Pick<MachineStore, 'getMany' | 'list' | 'ordinalsGiven'>
  readonly tell: (progress: IndexProgress) => Promise<void>
}

const machinesAtATime = 250

/** The next step; null: it is done. */
export const rebuildIndex = async (ports: RebuildPorts, step: RebuildStep): Promise<RebuildStep | null> => {
  const next = step.rebuild === 'machines' ? await rememberMachines(ports, step) : await rewriteChunk(ports, step)
  const at = new Date(ports.now()).toISOString()
  await ports.tell({ run: step.run, at, isDone: next === null, next })
  return next
}

type Step<K extends RebuildStep['rebuild']> = Extract<RebuildStep, { rebuild: K }>

const rememberMachines = async (ports: RebuildPorts, { run, after }: Step<'machines'>): Promise<RebuildStep> => {
  const { items, nextCursor } = await ports.machines.list({ limit: machinesAtATime, cursor: after ?? undefined })
  const byChunk = await inChunks(
    ports,
    items.map(({ id }) => id),
  )
  for (const [chunk, machines] of byChunk) {
    const lease = await takeChunk(ports, chunk, machines)
    const known = await changesOf(ports, machines, lease, 'forget')
    const all = known.map((machine) => ({ ...machine, isUnsure: true }))
    await remember(ports, all)
    await ports.members.save(chunk, membersOf(all), 'forget')
    await ports.writers.leaveInDoubt(lease)
  }
  return nextCursor === null ? { rebuild: 'chunks', run, chunk: 0 } : { rebuild: 'machines', run, after: nextCursor }
}

type Wanted = { readonly value: string; readonly places: number[] }

const rewriteChunk = async (ports: RebuildPorts, { run, chunk }: Step<'chunks'>): Promise<RebuildStep | null> => {
  const lease = await takeChunk(ports, chunk, [])
  const { members, wanted, gone } = await wantedIn(ports, chunk)
  const changes: BitmapChange[] = []
  for (const field of allIndexFields) {
    const values = wanted.get(field) ?? new Map<string, Wanted>()
    if (!isHidden(field))
      await ports.values.become(
        field,
        chunk,
        [...values.values()].map(({ value }) => value),
      )
    changes.push(...(await changesOfField(ports, field, chunk, values)))
  }
  // As in index-terms: that a machine exists is told last.
  await ports.bitmaps.replace(changes.filter(({ before: { field } }) => field !== existing))
  await ports.bitmaps.replace(changes.filter(({ before: { field } }) => field === existing))
  await ports.members.save(
    chunk,
    gone.map(({ place }) => ({ place, id: null })),
  )
  for (const { id } of gone) await ports.indexed.forget(id)
  // Whoever is not among the members yet stays in doubt, if he was.
  const mine = noWords()
  for (const { place } of members) setBit(mine, place)
  if (!(await ports.writers.end({ ...lease, mine }))) throw new Error(`the chunk ${chunk} was taken by another writer`)
  return chunk + 1 < chunksFor(await ports.machines.ordinalsGiven()) ? { rebuild: 'chunks', run, chunk: chunk + 1 } : null
}

/** What is remembered of the chunk's machines, by field and value. `gone`: members that are no machines any more. */
const wantedIn = async (ports: RebuildPorts, chunk: number) => {
  const members = await ports.members.all(chunk)
  const machines = await ports.machines.getMany(members.map(({ id }) => id))
  const ids = [...machines.keys()]
  const wanted = new Map<IndexField, Map<string, Wanted>>()
  // In parts: what is remembered of thousands of machines is unpacked for a moment only.
  for (let from = 0; from < ids.length; from += machinesAtATime) {
    const indexed = await ports.indexed.getMany(ids.slice(from, from + machinesAtATime))
    for (const { ordinal, indexed: terms } of indexed.values()) {
      for (const { field, folded, value } of terms.now) {
        const values = wanted.get(field) ?? new Map<string, Wanted>()
        wanted.set(field, values)
        const known = values.get(folded)
        if (known) known.places.push(placeOf(ordinal))
        else values.set(folded, { value, places: [placeOf(ordinal)] })
      }
    }
  }
  return { members, wanted, gone: members.filter(({ id }) => !machines.has(id)) }
}

const changesOfField = async (
  ports: RebuildPorts,
  field: IndexField,
  chunk: number,
  wanted: ReadonlyMap<string, Wanted>,
): Promise<BitmapChange[]> => {
  const changes: BitmapChange[] = []
  const stored = new Set<string>()
  const bytesOf = ({ places }: Wanted): Uint8Array | null => {
    const words = noWords()
    for (const place of places) setBit(words, place)
    return pack(words)
  }
  for await (const { folded, bytes } of ports.bitmaps.inChunk(field, chunk)) {
    stored.add(folded)
    const one = wanted.get(folded)
    const after = one ? bytesOf(one) : null
    if (!sameBytes(bytes, after)) changes.push({ before: { field, folded, chunk, bytes }, after })
  }
  for (const [folded, one] of wanted)
    if (!stored.has(folded)) changes.push({ before: { field, folded, chunk, bytes: null }, after: bytesOf(one) })
  return changes
}
