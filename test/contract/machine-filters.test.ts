/** The list of machines by the index, over the wire, against a plain look at every machine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'
import { type Bitmap, bitmapOf } from '#shared/domain/group/bitmap/bitmap.ts'
import { machineStore } from '../../functions/adapters/machines.ts'
import type { MachineRecord } from '../../functions/adapters/records.ts'
import { fieldDictionaries } from '../../functions/use-cases/field-dictionaries.ts'
import { indexMachines } from '../../functions/use-cases/index-terms.ts'
import { lastSeen } from '../../functions/use-cases/last-seen.ts'
import { filterOf, fits } from '../../functions/use-cases/machine-filter.ts'
import { type ByIndexPorts, machinesByIndex } from '../../functions/use-cases/machines-by-index.ts'
import { shownMachines } from '../../functions/use-cases/shown-machines.ts'
import { type Bench, inventoryWith, openWorkplace } from './index-workplace.ts'

let workplace: Awaited<ReturnType<typeof openWorkplace>>
let bench: Bench
let ports: ByIndexPorts
const now = Date.parse('2026-11-25T12:00:00Z')
let clock = now

/** Over two stretches of chunks, so that every answer is put together from both. */
const farAway = 16 * 7680
const systems = ['Debian GNU/Linux 13', 'Windows 11 Pro', 'Windows 10 Pro', null] as const
const daysAgo = (days: number): string => new Date(now - days * 86_400_000).toISOString()
const machines = Array.from({ length: 120 }, (_, at) => ({
  id: `machine-${at}`,
  // Some share a name: pages end among them.
  name: at % 10 === 0 ? 'Twin' : at % 3 === 0 ? `PC-${at}` : `srv${at}`,
  ordinal: at % 2 === 0 ? at : farAway + at,
  entityId: `entity-${at % 5}`,
  siteId: `site-${at % 3}`,
  operatingSystem: systems[at % 4] ?? null,
  lastSeenAt: at % 7 === 0 ? null : daysAgo((at % 40) + 0.2),
}))
const save = async ({ id, ordinal, name, entityId, ...more }: (typeof machines)[number]) => {
  await bench.saveMachine(id, ordinal, name, entityId, more)
  const none = inventoryWith([])
  bench.inventories.set(id, { ...none, operatingSystem: { ...none.operatingSystem, name: more.operatingSystem } })
  if (more.lastSeenAt !== null) await machineStore(bench.table).noteSighting({ id, ordinal }, more.lastSeenAt)
}

const machineStores = () => ({ ...machineStore(bench.table), ordinalsGiven: async () => farAway + machines.length })

beforeAll(async () => {
  workplace = await openWorkplace()
  bench = await workplace.newBench()
  for (const machine of machines) await save(machine)
  const { failed } = await indexMachines(
    bench.ports,
    machines.map(({ id }) => id),
  )
  expect([...failed]).toEqual([])
  const { bitmaps, members, values } = bench.ports
  const store = machineStores()
  ports = { machines: store, bitmaps, members, dictionaries: fieldDictionaries(values, () => clock), seen: lastSeen(store, () => clock) }
}, 120_000)
afterAll(() => workplace.close())

type Asked = {
  readonly query: MachineFilterQuery
  readonly entities?: ReadonlySet<string>
  /** Some that never were are in it. */
  readonly group?: Bitmap
}
const filterFor = ({ query, entities, group }: Asked) => filterOf(query, entities ?? null, group ?? null, now)
const listed = async (asking: Asked, bounds: { few: number; walked: number }, limit = 4) => {
  const filter = filterFor(asking)
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await machinesByIndex(ports, { filter, limit, cursor }, bounds)
    expect(page.items.length).toBeLessThanOrEqual(limit)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}
const plainly = (asking: Asked): string[] => {
  const filter = filterFor(asking)
  const place = ({ name, id }: { name: string; id: string }) => `${name.toLowerCase()} ${id}`
  return machines
    .filter((machine) => fits(filter, { ...machine, lastInventoryAt: null } as unknown as MachineRecord))
    .sort((a, b) => (place(a) < place(b) ? -1 : 1))
    .map(({ id }) => id)
}

