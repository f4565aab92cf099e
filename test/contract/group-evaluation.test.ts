/** C4–C6: what criteria and expressions meet by the index, over the wire, against a plain look at every machine. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bitmapOf, ordinalsOf } from '#shared/domain/group/bitmap/bitmap.ts'
import { allOf, type Expression, printExpression } from '#shared/domain/group/expression.ts'
import { type TermField, termFields, termsOf } from '#shared/domain/inventory/terms.ts'
import type { StoredCriterion } from '../../functions/adapters/group-records.ts'
import { groupStore } from '../../functions/adapters/groups.ts'
import { fieldDictionaries } from '../../functions/use-cases/field-dictionaries.ts'
import { countOf, type EvaluatePorts, machinesOfGroup, visibleTo } from '../../functions/use-cases/groups/evaluate.ts'
import { indexMachines } from '../../functions/use-cases/index-terms.ts'
import { group, inGroup } from './group-record.ts'
import { type Bench, inventoryWith, openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
let bench: Bench
let ports: EvaluatePorts

const farAway = 16 * 7680
const programs = ['Firefox', 'Firefox ESR', 'MSXML 6.0 Parser', 'Tool', 'fire*fox']
const machines = Array.from({ length: 60 }, (_, at) => ({
  id: `machine-${at}`,
  name: at % 3 === 0 ? `PC-${at}` : `srv${at}`,
  ordinal: at % 2 === 0 ? at : farAway + at,
  memory: (at % 7) * 2 ** 30,
  entity: `entity-${at % 4}`,
  programs: programs.flatMap((name, place): [string, string][] =>
    (at + place) % (place + 2) === 0 ? [[name, `${(at + place) % 3}.${place}`]] : [],
  ),
}))
/** Indexed, in groups, and then deleted. */
const gone = machines.filter((_, at) => at % 11 === 5)
const there = machines.filter((machine) => !gone.includes(machine))

/** Static groups whose machines are every second and every fifth one, deleted ones included. */
const statics = { seconds: machines.filter((_, at) => at % 2 === 0), fifths: machines.filter((_, at) => at % 5 === 0) }

beforeAll(async () => {
  workplace = await openWorkplace()
  bench = await workplace.newBench()
  for (const { id, name, ordinal, memory, entity, programs: has } of machines) {
    bench.inventories.set(id, inventoryWith(has, memory))
    await bench.saveMachine(id, ordinal, name, entity)
  }
  await bench.table.put({ pk: 'COUNTER#MACHINES', sk: 'COUNTER', given: farAway + machines.length })
  const index = async (some: readonly { id: string }[]) => {
    const { failed } = await indexMachines(
      bench.ports,
      some.map(({ id }) => id),
    )
    expect([...failed]).toEqual([])
  }
  await index(machines)
  for (const { id, ordinal } of gone) await bench.saveMachine(id, ordinal, null)
  await index(gone)
  const { bitmaps, members, values } = bench.ports
  const groups = groupStore(bench.table)
  ports = {
    groups,
    bitmaps,
    members,
    machines: { ordinalsGiven: async () => farAway + machines.length },
    dictionaries: fieldDictionaries(values, () => 0),
  }
  for (const [id, some] of Object.entries(statics))
    expect(await groups.save(null, group(id, {}), bitmapOf(some.map(({ ordinal }) => ordinal)))).toBe('saved')
  const nested = group('nested', { kind: 'dynamic', mode: 'request', criteria: [inGroup('fifths')], expression: 'NOT(1)' })
  expect(await groups.save(null, nested)).toBe('saved')
}, 120_000)
afterAll(() => workplace.close())

type Inventory = Extract<StoredCriterion, { module: 'inventory' }>
type Machine = (typeof machines)[number]

/** As people would say it: some value of the field is so. */
const regexOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[^]*')}$`,
    'i',
  )
const valuesOf = ({ id, name }: Machine, field: TermField): string[] => {
  const record = bench.inventories.get(id)
  return record ? termsOf(record, name).flatMap((term) => (term.field === field ? [term.value] : [])) : []
}
const meets = (machine: Machine, criterion: StoredCriterion): boolean => {
  if (criterion.module === 'dyngroup') {
    if (criterion.groupId === 'nested') return !statics.fifths.includes(machine)
    return (criterion.groupId === 'seconds' ? statics.seconds : statics.fifths).includes(machine)
  }
  const { field, comparison, value, second } = criterion
  return valuesOf(machine, field).some((has) => {
    if (comparison === 'at-least') return BigInt(has) >= BigInt(value)
    if (comparison === 'at-most') return BigInt(has) <= BigInt(value)
    const [first = '', other = ''] = has.split('\t')
    if (termFields[field] === 'pair') return regexOf(value).test(first) && (second === null || regexOf(second).test(other))
    return termFields[field] === 'number' && !value.includes('*') ? BigInt(has) === BigInt(value) : regexOf(value).test(has)
  })
}
const holds = (machine: Machine, expression: Expression, criteria: readonly StoredCriterion[]): boolean => {
  switch (expression.kind) {
    case 'criterion': {
      const criterion = criteria[expression.number - 1]
      return criterion !== undefined && meets(machine, criterion)
    }
    case 'not':
      return !holds(machine, expression.operand, criteria)
    case 'and':
      return expression.operands.every((operand) => holds(machine, operand, criteria))
    case 'or':
      return expression.operands.some((operand) => holds(machine, operand, criteria))
  }
}

