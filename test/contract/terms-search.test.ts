/** What is asked of the index over the wire, against a plain look at every machine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bitmap, ordinalsOf } from '#shared/domain/group/bitmap/bitmap.ts'
import { pairOf, type TermField, termsOf } from '#shared/domain/inventory/terms.ts'
import { groupStore } from '../../functions/adapters/groups.ts'
import { fieldDictionaries } from '../../functions/use-cases/field-dictionaries.ts'
import { countFieldValues, exportFieldValues } from '../../functions/use-cases/field-values.ts'
import type { EvaluatePorts } from '../../functions/use-cases/groups/evaluate.ts'
import { indexMachines } from '../../functions/use-cases/index-terms.ts'
import { existingMachines, machinesWith, suggestFieldValues, type Wanted } from '../../functions/use-cases/search-terms.ts'
import { type Bench, inventoryWith, openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
let bench: Bench
let ports: EvaluatePorts
let now = 0
const somebody = { id: 'somebody', userGroupIds: [] }
const all = { ...somebody, perimeter: 'everything' } as const

/** Over two stretches of chunks, so that every answer is put together from both. */
const farAway = 16 * 7680
const machines = Array.from({ length: 90 }, (_, at) => ({
  id: `machine-${at}`,
  name: at % 3 === 0 ? `PC-${at}` : `srv${at}`,
  ordinal: at % 2 === 0 ? at : farAway + at,
  memory: (at % 9) * 2 ** 30,
  programs: [
    ['Firefox', `${100 + (at % 7)}.0`],
    [at % 4 === 0 ? 'MSXML 6.0 Parser' : 'Core MSXML', '6.10'],
    [`Tool ${at}`, '1'],
    ['Firefox ESR', '115'],
  ] as const,
}))

/** Five entities, of which every machine is in one. */
const entityOf = (id: string): string => `entity-${Number(id.replace('machine-', '')) % 5}`

beforeAll(async () => {
  workplace = await openWorkplace()
  bench = await workplace.newBench()
  for (const { id, name, ordinal, memory, programs } of machines) {
    bench.inventories.set(id, inventoryWith(programs, memory))
    await bench.saveMachine(id, ordinal, name, entityOf(id))
  }
  await bench.table.put({ pk: 'COUNTER#MACHINES', sk: 'COUNTER', given: farAway + machines.length })
  const { failed } = await indexMachines(
    bench.ports,
    machines.map(({ id }) => id),
  )
  expect([...failed]).toEqual([])
  const { bitmaps, members, values } = bench.ports
  ports = {
    machines: { ordinalsGiven: async () => farAway + machines.length },
    groups: groupStore(bench.table),
    bitmaps,
    members,
    dictionaries: fieldDictionaries(values, () => now),
  }
}, 120_000)
afterAll(() => workplace.close())

const valuesOf = (id: string, name: string, field: TermField): string[] => {
  const record = bench.inventories.get(id)
  return record ? termsOf(record, name).flatMap((term) => (term.field === field ? [term.value.toLowerCase()] : [])) : []
}
const plainly = (field: TermField, meets: (value: string) => boolean): number[] =>
  machines
    .filter(({ id, name }) => valuesOf(id, name, field).some(meets))
    .map(({ ordinal }) => ordinal)
    .sort((a, b) => a - b)
const found = async (field: TermField, wanted: Wanted): Promise<number[]> => [...ordinalsOf(await machinesWith(ports, field, wanted))]
const gigabytes = (count: number): string => String(count * 2 ** 30)

