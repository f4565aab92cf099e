/** Sets of machines out of the index, and values out of a dictionary. */
import { setTimeout as pause } from 'node:timers/promises'
import { and, andNot, bitmapOf, cardinality, ordinalsOf, packed, unionOfPacked } from '#shared/domain/group/bitmap/bitmap.ts'
import { Dictionary } from '#shared/domain/group/index/dictionary.ts'
import type { TermField } from '#shared/domain/inventory/terms.ts'
import { chunkMembers } from '../../functions/adapters/chunk-members.ts'
import type { StoredCriterion } from '../../functions/adapters/group-records.ts'
import { groupStore } from '../../functions/adapters/groups.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import { termBitmaps } from '../../functions/adapters/term-bitmaps.ts'
import { termValues } from '../../functions/adapters/term-values.ts'
import { fieldDictionaries } from '../../functions/use-cases/field-dictionaries.ts'
import { type EvaluatePorts, machinesMeeting, visibleTo } from '../../functions/use-cases/groups/evaluate.ts'
import { existingMachines } from '../../functions/use-cases/search-terms.ts'
import { chance } from '../fleet/chance.ts'
import { openStores } from '../fleet/fast-road.ts'
import type { Installation } from '../fleet/installation.ts'
import { countCapacity } from './capacity.ts'
import { type Figure, percentile, timed } from './figures.ts'
import { type BenchOptions, seed, withFleet } from './fleet-product.ts'

const values = 200_000
const largest = 1_000_000

const suggestions = async (): Promise<Figure> => {
  const dictionary = new Dictionary()
  const dice = chance(seed, 'values')
  for (let at = 0; at < values; at++) dictionary.add(`Program ${dice.below(1e9).toString(36)} Module ${at} (x64)`)
  const texts = ['odule 19', 'zzz', '(x6', 'program 7a', '199999']
  for (const text of texts) dictionary.suggestions(text, 20)
  const times = await timed(200, async (turn) => dictionary.suggestions(texts[turn % texts.length] ?? '', 20))
  return { name: `first 20 suggestions of ${values} values, p95`, value: percentile(times, 0.95), unit: 'ms', goal: { atMost: 1 } }
}

/** Bytes as they are stored → the machines of (a or b or … 60 values) and not c. */
const algebra = async (): Promise<Figure> => {
  const dice = chance(seed, 'algebra')
  const stored = Array.from({ length: 61 }, (_, at) => {
    const share = 0.4 / (at + 1)
    return packed(bitmapOf(Array.from({ length: Math.floor(largest * share) }, () => dice.below(largest))))
  })
  const work = (): number => {
    const [without = [], ...any] = stored
    return ordinalsOf(andNot(unionOfPacked(any.flat()), unionOfPacked(without))).length
  }
  work()
  const times = await timed(20, async () => work())
  return {
    name: `60 values and NOT over ${largest} machines, bytes → ordinals, median`,
    value: percentile(times, 0.5),
    unit: 'ms',
    goal: { atMost: 10 },
  }
}

type Question = {
  readonly name: string
  readonly isWide?: true
  readonly criteria: readonly StoredCriterion[]
  readonly expression: string
}
const inventory = (field: TermField, value: string, more: Partial<Extract<StoredCriterion, { module: 'inventory' }>> = {}) =>
  ({ module: 'inventory', field, comparison: 'equals', value, second: null, ...more }) as const
const firefox = 'Mozilla Firefox (x64 fr)'
const questions: readonly Question[] = [
  { name: 'one program', criteria: [inventory('Software/ProductName', firefox)], expression: '1' },
  { name: 'all versions of one program', criteria: [inventory('Software/Products', firefox)], expression: '1' },
  { name: 'a wildcard over hundreds of values', isWide: true, criteria: [inventory('Software/ProductName', '*driver*')], expression: '1' },
  {
    name: 'program AND system AND NOT memory from 16 GiB',
    criteria: [
      inventory('Software/ProductName', '7-Zip (x64)'),
      inventory('Hardware/OperatingSystem', 'Microsoft Windows 1*'),
      inventory('Hardware/Memory', String(16 * 2 ** 30), { comparison: 'at-least' }),
    ],
    expression: 'AND(1, 2, NOT(3))',
  },
  {
    name: 'NOT one program OR one maker',
    criteria: [inventory('Software/ProductName', 'VLC media player'), inventory('General/Manufacturer', 'Dell Inc.')],
    expression: 'OR(NOT(1), 2)',
  },
  {
    name: 'eight criteria, three levels',
    criteria: [
      inventory('Software/ProductName', firefox),
      inventory('Software/ProductName', '7-Zip (x64)'),
      inventory('Software/ProductName', 'VLC media player'),
      inventory('Hardware/OperatingSystem', 'Microsoft Windows 1*'),
      inventory('General/Manufacturer', 'Dell Inc.'),
      inventory('General/Manufacturer', 'HP'),
      inventory('Hardware/Memory', String(8 * 2 ** 30), { comparison: 'at-least' }),
      inventory('Drive/TotalSpace', String(300 * 2 ** 30), { comparison: 'at-least' }),
    ],
    expression: 'AND(OR(1, 2, NOT(3)), 4, OR(5, 6), AND(7, NOT(8)))',
  },
]

/** As a request is counted whenever somebody opens it. */
const countOfRequest = async (ports: EvaluatePorts, question: Question): Promise<number> => {
  const [machines, visible] = await Promise.all([machinesMeeting(ports, question), visibleTo(ports, { perimeter: 'everything' })])
  return cardinality(and(machines, visible))
}

const evaluation = async (installation: Installation): Promise<Figure[]> => {
  const { table } = await openStores(installation)
  const capacity = countCapacity(table.client)
  const ports: EvaluatePorts = {
    groups: groupStore(table),
    machines: machineStore(table),
    bitmaps: termBitmaps(table),
    members: chunkMembers(table),
    dictionaries: fieldDictionaries(termValues(table), () => Date.now()),
  }
  const figures: Figure[] = []
  for (const question of questions) {
    const { name, isWide } = question
    const found = await countOfRequest(ports, question)
    if (found === 0) throw new Error(`${name} finds nothing: nothing is measured`)
    await pause(10)
    const [readsBefore, cpuBefore] = [capacity.reads, process.cpuUsage()]
    const times = await timed(20, () => countOfRequest(ports, question))
    const { user, system } = process.cpuUsage(cpuBefore)
    figures.push(
      { name: `${name} (${found} machines): CPU, warm`, value: (user + system) / 1000 / 20, unit: 'ms' },
      { name: `${name}: p95`, value: percentile(times, 0.95), unit: 'ms' },
      { name: `${name}: read units`, value: (capacity.reads - readsBefore) / 20, unit: 'RCU', goal: { atMost: isWide ? 100 : 15 } },
    )
  }
  const everybody = await existingMachines(ports)
  const ids = await timed(3, () => ports.members.idsOf(everybody))
  figures.push({ name: `identifiers of ${cardinality(everybody)} machines, median`, value: percentile(ids, 0.5), unit: 'ms' })
  return figures
}

export const groups = async (options: BenchOptions): Promise<Figure[]> => [
  await suggestions(),
  await algebra(),
  ...(await withFleet(options, evaluation)),
]
