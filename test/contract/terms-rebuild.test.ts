/** The index built anew from the inventories: whatever is damaged, deleted or made up in it, it answers again as it did before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndexProgress, RebuildStep } from '#shared/contracts/inventory.ts'
import { ordinalsOf } from '#shared/domain/group/bitmap/bitmap.ts'
import { existing, termKey } from '#shared/domain/group/index/term-key.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import { fieldDictionaries } from '../../functions/use-cases/field-dictionaries.ts'
import { indexMachines } from '../../functions/use-cases/index-terms.ts'
import { rebuildIndex } from '../../functions/use-cases/rebuild-index.ts'
import { type Bench, inventoryWith, openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
beforeAll(async () => {
  workplace = await openWorkplace()
})
afterAll(() => workplace.close())

const idOf = (machine: number): string => `machine-${machine}`
/** Three chunks. */
const ordinals = [0, 1, 2, 40, 300, 7679, 7680, 7681, 15_400]
const ids = ordinals.map((_, at) => idOf(at))
const programsOf = (at: number) =>
  [
    ['Firefox', `1${at % 3}.0`],
    ['vim', ''],
    [at % 2 === 0 ? 'MSXML 6.0 Parser' : 'msxml 6.0 parser', '6.10'],
    [`only on ${at}`, '1'],
  ] as const

const fleetIn = async (bench: Bench): Promise<void> => {
  for (const [at, ordinal] of ordinals.entries()) {
    bench.inventories.set(idOf(at), inventoryWith(programsOf(at), 1000 + at))
    await bench.saveMachine(idOf(at), ordinal, `pc-${at}`)
  }
  // In one order, so that the spellings are the same in each bench.
  for (const id of ids) expect((await indexMachines(bench.ports, [id])).failed.size).toBe(0)
}

const rebuild = async (bench: Bench, dies: (step: number) => number | null = () => null): Promise<IndexProgress[]> => {
  const told: IndexProgress[] = []
  const machines = { ...machineStore(bench.table), ...bench.ports.machines, ordinalsGiven: async () => 15_401 }
  const ports = {
    ...bench.ports,
    // In pages of four.
    machines: { ...machines, list: (query: Parameters<typeof machines.list>[0]) => machines.list({ ...query, limit: 4 }) },
    tell: async (progress: IndexProgress) => void told.push(progress),
  }
  let step: RebuildStep | null = { rebuild: 'machines', run: 'test', after: null }
  for (let at = 0; step !== null; at++) {
    const calls = dies(at)
    if (calls !== null) {
      bench.dieAfter(calls)
      await rebuildIndex(ports, step).catch(() => null)
      bench.revive()
    }
    step = await rebuildIndex(ports, step)
  }
  return told
}

const terms = (bench: Bench): Promise<string[]> => bench.dump('TERM#')
/** Suggestions, members, and who has what: as searches read them. */
const answers = async ({ ports }: Bench) => {
  const dictionaries = fieldDictionaries(ports.values, ports.now)
  const everybody = await ports.bitmaps.union(existing, { kind: 'equals', folded: '' }, 1)
  const programs = await ports.bitmaps.union('Software/ProductName', { kind: 'begins', folded: 'only' }, 1)
  const counts = await ports.bitmaps.count(
    'Software/Products',
    { kind: 'begins', folded: '' },
    { after: null, limit: 100, among: null, mostRead: 1000 },
    1,
  )
  return {
    members: await ports.members.idsOf(everybody),
    programs: [...ordinalsOf(programs)],
    counts: counts.values,
    spelling: (await dictionaries.of('Software/ProductName', 3)).spelling('msxml 6.0 parser'),
    only: (await dictionaries.of('Software/ProductName', 3)).spelling('only on 4'),
  }
}

