/** The index of terms over the wire: whatever is repeated, reordered or broken off, it says what the inventories say. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bitmapOf, ordinalsOf, packed } from '#shared/domain/group/bitmap/bitmap.ts'
import { machineTerms, termId } from '#shared/domain/group/index/machine-terms.ts'
import { existing, foldText, type IndexField, termKey } from '#shared/domain/group/index/term-key.ts'
import { pairOf } from '#shared/domain/inventory/terms.ts'
import { fieldDictionaries } from '../../functions/use-cases/field-dictionaries.ts'
import { ChunkIsTaken, indexMachines } from '../../functions/use-cases/index-terms.ts'
import { type Bench, inventoryWith, openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
beforeAll(async () => {
  workplace = await openWorkplace()
})
afterAll(() => workplace.close())

/** The last but one in another chunk than the others. */
const ordinals = [0, 1, 40, 7680, 7679]
const idOf = (machine: number): string => `machine-${machine}`
const ordinalOf = (machine: number): number => ordinals[machine] ?? 0

const programs = [
  ['Firefox', '128.0'],
  ['firefox', '128.0'],
  ['Firefox', '115.9'],
  ['MSXML 6.0 Parser', '6.10'],
  ['vim', ''],
  ['界🖥️', '1'],
] as const

type Step =
  | { readonly kind: 'is'; readonly machine: number; readonly name: string; readonly programs: readonly number[]; readonly memory: number }
  | { readonly kind: 'goes'; readonly machine: number }
  | { readonly kind: 'index'; readonly machines: readonly number[]; readonly diesAfter: number | null }

const machine = fc.nat({ max: ordinals.length - 1 })
const is = fc.record({
  kind: fc.constant('is' as const),
  machine,
  name: fc.constantFrom('PC', 'pc', 'reception'),
  programs: fc.uniqueArray(fc.nat({ max: programs.length - 1 })),
  memory: fc.nat({ max: 3 }),
})
const index = fc.record({
  kind: fc.constant('index' as const),
  machines: fc.array(machine, { minLength: 1, maxLength: 6 }),
  diesAfter: fc.option(fc.nat({ max: 40 })),
})
const steps = fc.array(
  fc.oneof<[fc.WeightedArbitrary<Step>, fc.WeightedArbitrary<Step>, fc.WeightedArbitrary<Step>]>(
    { weight: 5, arbitrary: is },
    { weight: 5, arbitrary: index },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('goes' as const), machine }) },
  ),
  { minLength: 1, maxLength: 14 },
)

type Fleet = Map<number, string>
const perform = async (bench: Bench, fleet: Fleet, step: Step): Promise<void> => {
  switch (step.kind) {
    case 'is': {
      const owned = step.programs.map((at) => programs[at] ?? programs[0])
      bench.inventories.set(idOf(step.machine), inventoryWith(owned, step.memory === 0 ? null : step.memory * 1000))
      await bench.saveMachine(idOf(step.machine), ordinalOf(step.machine), step.name)
      fleet.set(step.machine, step.name)
      return
    }
    case 'goes':
      bench.inventories.delete(idOf(step.machine))
      await bench.saveMachine(idOf(step.machine), ordinalOf(step.machine), null)
      fleet.delete(step.machine)
      return
    case 'index':
      if (step.diesAfter !== null) bench.dieAfter(step.diesAfter)
      // A writer that is dead says so of all its machines, or cannot even say that.
      await indexMachines(bench.ports, step.machines.map(idOf)).catch(() => null)
      bench.revive()
  }
}

/** What the items must be, from the machines alone. */
const expected = (bench: Bench, fleet: Fleet): string[] => {
  const sets = new Map<string, { field: IndexField; folded: string; ordinals: number[] }>()
  for (const [at, name] of fleet)
    for (const term of machineTerms({ name, entityId: 'root', siteId: 'site' }, bench.inventories.get(idOf(at)) ?? null).values()) {
      const set = sets.get(termId(term)) ?? { ...term, ordinals: [] }
      sets.set(termId(term), set)
      set.ordinals.push(ordinalOf(at))
    }
  return [...sets.values()]
    .flatMap(({ field, folded, ordinals }) =>
      packed(bitmapOf(ordinals)).map(({ chunk, bytes }) => {
        const { pk, sk } = termKey(field, folded, chunk)
        return JSON.stringify([
          ['pk', pk],
          ['set', Buffer.from(bytes).toString('hex')],
          ['sk', sk],
        ])
      }),
    )
    .sort()
}

