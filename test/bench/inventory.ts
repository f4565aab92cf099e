/** What an inventory costs, how fast they are taken in, and how lists and searches answer with a whole fleet. */
import { setTimeout as pause } from 'node:timers/promises'
import { ulid } from 'ulid'
import * as z from 'zod'
import { termFieldNames } from '#shared/domain/inventory/terms.ts'
import { chunksFor } from '../../functions/adapters/chunk-members.ts'
import { indexStores } from '../../functions/adapters/index-stores.ts'
import { inventoryStore } from '../../functions/adapters/inventories.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import { presentInventories } from '../../functions/adapters/present-inventories.ts'
import { indexMachines } from '../../functions/use-cases/index-terms.ts'
import { recordIn } from '../../functions/use-cases/inventory-history.ts'
import { openStores } from '../fleet/fast-road.ts'
import type { Installation } from '../fleet/installation.ts'
import { uploadOf } from '../fleet/machine.ts'
import { machinesIndexed, sendUpload, uploadFleet } from '../fleet/real-road.ts'
import { recorder } from '../fleet/recorder.ts'
import { countCapacity } from './capacity.ts'
import { type Figure, percentile, timed } from './figures.ts'
import { type BenchOptions, seed, withFleet } from './fleet-product.ts'
import { bitmapsSize, dictionarySize } from './index-size.ts'
import { ingestionFrom, machinesOfIngestion } from './ingestion.ts'

const uploadsBefore = 1000
const asked = 60
const fewMachines = 40
const manyMachines = 200
const longestMs = 600_000
const machinesOfCosts = fewMachines + manyMachines

const Machine = z.object({ id: z.string() })
const Machines = z.object({ items: z.array(Machine.extend({ name: z.string() })), nextCursor: z.string().nullable() })
type Get = (path: string) => Promise<unknown>