const damage = async ({ table, ports }: Bench): Promise<void> => {
  const key = (field: Parameters<typeof termKey>[0], folded: string, chunk: number) => termKey(field, folded, chunk)
  // Gone, unreadable, wrong, and of no machine at all.
  await table.delete(key('Software/ProductName', 'vim', 0))
  await table.delete(key(existing, '', 1))
  await table.put({ ...key('Software/ProductName', 'msxml 6.0 parser', 0), set: new Uint8Array([9, 9, 9]) })
  await table.put({ ...key('Software/Products', 'firefox\t10.0', 0), set: new Uint8Array([0, 77, 0]) })
  await table.put({ ...key('Software/ProductName', 'nobody has this', 0), set: new Uint8Array([0, 5, 0, 6, 0]) })
  // What is indexed of machines: gone, unreadable.
  await table.delete({ pk: `MACHINE#${idOf(1)}`, sk: 'TERMS' })
  await table.update({ pk: `MACHINE#${idOf(2)}`, sk: 'TERMS' }, { set: { terms: new Uint8Array([1, 2, 3]) } })
  // Which machine each ordinal is.
  await table.delete({ pk: 'CHUNK#1', sk: 'MEMBERS#000' })
  await table.update({ pk: 'CHUNK#0', sk: 'MEMBERS#000' }, { set: { ids: 'not a list' } })
  // A machine that is no more and of which nobody ever told.
  await ports.members.save(2, [{ place: 3, id: 'machine-gone' }])
  await ports.indexed.putMany([
    {
      machineId: 'machine-gone',
      ordinal: 15_363,
      indexed: { now: [{ field: 'Software/ProductName', folded: 'vim', value: 'vim' }], gone: [] },
      whole: null,
    },
  ])
  // Dictionaries: gone, unreadable.
  for await (const { pk, sk } of table.all({ pk: 'VALUES#Software/ProductName' })) await table.delete({ pk: String(pk), sk: String(sk) })
  for await (const item of table.all({ pk: 'VALUES#Software/Products' })) {
    await table.put({ ...item, lines: new Uint8Array([7]) })
    break
  }
}

describe('C4 the index built anew', () => {
  it('is as it was before it was damaged, byte for byte', async () => {
    const bench = await workplace.newBench()
    await fleetIn(bench)
    const [bytes, answered] = [await terms(bench), await answers(bench)]
    await damage(bench)
    expect(await terms(bench)).not.toEqual(bytes)
    await expect(answers(bench)).rejects.toThrow()
    const told = await rebuild(bench)
    expect(told.at(-1)).toMatchObject({ isDone: true, next: null, run: 'test' })
    expect(await terms(bench)).toEqual(bytes)
    expect(await answers(bench)).toEqual(answered)
    expect(await bench.dump('MACHINE#machine-gone')).toEqual([])
  }, 60_000)

  it('changes nothing where nothing is wrong', async () => {
    const bench = await workplace.newBench()
    await fleetIn(bench)
    const unwritten = (lines: readonly string[]) => lines.filter((line) => !line.includes('"WRITER"'))
    const before = unwritten(await bench.dump(''))
    await rebuild(bench)
    expect(unwritten(await bench.dump(''))).toEqual(before)
  }, 60_000)

  it('comes to the same end when every step is broken off once, and machines change between the steps', async () => {
    for (const calls of [1, 3, 5, 8, 13]) {
      const bench = await workplace.newBench()
      await fleetIn(bench)
      const [bytes, answered] = [await terms(bench), await answers(bench)]
      await damage(bench)
      await rebuild(bench, (step) => calls + step)
      expect(await terms(bench)).toEqual(bytes)
      expect(await answers(bench)).toEqual(answered)
    }
    const bench = await workplace.newBench()
    await fleetIn(bench)
    await damage(bench)
    const changing = rebuild(bench)
    bench.inventories.set(idOf(3), inventoryWith([['vim', '']], 1))
    const { failed } = await indexMachines(bench.ports, [idOf(3), idOf(7)])
    await changing
    // Those that met damage come again, as their messages do.
    expect((await indexMachines(bench.ports, [...failed.keys(), idOf(3)])).failed.size).toBe(0)
    const anew = await workplace.newBench()
    for (const [id, record] of bench.inventories) anew.inventories.set(id, record)
    for (const [at, ordinal] of ordinals.entries()) await anew.saveMachine(idOf(at), ordinal, `pc-${at}`)
    await indexMachines(anew.ports, ids)
    expect(await terms(bench)).toEqual(await terms(anew))
  }, 120_000)
})