const everybody = ordinals.map((_, at) => idOf(at))

describe('C4 the index of terms', () => {
  it('says what the inventories say after any order of changes, repetitions, deletions and deaths of writers', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.shuffledSubarray(everybody, { minLength: everybody.length }), async (story, order) => {
        const bench = await workplace.newBench()
        const fleet: Fleet = new Map()
        for (const step of story) await perform(bench, fleet, step)
        // Two writers at once, each with everything.
        const outcomes = await Promise.all([indexMachines(bench.ports, [...order, ...order]), indexMachines(bench.ports, everybody)])
        expect(outcomes.flatMap(({ failed }) => [...failed])).toEqual([])
        expect(await bench.dump('TERM#')).toEqual(expected(bench, fleet))

        // Which machine each ordinal is.
        const machines = await bench.ports.bitmaps.union(existing, { kind: 'equals', folded: '' }, 1)
        expect([...ordinalsOf(machines)]).toEqual([...fleet.keys()].map(ordinalOf).sort((a, b) => a - b))
        const ids = await bench.ports.members.idsOf(machines)
        expect(ids).toEqual([...fleet.keys()].sort((a, b) => ordinalOf(a) - ordinalOf(b)).map(idOf))

        // The dictionary knows every value.
        const dictionaries = fieldDictionaries(bench.ports.values, bench.ports.now)
        const dictionary = await dictionaries.of('Software/Products', 2)
        const versions = [...fleet.keys()].flatMap((at) => bench.inventories.get(idOf(at))?.software ?? [])
        for (const { name, version } of versions) expect(dictionary.spelling(foldText(pairOf(name, version)))).not.toBeNull()

        // Built anew from the inventories, in another order and one by one: the same bytes.
        const anew = await workplace.newBench()
        for (const [id, record] of bench.inventories) anew.inventories.set(id, record)
        for (const [at, name] of fleet) await anew.saveMachine(idOf(at), ordinalOf(at), name)
        for (const id of order.toReversed()) await indexMachines(anew.ports, [id])
        expect(await anew.dump('TERM#')).toEqual(await bench.dump('TERM#'))

        // By the road of large batches too.
        const bulk = await workplace.newBench()
        for (const [id, record] of bench.inventories) bulk.inventories.set(id, record)
        for (const [at, name] of fleet) await bulk.saveMachine(idOf(at), ordinalOf(at), name)
        const { bitmaps } = bulk.ports
        await indexMachines({ ...bulk.ports, bitmaps: { ...bitmaps, replace: bitmaps.overwrite } }, everybody)
        expect(await bulk.dump('TERM#')).toEqual(await bench.dump('TERM#'))

        // And a message more changes nothing at all.
        const before = await bench.dump('')
        await indexMachines(bench.ports, order)
        const unwritten = (lines: readonly string[]) => lines.filter((line) => !line.includes('"WRITER"'))
        expect(unwritten(await bench.dump(''))).toEqual(unwritten(before))
      }),
      { numRuns: 40 },
    )
  }, 240_000)

  it('waits for another writer of the chunk as long as it is told to, and then says which machines are to come again', async () => {
    const bench = await workplace.newBench()
    for (const at of [0, 1, 3]) {
      bench.inventories.set(idOf(at), inventoryWith([['vim', '']]))
      await bench.saveMachine(idOf(at), ordinalOf(at), `pc-${at}`)
    }
    const lease = await bench.ports.writers.begin(0, 'another', [], bench.ports.now())
    expect(lease).not.toBeNull()
    const { failed, machines } = await indexMachines({ ...bench.ports, patienceMs: 300 }, [idOf(0), idOf(1), idOf(3)])
    // The other chunk is free.
    expect([machines, [...failed.keys()]]).toEqual([1, [idOf(0), idOf(1)]])
    for (const error of failed.values()) expect(error).toBeInstanceOf(ChunkIsTaken)
    if (lease) await bench.ports.writers.end(lease)
    expect((await indexMachines(bench.ports, [...failed.keys()])).failed.size).toBe(0)
  })
})
