/** Whoever has a site's password can invent devices: what holds a flood of them back, and what is lost by it. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type Door, say, xmlInventory } from '../lab/agent-client.ts'
import { type Relay, startRelay } from '../lab/relay.ts'
import { until } from './product.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')

/** Machines are counted by the hour: no test begins in the last moments of one. */
const testMs = 30_000
beforeEach(async () => {
  const left = 3_600_000 - (Date.now() % 3_600_000)
  if (left < testMs) await pause(left + 1000)
}, 2 * testMs)

/** A site that has room for `newMachinesPerHour`, and its door. */
const newSite = async (id: string, newMachinesPerHour: number): Promise<Door> => {
  await product.call(routes.createSite, { body: { id, name: id, timeZone: 'Europe/Paris', newMachinesPerHour } })
  const { user, password } = await product.call(routes.rotateInventorySecret, { params: { id }, body: {} })
  return { url: product.ready.inventory.url, user, password }
}
const machinesOf = async (siteId: string): Promise<string[]> =>
  (await product.call(routes.listMachines, { query: { siteId, limit: 100 } })).items.map(({ name }) => name).sort()
const refusals = (siteId: string) => product.call(routes.listInventoryRefusals, { query: { siteId, limit: 100 } })
const site = (id: string) => product.call(routes.getSite, { params: { id } })
const uuid = (last: string): string => `5c4c4544-0051-3610-8052-${last.padStart(12, '0')}`

describe('R12 forged devices', () => {
  it('a flood of devices that nobody knows stops at the limit of the site; known machines go on, and who was refused is taken later', async () => {
    expect((await product.call(routes.createSite, { body: { id: 'usual', name: 'usual', timeZone: 'UTC' } })).newMachinesPerHour).toBe(5000)
    const door = await newSite('flood', 5)
    const send = (name: string, programs = {}) => say(door, xmlInventory({ name, uuid: uuid(name.slice(-2)), programs }))
    for (const name of ['pc-01', 'pc-02', 'pc-03']) expect((await send(name)).status).toBe(200)
    await until(
      () => machinesOf('flood'),
      (names) => names.length === 3,
    )
    const answers = []
    for (let at = 10; at < 40; at++) answers.push(await send(`forged-${at}`))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    const refused = answers.at(-1)
    expect(refused).toMatchObject({ status: 429 })
    expect(refused?.text).toContain('The site has had 5 new machines within this hour')

    // Whoever is known is not held up by it.
    expect((await send('pc-01', { vim: '9' })).status).toBe(200)
    const [known] = (await product.call(routes.listMachines, { query: { name: 'pc-01' } })).items
    await until(
      () => product.call(routes.getMachineInventory, { params: { id: known?.id ?? '' }, query: {} }),
      ({ inventory }) => inventory.software.length === 1,
    )
    expect(await machinesOf('flood')).toHaveLength(5)

    const { items } = await refusals('flood')
    expect(items).toHaveLength(28)
    expect(items[0]).toMatchObject({
      reason: 'too-many-new',
      deviceId: 'forged-39-2026-01-01-00-00-00',
      userAgent: 'test',
      siteId: 'flood',
    })
    expect(Date.parse((await site('flood')).newMachinesRefusedAt ?? '')).toBeGreaterThan(Date.now() - 600_000)
    expect((await product.call(routes.listInventoryRefusals, { query: { siteId: 'usual' } })).items).toEqual([])

    // A roll-out: with more room, the same agents are taken when they come again.
    const edited = await product.call(routes.editSite, { params: { id: 'flood' }, body: { newMachinesPerHour: 10_000 } })
    expect(edited).toMatchObject({ newMachinesPerHour: 10_000, newMachinesRefusedAt: null })
    expect((await send('forged-39')).status).toBe(200)
    await until(
      () => machinesOf('flood'),
      (names) => names.includes('forged-39'),
    )
  })

  it('a known agent that claims one hardware after the other makes no more machines than that either', async () => {
    const door = await newSite('shifty', 3)
    const send = (last: string) =>
      say(door, xmlInventory({ name: `shifty-${last}`, deviceId: 'shifty-2026-01-01-00-00-00', uuid: uuid(last) }))
    expect((await send('50')).status).toBe(200)
    await until(
      () => machinesOf('shifty'),
      (names) => names.length === 1,
    )
    for (let at = 51; at < 61; at++) expect((await send(String(at))).status).toBe(200)
    const { items } = await until(
      () => refusals('shifty'),
      (all) => all.items.length === 8,
    )
    expect(new Set(items.map(({ reason }) => reason))).toEqual(new Set(['too-many-new']))
    expect(await machinesOf('shifty')).toHaveLength(3)
  })

  it('the list of refused uploads has a limit for each site and hour, and says so', async () => {
    const door = await newSite('closed', 0)
    for (let at = 0; at < 205; at++) expect((await say(door, xmlInventory({ name: `none-${at}`, serial: `NONE-${at}` }))).status).toBe(429)
    const first = await refusals('closed')
    const rest = await product.call(routes.listInventoryRefusals, {
      query: { siteId: 'closed', limit: 100, cursor: first.nextCursor ?? '' },
    })
    const last = await product.call(routes.listInventoryRefusals, {
      query: { siteId: 'closed', limit: 100, cursor: rest.nextCursor ?? '' },
    })
    const all = [...first.items, ...rest.items, ...last.items]
    expect(all).toHaveLength(201)
    expect(all[0]).toMatchObject({ reason: 'not-listed', why: expect.stringContaining('More than 200 uploads') })
    const notListed = await product.call(routes.listInventoryRefusals, { query: { siteId: 'closed', reason: 'not-listed' } })
    expect(notListed.items).toHaveLength(1)
    expect(await machinesOf('closed')).toEqual([])
  })
})