describe('C4 machines by what they have', () => {
  it.each<[string, TermField, Wanted, (value: string) => boolean]>([
    ['a program, in any case', 'Software/ProductName', { kind: 'equals', value: 'FIREFOX' }, (value) => value === 'firefox'],
    ['a version of it', 'Software/Products', { kind: 'equals', value: pairOf('Firefox', '103.0') }, (value) => value === 'firefox\t103.0'],
    ['all its versions', 'Software/Products', { kind: 'begins', text: pairOf('Firefox', null) }, (value) => value.startsWith('firefox\t')],
    [
      'versions between two',
      'Software/Products',
      { kind: 'between', from: 'firefox\t101', to: 'firefox\t103.0' },
      (value) => value >= 'firefox\t101' && value <= 'firefox\t103.0',
    ],
    ['part of a name', 'Machine/Name', { kind: 'matches', pattern: '*-1*' }, (value) => value.includes('-1')],
    [
      'a pattern that meets many values',
      'Software/ProductName',
      { kind: 'matches', pattern: 'tool*' },
      (value) => value.startsWith('tool'),
    ],
    ['everything', 'Software/ProductName', { kind: 'begins', text: '' }, () => true],
    ['at least 3 GiB', 'Hardware/Memory', { kind: 'between', from: gigabytes(3), to: null }, (value) => Number(value) >= 3 * 2 ** 30],
    ['less than 2 GiB', 'Hardware/Memory', { kind: 'between', from: null, to: String(2 ** 31 - 1) }, (value) => Number(value) < 2 ** 31],
    ['exactly none', 'Hardware/Memory', { kind: 'equals', value: '0' }, (value) => value === '0'],
    ['what is no number', 'Hardware/Memory', { kind: 'equals', value: 'much' }, () => false],
    ['what nobody has', 'Software/ProductName', { kind: 'equals', value: 'Fire' }, () => false],
  ])('%s', async (_, field, wanted, meets) => {
    expect(await found(field, wanted)).toEqual(plainly(field, meets))
  })

  it('gives the machines of a set, in order', async () => {
    const everyone: Bitmap = await existingMachines(ports)
    const inOrder = [...machines].sort((a, b) => a.ordinal - b.ordinal).map(({ id }) => id)
    expect(await ports.members.idsOf(everyone)).toEqual(inOrder)
  })

  it('counts the values of a field page by page, with the spelling that people use', async () => {
    const wanted = { field: 'Software/Products', first: 'firefox' } as const
    const rows = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = await countFieldValues(ports, all, {
        ...wanted,
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      })
      rows.push(...page.items)
      cursor = page.nextCursor ?? undefined
      pages += 1
    } while (cursor !== undefined)
    expect(pages).toBe(3)
    expect(rows).toEqual(
      Array.from({ length: 7 }, (_, at) => ({
        value: 'Firefox',
        second: `${100 + at}.0`,
        machines: machines.filter(({ programs }) => programs[0][1] === `${100 + at}.0`).length,
      })),
    )
    // The same, the most common first, a page at a time.
    const common: typeof rows = []
    for (let next: string | undefined, some = true; some; some = next !== undefined) {
      const page = await countFieldValues(ports, all, { ...wanted, order: 'machines', limit: 3, ...(next && { cursor: next }) })
      common.push(...page.items)
      expect(page.totals).toEqual({ values: 7, machines: rows.reduce((sum, row) => sum + row.machines, 0) })
      next = page.nextCursor ?? undefined
    }
    expect(common).toEqual(rows.toSorted((left, right) => right.machines - left.machines))
    await expect(countFieldValues(ports, all, { ...wanted, order: 'machines', limit: 3, cursor: 'x' })).rejects.toThrow('cursor')
    await expect(countFieldValues(ports, all, { field: 'Hardware/Memory', first: 'x', limit: 3 })).rejects.toThrow('is of pairs only')
    await expect(countFieldValues(ports, all, { field: 'Hardware/Memory', limit: 3, cursor: '*' })).rejects.toThrow('query.cursor')
    expect((await countFieldValues(ports, all, { field: 'Hardware/Memory', limit: 2 })).items).toEqual([
      { value: '0', second: null, machines: 10 },
      { value: gigabytes(1), second: null, machines: 10 },
    ])
  })

  const givenTo = (...entities: readonly number[]) => ({
    ...somebody,
    perimeter: new Set(entities.map((entity) => `entity-${entity}`)),
  })
  const inside = (...entities: readonly number[]) =>
    machines.filter(({ id }) => entities.some((entity) => entityOf(id) === `entity-${entity}`))

  it.each([[[0]], [[1, 3]], [[0, 1, 2, 3, 4]], [[]]])(
    'counts over the machines of the perimeter %j alone, however little is read at once',
    async (entities) => {
      for (const mostRead of [16, 30_000]) {
        const rows: Record<string, number> = {}
        let cursor: string | undefined
        do {
          const query = { field: 'Software/ProductName', limit: 7, ...(cursor === undefined ? {} : { cursor }) } as const
          const page = await countFieldValues(ports, givenTo(...entities), query, mostRead)
          expect(page.items.length).toBeLessThanOrEqual(7)
          for (const { value, machines: count } of page.items) {
            expect(rows[value]).toBeUndefined()
            rows[value] = count
          }
          cursor = page.nextCursor ?? undefined
        } while (cursor !== undefined)
        const wanted: Record<string, number> = {}
        for (const { programs } of inside(...entities)) for (const [name] of programs) wanted[name] = (wanted[name] ?? 0) + 1
        expect(rows).toEqual(wanted)
      }
      const lines = (await exportFieldValues(ports, givenTo(...entities), { field: 'Machine/Name' })).trim().split('\r\n').slice(1)
      expect(lines.sort()).toEqual(
        inside(...entities)
          .map(({ name }) => `${name},1`)
          .sort(),
      )
    },
  )

  it('suggests what machines of the perimeter have, and follows one that moves', async () => {
    const names = async (by: ReturnType<typeof givenTo>, text: string) =>
      (await suggestFieldValues(ports, by, { field: 'Machine/Name', text })).items.map(({ value }) => value).sort()
    now += 10_000
    const wanted = inside(2).flatMap(({ name }) => (name.startsWith('srv') ? [name] : []))
    expect(await names(givenTo(2), 'srv')).toEqual(wanted.sort())
    expect(await names(givenTo(), 'srv')).toEqual([])
    // More entities than are asked for one by one.
    const many = { ...somebody, perimeter: new Set([...Array.from({ length: 100 }, (_, at) => `none-${at}`), 'entity-2']) }
    expect(await names(many, 'srv')).toEqual(wanted)
    await bench.saveMachine('machine-7', machines[7]?.ordinal ?? 0, 'srv7', 'entity-4')
    await indexMachines(bench.ports, ['machine-7'])
    expect(await names(givenTo(2), 'srv')).toEqual(wanted.filter((name) => name !== 'srv7'))
    expect(await names(givenTo(4), 'srv7')).toContain('srv7')
    await bench.saveMachine('machine-7', machines[7]?.ordinal ?? 0, 'srv7', 'entity-2')
    await indexMachines(bench.ports, ['machine-7'])
  })

  it('as CSV, where nothing is a formula', async () => {
    bench.inventories.set(
      'machine-0',
      inventoryWith([
        ['=cmd|calc', '1'],
        ['say "hi"', '2'],
      ]),
    )
    await indexMachines(bench.ports, ['machine-0'])
    now += 10_000
    const csv = await exportFieldValues(ports, all, { field: 'Software/ProductName', begins: '=' })
    expect(csv).toBe("value,machines\r\n'=cmd|calc,1\r\n")
    expect(await exportFieldValues(ports, all, { field: 'Software/Products', first: 'say "hi"' })).toBe(
      'value,second,machines\r\n"say ""hi""",2,1\r\n',
    )
  })

  it('suggests what came a moment ago, and no longer what went', async () => {
    const names = async (text: string) =>
      (await suggestFieldValues(ports, all, { field: 'Software/ProductName', text })).items.map(({ value }) => value)
    now += 10_000
    expect(await names('msx')).toEqual(['MSXML 6.0 Parser', 'Core MSXML'])
    bench.inventories.set('machine-1', inventoryWith([['MSXML 4.0 SP2', '4']]))
    await indexMachines(bench.ports, ['machine-1'])
    now += 10_000
    expect(await names('msx')).toEqual(['MSXML 4.0 SP2', 'MSXML 6.0 Parser', 'Core MSXML'])
    expect(await names('tool 1')).not.toContain('Tool 1')
    // More batches than are kept before they are made into one, while the dictionary stays in memory.
    for (let turn = 0; turn < 140; turn++) {
      bench.inventories.set('machine-1', inventoryWith([[`MSXML turn ${turn}`, '4']]))
      await indexMachines(bench.ports, ['machine-1'])
      if (turn % 50 === 0) {
        now += 10_000
        await names('msxml turn')
      }
    }
    now += 10_000
    expect(await names('msxml turn')).toEqual(['MSXML turn 139'])
    expect((await bench.dump('VALUES#Software/ProductName')).length).toBeLessThan(140)
    const cold = { ...ports, dictionaries: fieldDictionaries(bench.ports.values, () => now) }
    expect((await suggestFieldValues(cold, all, { field: 'Software/ProductName', text: 'msxml turn' })).items).toEqual([
      { value: 'MSXML turn 139', second: null },
    ])
  }, 60_000)
})