const allMachines = async (get: Get) => {
  const all: z.infer<typeof Machines>['items'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.infer<typeof Machines> = Machines.parse(await get(`/machines?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`))
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (const began = performance.now(); !(await isSo()); await pause(500))
    if (performance.now() - began > longestMs) throw new Error(`not so within ${longestMs} ms`)
}

/** An agent has its answer before its inventory is looked at: how long the queue is does not matter. */
const answersBehindQueue = async (installation: Installation, from: number): Promise<Figure[]> => {
  const known = await machinesIndexed(installation)
  await uploadFleet(installation, { seed, from, count: uploadsBefore, round: 0 }, () => {})
  const waiting = async (): Promise<number> => known + uploadsBefore - (await machinesIndexed(installation))
  const before = await waiting()
  const times = await timed(asked, (turn) => sendUpload(installation, uploadOf(seed, from + uploadsBefore + turn, 0)))
  return [
    { name: `uploads that wait, of ${uploadsBefore}, when agents are answered`, value: before, unit: '', goal: { atLeast: 1 } },
    { name: 'POST /inventory while they wait, p95', value: percentile(times, 0.95), unit: 'ms', goal: { atMost: 300 } },
  ]
}

const lists = async (installation: Installation): Promise<Figure[]> => {
  const { api, token } = installation
  const authorization = `Bearer ${await token()}`
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${api}${path}`, { headers: { authorization } })
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const names = Machines.parse(await get('/machines?limit=50')).items.map(({ name }) => name)
  const list = await timed(asked, () => get('/machines?limit=50'))
  const filtered = await timed(asked, async (turn) => {
    const name = names[turn % names.length] ?? ''
    // A part of the name from its middle, its end, or all of it.
    const part = [name.slice(2, 7), name.slice(-5), name][turn % 3] ?? name
    const { items } = Machines.parse(await get(`/machines?limit=50&name=${encodeURIComponent(part)}`))
    if (items.length === 0) throw new Error(`no machine is found by ${part}`)
  })
  // An entity with one machine in a hundred, spread over the fleet.
  const some = (await allMachines(get)).filter((_, at) => at % 100 === 0).map(({ id }) => id)
  const entity = Machine.parse(await post('/entities', { name: `Bench ${Date.now()}`, parentId: 'root' })).id
  for (let at = 0; at < some.length; at += 100) await post(`/entities/${entity}/machines`, { machineIds: some.slice(at, at + 100) })
  const inEntity = `entityId=${entity}`
  await until(async () => Machines.parse(await get(`/machines?limit=50&${inEntity}`)).items.length === Math.min(50, some.length))
  const byFilter: Record<string, number[]> = {}
  for (const [what, query] of Object.entries({
    'an entity with 1 machine in 100': inEntity,
    'the only site': `siteId=${installation.siteId}`,
    'a system that many have': 'system=windows 11',
    'a system that few have': 'system=debian',
    'seen within 7 days': 'seenWithinDays=7',
    'not seen for 30 days': 'notSeenForDays=30',
    'entity, system, part of the name and seen together': `${inEntity}&system=win&name=1&seenWithinDays=7`,
    'site, system and part of the name': `siteId=${installation.siteId}&system=win&name=1`,
  })) {
    let cursor: string | null = null
    byFilter[what] = await timed(asked, async () => {
      // Page after page, and again from the first.
      const answer = Machines.parse(await get(`/machines?limit=50&${query}${cursor === null ? '' : `&cursor=${cursor}`}`))
      cursor = answer.nextCursor
    })
  }
  const texts = ['msx', 'firefox', 'driver', 'lib', 'zzzz']
  const suggestions = await timed(asked, (turn) =>
    get(`/inventory/suggestions?field=Software/ProductName&text=${texts[turn % texts.length]}`),
  )
  const versions = await timed(asked, () =>
    get(`/inventory/values?field=Software/Products&first=${encodeURIComponent('Mozilla Firefox (x64 fr)')}`),
  )
  const p95 = (name: string, times: readonly number[], atMost?: number): Figure => ({
    name: `${name}, p95`,
    value: percentile(times, 0.95),
    unit: 'ms',
    ...(atMost === undefined ? {} : { goal: { atMost } }),
  })
  return [
    p95('list of machines, 50 a page', list, 300),
    p95('list by part of the name', filtered, 300),
    ...Object.entries(byFilter).map(([what, times]) => p95(`list by ${what}`, times, 300)),
    p95('suggestions through the API', suggestions),
    p95('machines per version of one program', versions),
  ]
}

/** Units and time of recording and of indexing, by the same code as the functions. */
const costs = async (installation: Installation, from: number): Promise<Figure[]> => {
  const { table, objects } = await openStores(installation)
  const capacity = countCapacity(table.client)
  const machines = machineStore(table)
  const { record, takeChanged } = recorder(installation, { table, objects, machines })
  const index = {
    ...indexStores(table),
    machines,
    inventoriesOf: presentInventories(inventoryStore(table), objects, recordIn),
    newId: () => ulid(),
    now: () => Date.now(),
    pause: (ms: number) => pause(ms),
    patienceMs: 300_000,
  }
  /** Write units and milliseconds of CPU of this process for each of `count`. */
  const measured = async (count: number, work: () => Promise<void>) => {
    const [unitsBefore, cpuBefore] = [capacity.writes, process.cpuUsage()]
    await work()
    const { user, system } = process.cpuUsage(cpuBefore)
    return { units: (capacity.writes - unitsBefore) / count, cpuMs: (user + system) / 1000 / count }
  }
  const recordAll = async (numbers: readonly number[], round: number) => {
    for (const number of numbers) await record(seed, number, round)
  }
  const indexAll = async (batch: number) => {
    const ids = takeChanged()
    for (let at = 0; at < ids.length; at += batch) {
      const { failed } = await indexMachines(index, ids.slice(at, at + batch))
      for (const error of failed.values()) throw error
    }
  }
  const few = Array.from({ length: fewMachines }, (_, at) => from + at)
  const many = Array.from({ length: manyMachines }, (_, at) => from + fewMachines + at)
  const firstRecord = await measured(few.length, () => recordAll(few, 0))
  const firstIndex = await measured(few.length, () => indexAll(1))
  const sameRecord = await measured(few.length, () => recordAll(few, 0))
  const changeRecord = await measured(few.length, () => recordAll(few, 1))
  const changeIndex = await measured(few.length, () => indexAll(1))
  await recordAll(many, 0)
  const firstBatch = await measured(many.length, () => indexAll(200))
  await recordAll(many, 1)
  const changeBatch = await measured(many.length, () => indexAll(200))
  const cost = (name: string, { units, cpuMs }: { units: number; cpuMs: number }, atMostUnits?: number, atMostCpu?: number): Figure[] => [
    { name: `${name}: write units`, value: units, unit: 'WCU', ...(atMostUnits === undefined ? {} : { goal: { atMost: atMostUnits } }) },
    { name: `${name}: CPU`, value: cpuMs, unit: 'ms', ...(atMostCpu === undefined ? {} : { goal: { atMost: atMostCpu } }) },
  ]
  return [
    ...cost('first inventory, recording', firstRecord, 30, 25),
    ...cost('unchanged inventory, recording', sameRecord, 5, 10),
    ...cost('three programs changed, recording', changeRecord),
    ...cost('first inventory, indexing, alone', firstIndex),
    ...cost('first inventory, indexing, in a batch of 200', firstBatch),
    ...cost('three programs changed, indexing, alone', changeIndex),
    ...cost('three programs changed, indexing, in a batch of 200', changeBatch),
  ]
}

const sizes = async (installation: Installation): Promise<Figure[]> => {
  const { table } = await openStores(installation)
  const given = await machineStore(table).ordinalsGiven()
  const size = (name: string, bytes: number, atMost?: number): Figure => ({
    name,
    value: bytes / given,
    unit: 'bytes a machine',
    ...(atMost === undefined ? {} : { goal: { atMost } }),
  })
  const bitmaps = new Map<string, number>()
  for (const field of termFieldNames) bitmaps.set(field, (await bitmapsSize(table, field, chunksFor(given))).bytes)
  let dictionaries = 0
  for (const field of termFieldNames) dictionaries += (await dictionarySize(table, field)).bytes
  const names = bitmaps.get('Software/ProductName') ?? 0
  const versions = bitmaps.get('Software/Products') ?? 0
  return [
    size('bitmaps of names of programs', names, 250),
    size('bitmaps of names and versions', names + versions, 550),
    size(
      'bitmaps of all fields',
      [...bitmaps.values()].reduce((sum, bytes) => sum + bytes, 0),
    ),
    size('dictionaries of all fields', dictionaries),
  ]
}

export const inventory = (options: BenchOptions): Promise<Figure[]> =>
  withFleet(options, async (installation, from) => [
    ...(await sizes(installation)),
    ...(await lists(installation)),
    ...(await costs(installation, from)),
    ...(await ingestionFrom(installation, from + machinesOfCosts)),
    ...(await answersBehindQueue(installation, from + machinesOfCosts + machinesOfIngestion)),
  ])

/** The lists alone. */
export const listsOfFleet = (options: BenchOptions): Promise<Figure[]> => withFleet(options, lists)