const every = (step: number): Bitmap =>
  bitmapOf([7, farAway + 6, ...machines.flatMap(({ ordinal }, at) => (at % step === 0 ? [ordinal] : []))])
const usual = { few: 500, walked: 20_000 }
const asked: [string, Asked][] = [
  ['a part of the name', { query: { name: 'C-1' } }],
  ['a part that many have', { query: { name: '1' } }],
  ['a star is a letter like others', { query: { name: 's*v' } }],
  ['one name of many', { query: { name: 'twin' } }],
  ['a site', { query: { siteId: 'site-1' } }],
  ['a perimeter', { query: {}, entities: new Set(['entity-1', 'entity-3']) }],
  ['no entity at all', { query: {}, entities: new Set() }],
  ['a system, by a part in any case', { query: { system: 'WINDOWS 1' } }],
  ['a system that nobody has', { query: { system: 'amiga' } }],
  ['seen within a week', { query: { seenWithinDays: 7 } }],
  ['not seen for 30 days, or never', { query: { notSeenForDays: 30 } }],
  ['seen within 30 days, not for 10', { query: { seenWithinDays: 30, notSeenForDays: 10 } }],
  ['a group', { query: {}, group: every(3) }],
  ['a group of many, within a perimeter, by name', { query: { name: '1' }, entities: new Set(['entity-2']), group: every(2) }],
  ['an empty group', { query: { name: '1' }, group: new Map() }],
  [
    'all at once',
    {
      query: { name: 's', siteId: 'site-1', system: 'windows', seenWithinDays: 35 },
      entities: new Set(['entity-0', 'entity-2', 'entity-4']),
    },
  ],
]

describe('B1 the list of machines by its filters', () => {
  it.each(asked)('%s', async (_, one) => {
    const wanted = plainly(one)
    expect(await listed(one, usual)).toEqual(wanted)
    // The three ways to the same list, and one that stops for breath.
    expect(await listed(one, { few: 3, walked: 20_000 })).toEqual(wanted)
    expect(await listed(one, { few: 3, walked: 5 })).toEqual(wanted)
    expect(await listed(one, { few: 20, walked: 20_000 }, 100)).toEqual(wanted)
  })

  it.each(asked)('%s, all of them for an order', async (_, one) => {
    const found: string[] = []
    for await (const { id } of shownMachines({ ...ports, machines: machineStores() }, filterFor(one), one.query)) found.push(id)
    expect(found.sort()).toEqual(plainly(one).sort())
  })

  it('shows what is true of a machine now, whatever is indexed of it', async () => {
    const [first, second] = [machines[1], machines[2]]
    if (!first || !second) throw new Error('no machines')
    await save({ ...first, siteId: 'site-2', name: 'Moved' })
    expect(await listed({ query: { siteId: 'site-1' } }, usual)).not.toContain(first.id)
    expect(await listed({ query: { name: first.name } }, usual)).not.toContain(first.id)
    await indexMachines(bench.ports, [first.id])
    clock += 10_000
    expect(await listed({ query: { name: 'moved', siteId: 'site-2' } }, usual)).toEqual([first.id])
    // Seen a moment ago for the first time in weeks.
    await save({ ...second, lastSeenAt: new Date(now).toISOString() })
    clock += 10_000
    expect(await listed({ query: { seenWithinDays: 1 } }, usual)).toContain(second.id)
    await save(second)
    await save(first)
    await indexMachines(bench.ports, [first.id])
    clock += 10_000
    expect(await listed({ query: { seenWithinDays: 1 } }, usual)).not.toContain(second.id)
  })

  it('refuses a cursor that is none', async () => {
    const filter = filterOf({ name: 'a' }, null, null, now)
    await expect(machinesByIndex(ports, { filter, limit: 4, cursor: 'x' })).rejects.toThrow('query.cursor')
  })
})