describe('through the edge launcher', () => {
  let edge: Relay
  afterAll(() => edge?.kill())
  const state = () => join(product.ready.data, 'lan-edge')

  it('what the cloud has no room for waits on the disk of the edge launcher, and holds up nobody', async () => {
    await newSite('lan', 1)
    const { token } = await product.call(routes.createEnrolmentToken, { params: { id: 'lan' } })
    edge = await startRelay(product, 'lan', state(), { PULSE_ENROLMENT_TOKEN: token })
    const door: Door = { url: `http://127.0.0.1:${edge.port}/`, user: '', password: '' }
    const send = (name: string, programs = {}) => say(door, xmlInventory({ name, serial: name.toUpperCase(), programs }))
    const waiting = async (): Promise<number> => (await readdir(join(state(), 'inventories'))).length
    await send('lan-first')
    await until(
      () => machinesOf('lan'),
      (names) => names.length === 1,
    )
    for (const name of ['lan-second', 'lan-third']) expect((await send(name)).status).toBe(200)
    await until(
      async () => edge.said.some((line) => line.includes('takes no more new machines')),
      (isTold) => isTold,
    )
    await send('lan-first', { vim: '9' })
    const [first] = (await product.call(routes.listMachines, { query: { name: 'lan-first' } })).items
    await until(
      () => product.call(routes.getMachineInventory, { params: { id: first?.id ?? '' }, query: {} }),
      ({ inventory }) => inventory.software.length === 1,
    )
    await until(waiting, (count) => count === 2)
    expect(await machinesOf('lan')).toEqual(['lan-first'])
    await product.call(routes.editSite, { params: { id: 'lan' }, body: { newMachinesPerHour: 100 } })
    // What waits is kept over a restart, which brings it at once.
    await edge.kill()
    edge = await startRelay(product, 'lan', state())
    await until(
      () => machinesOf('lan'),
      (names) => names.length === 3,
      60_000,
    )
    await until(waiting, (count) => count === 0)
  })
})
