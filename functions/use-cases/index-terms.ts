/**
 * Keeps the index of terms. A message says only that a machine changed: what is true of it now is compared with what is
 * indexed of it. Repeated, late and reordered messages find nothing to do. The order of writes makes every crash mendable:
 *
 * 1. the chunk is taken, and its machines under way are named;
 * 2. values that nobody in the chunk had enter the dictionary, which may know too much but never too little;
 * 3. what each machine's terms are and were is remembered: no bit is ever set that this does not tell;
 * 4. bits, under the condition that the set is as it was read;
 * 5. which machine each ordinal is, and what leaves the dictionary;
 * 6. the chunk is given back. Machines of a writer that did not come so far have every bit written again.
 */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { pack, unpack } from '#shared/domain/group/bitmap/container.ts'
import { chunkOf, hasBit, noWords, placeOf } from '#shared/domain/group/bitmap/words.ts'
import { applyTo, indexedAfter, type MachineChange, nothingIndexed, termChanges } from '#shared/domain/group/index/difference.ts'
import { type IndexedTerm, machineTerms } from '#shared/domain/group/index/machine-terms.ts'
import { existing, type IndexField, isHidden } from '#shared/domain/group/index/term-key.ts'
import type { ChunkMembers, Member } from '../adapters/chunk-members.ts'
import type { ChunkLease, ChunkWriters } from '../adapters/chunk-writers.ts'
import type { IndexedMachine, IndexedTermsStore } from '../adapters/indexed-terms.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { StoredBitmap, TermBitmaps } from '../adapters/term-bitmaps.ts'
import type { TermValues, ValueChange } from '../adapters/term-values.ts'

export type IndexPorts = {
  readonly machines: Pick<MachineStore, 'getMany'>
  /** The present inventory of those that have one. */
  readonly inventoriesOf: (machineIds: readonly string[]) => Promise<ReadonlyMap<string, InventoryRecord>>
  readonly writers: ChunkWriters
  readonly indexed: IndexedTermsStore
  readonly bitmaps: TermBitmaps
  readonly members: ChunkMembers
  readonly values: TermValues
  readonly newId: () => string
  readonly now: () => number
  readonly pause: (ms: number) => Promise<void>
  /** How long another writer of a chunk is waited for. */
  readonly patienceMs: number
}

/** Another writer has the chunk: nothing is wrong, and a moment later it can be taken. */
export class ChunkIsTaken extends Error {}
const betweenTriesMs = 200

export type IndexOutcome = {
  /** Machines that are to be tried again, with the reason. */
  readonly failed: Map<string, unknown>
  readonly machines: number
  readonly terms: number
}

export const indexMachines = async (ports: IndexPorts, machineIds: readonly string[]): Promise<IndexOutcome> => {
  const failed = new Map<string, unknown>()
  const byChunk = await inChunks(ports, [...new Set(machineIds)])
  let terms = 0
  for (const [chunk, machines] of byChunk) {
    try {
      terms += await indexChunk(ports, chunk, machines)
    } catch (error) {
      for (const { id } of machines) failed.set(id, error)
    }
  }
  return { failed, machines: machineIds.length - failed.size, terms }
}

export type Placed = { readonly id: string; readonly ordinal: number }

/** Machines that are neither there nor indexed, and those of before ordinals, have no place. */
export const inChunks = async (
  ports: Pick<IndexPorts, 'machines' | 'indexed'>,
  ids: readonly string[],
): Promise<ReadonlyMap<number, readonly Placed[]>> => {
  const known = await ports.machines.getMany(ids)
  const gone = await ports.indexed.getMany(ids.filter((id) => !known.has(id)))
  const placed = ids.flatMap((id): Placed[] => {
    const ordinal = known.get(id)?.ordinal ?? gone.get(id)?.ordinal ?? null
    return ordinal === null ? [] : [{ id, ordinal }]
  })
  return Map.groupBy(placed, ({ ordinal }) => chunkOf(ordinal))
}

const indexChunk = async (ports: IndexPorts, chunk: number, machines: readonly Placed[]): Promise<number> => {
  const lease = await takeChunk(ports, chunk, machines)
  // Read once the chunk is ours: an earlier answer could be older than what another writer has indexed since.
  const plan = await planOf(ports, chunk, machines, lease).catch(async (error: unknown) => {
    // Nothing is written yet: others need not wait for the lease to end.
    await ports.writers.end({ ...lease, mine: noWords() })
    throw error
  })
  const terms = await carryOut(ports, chunk, plan)
  if (!(await ports.writers.end(lease))) throw new Error(`the chunk ${chunk} was taken by another writer`)
  return terms
}