const inventory = (field: TermField, value: string, more: Partial<Inventory> = {}): StoredCriterion => ({
  module: 'inventory',
  field,
  comparison: 'equals',
  value,
  second: null,
  ...more,
})
const gigabytes = (count: number): string => String(count * 2 ** 30)
const texts = fc.constantFrom('Firefox', 'FIREFOX', 'fire*', '*fox*', '*', 'f*o*x*', 'Tool', 'nothing', '*esr', 'MSXML 6.0*', '**')
const criteria: fc.Arbitrary<StoredCriterion> = fc.oneof(
  texts.map((value) => inventory('Software/ProductName', value)),
  fc.constantFrom('pc-*', 'SRV1*', 'srv7', '*5', '*-*').map((value) => inventory('Machine/Name', value)),
  fc
    .tuple(texts, fc.constantFrom(null, '*', '1.0', '*.1', '2.*', '0.3', '9'))
    .map(([value, second]) => inventory('Software/Products', value, { second })),
  fc
    .tuple(fc.constantFrom('equals' as const, 'at-least' as const, 'at-most' as const), fc.integer({ min: 0, max: 7 }))
    .map(([comparison, count]) => inventory('Hardware/Memory', gigabytes(count), { comparison })),
  fc.constantFrom('*', '1*', '*4', '0').map((value) => inventory('Hardware/Memory', value)),
  fc.constantFrom('seconds', 'fifths', 'nested').map(inGroup),
)
const expressionOver = (count: number): fc.Arbitrary<Expression> =>
  fc.letrec<{ tree: Expression }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.integer({ min: 1, max: count }).map((number): Expression => ({ kind: 'criterion', number })),
      tie('tree').map((operand): Expression => ({ kind: 'not', operand })),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([kind, operands]): Expression => ({ kind, operands })),
    ),
  })).tree
const queries = fc
  .array(criteria, { minLength: 1, maxLength: 4 })
  .chain((some) =>
    fc.tuple(
      fc.constant(some),
      fc.option(some.length === 1 ? expressionOver(1) : expressionOver(some.length).filter(({ kind }) => kind !== 'criterion')),
    ),
  )
const perimeters = fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 3 })))

describe('C4 C5 C6 a request, evaluated by the index', () => {
  it('meets the machines that a plain look at each finds, of the perimeter and no deleted one', async () => {
    await fc.assert(
      fc.asyncProperty(queries, perimeters, async ([some, expression], entities) => {
        const request = group('asked', {
          kind: 'dynamic',
          mode: 'request',
          criteria: some,
          expression: expression && printExpression(expression),
        })
        const perimeter = entities === null ? ('everything' as const) : new Set(entities.map((entity) => `entity-${entity}`))
        const found = [...ordinalsOf(await machinesOfGroup(ports, request))]
        const visible = new Set(ordinalsOf(await visibleTo(ports, { perimeter })))
        const wanted = there.filter(
          (machine) =>
            (perimeter === 'everything' || perimeter.has(machine.entity)) && holds(machine, expression ?? allOf(some.length), some),
        )
        const seen = found.filter((ordinal) => visible.has(ordinal))
        expect(seen).toEqual(wanted.map(({ ordinal }) => ordinal).sort((a, b) => a - b))
        expect(await countOf(ports, { perimeter }, request)).toBe(wanted.length)
      }),
      { numRuns: 150 },
    )
  })

  it('is refused where a group that it is made of is gone: nothing may stand for it behind a NOT', async () => {
    const request = group('broken', { kind: 'dynamic', mode: 'request', criteria: [inGroup('never-was')], expression: 'NOT(1)' })
    await expect(machinesOfGroup(ports, request)).rejects.toThrow('is gone: change its criteria first')
  })

  it('is refused where groups lead back to it, or too deep', async () => {
    const groups = groupStore(bench.table)
    const request = (id: string, of: string) => group(id, { kind: 'dynamic', mode: 'request', criteria: [inGroup(of)] })
    // Two people at the same moment: each of the two was sound when it was looked at.
    await groups.save(null, request('left', 'seconds'))
    await groups.save(null, request('right', 'left'))
    const left = await groups.get('left')
    if (!left) throw new Error('no group')
    expect(await groups.save(left, { ...left, criteria: [inGroup('right')], version: left.version + 1 })).toBe('saved')
    await expect(machinesOfGroup(ports, request('top', 'left'))).rejects.toThrow('is made of itself')
    for (let level = 0; level < 12; level++)
      await groups.save(null, request(`level-${level}`, level === 0 ? 'seconds' : `level-${level - 1}`))
    expect(await countOf(ports, { perimeter: 'everything' }, request('deep', 'level-9'))).toBe(
      there.filter((one) => statics.seconds.includes(one)).length,
    )
    await expect(machinesOfGroup(ports, request('deep', 'level-11'))).rejects.toThrow('nested more than 10 deep')
  })
})