export const takeChunk = async (
  ports: Pick<IndexPorts, 'writers' | 'newId' | 'now' | 'pause' | 'patienceMs'>,
  chunk: number,
  machines: readonly Placed[],
): Promise<ChunkLease> => {
  const places = machines.map(({ ordinal }) => placeOf(ordinal))
  const writer = ports.newId()
  for (const until = ports.now() + ports.patienceMs; ; ) {
    const lease = await ports.writers.begin(chunk, writer, places, ports.now())
    if (lease) return lease
    if (ports.now() > until) throw new ChunkIsTaken(`another writer has the chunk ${chunk}`)
    await ports.pause(betweenTriesMs * (0.5 + Math.random()))
  }
}

export type ChangedMachine = MachineChange & Pick<IndexedMachine, 'ordinal' | 'whole'> & { readonly id: string; readonly exists: boolean }

export const changesOf = async (
  ports: Pick<IndexPorts, 'machines' | 'indexed' | 'inventoriesOf'>,
  machines: readonly Placed[],
  lease: ChunkLease,
  damaged: 'throw' | 'forget' = 'throw',
): Promise<ChangedMachine[]> => {
  const ids = machines.map(({ id }) => id)
  const [now, indexed, inventories] = await Promise.all([
    ports.machines.getMany(ids),
    ports.indexed.getMany(ids, damaged),
    ports.inventoriesOf(ids),
  ])
  return machines.map(({ id, ordinal }) => {
    const machine = now.get(id)
    const place = placeOf(ordinal)
    return {
      id,
      ordinal,
      exists: machine !== undefined,
      place,
      indexed: indexed.get(id)?.indexed ?? nothingIndexed,
      whole: indexed.get(id)?.whole ?? null,
      wanted: machine ? machineTerms(machine, inventories.get(id) ?? null) : new Map<string, IndexedTerm>(),
      isUnsure: hasBit(lease.doubtful, place),
    }
  })
}

type Write = { readonly value: string; readonly before: StoredBitmap; readonly after: Uint8Array | null }
type Plan = { readonly machines: readonly ChangedMachine[]; readonly writes: readonly Write[] }

const planOf = async (ports: IndexPorts, chunk: number, placed: readonly Placed[], lease: ChunkLease): Promise<Plan> => {
  const machines = await changesOf(ports, placed, lease)
  const changes = [...termChanges(machines).values()]
  const before = await ports.bitmaps.load(
    chunk,
    changes.map(({ term }) => term),
  )
  const writes = changes.flatMap((change, at): Write[] => {
    const bytes = before[at] ?? null
    const words = unpack(bytes)
    applyTo(words, change)
    const after = pack(words)
    const { field, folded, value } = change.term
    return sameBytes(bytes, after) ? [] : [{ value, before: { field, folded, chunk, bytes }, after }]
  })
  return { machines, writes }
}

const carryOut = async (ports: IndexPorts, chunk: number, { machines, writes }: Plan): Promise<number> => {
  const record = async (kind: ValueChange['kind'], some: readonly Write[]): Promise<void> => {
    const byField = Map.groupBy(some, ({ before: { field } }): IndexField => field)
    await Promise.all(
      [...byField]
        .filter(([field]) => !isHidden(field))
        .map(([field, all]) =>
          ports.values.record(
            field,
            chunk,
            all.map(({ value }) => ({ kind, value })),
          ),
        ),
    )
  }

  await record(
    'appears',
    writes.filter(({ before: { bytes } }) => bytes === null),
  )
  await remember(ports, machines)
  // That a machine exists is told last: NOT must not find one whose other values are on their way.
  await ports.bitmaps.replace(writes.filter(({ before: { field } }) => field !== existing))
  await ports.bitmaps.replace(writes.filter(({ before: { field } }) => field === existing))
  await ports.members.save(chunk, membersOf(machines))
  await record(
    'goes',
    writes.filter(({ after }) => after === null),
  )
  // Last: until here this told which bits may be set.
  for (const { id, exists } of machines) if (!exists) await ports.indexed.forget(id)
  return writes.length
}

export const membersOf = (machines: readonly ChangedMachine[]): Member[] =>
  machines.map(({ place, id, exists }) => ({ place, id: exists ? id : null }))

export const remember = async (ports: Pick<IndexPorts, 'indexed'>, machines: readonly ChangedMachine[]): Promise<void> => {
  const news = machines.flatMap((machine): IndexedMachine[] => {
    const indexed = indexedAfter(machine)
    return indexed ? [{ machineId: machine.id, ordinal: machine.ordinal, indexed, whole: machine.whole }] : []
  })
  await ports.indexed.putMany(news)
}

export const sameBytes = (left: Uint8Array | null, right: Uint8Array | null): boolean =>
  left === null || right === null ? left === right : Buffer.compare(left, right) === 0
