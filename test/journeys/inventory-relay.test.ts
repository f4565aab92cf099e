/** The edge launcher answers the LAN's agents itself, keeps what they send while the cloud is away, and hands it on. */
import { readdir, readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { jsonInventory, prolog, say, xmlInventory } from '../lab/agent-client.ts'
import { runFusionAgent, runOcsAgent } from '../lab/inventory-agents.ts'
import { type Relay, startRelay } from '../lab/relay.ts'
import { inventoriesIn } from './inventories.ts'
import { until } from './product.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')
let edge: Relay
let token = ''

const login = { user: 'lan', password: 'only-for-the-lan' }
const state = () => join(product.ready.data, 'relay')
const start = () =>
  startRelay(product, 'relay', state(), {
    PULSE_ENROLMENT_TOKEN: token,
    PULSE_INVENTORY_USER: login.user,
    PULSE_INVENTORY_PASSWORD: login.password,
  })
const server = () => ({ url: `http://127.0.0.1:${edge.port}/inventory`, ...login, realm: 'Pulse inventory' })
const waiting = async (): Promise<number> => (await readdir(join(state(), 'inventories'))).length
const { named, inventoryOf } = inventoriesIn(product)

beforeAll(async () => {
  token = (await product.call(routes.createEnrolmentToken, { params: { id: 'local' } })).token
  edge = await start()
})

afterAll(() => edge?.kill())

describe('H2 agents through the edge launcher', () => {
  it('a real OCS agent asks the edge launcher: its machine is in the cloud, on the site of the edge launcher', async () => {
    const agent = await runOcsAgent(server(), join(product.ready.data, 'agents/ocs'))
    expect(agent.accepted, agent.log.slice(-3000)).toBe(true)
    const [machine] = await until(
      () => named(hostname()),
      (found) => found.length > 0,
    )
    expect(machine).toMatchObject({ siteId: 'local' })
    expect((await inventoryOf(machine?.id ?? '')).inventory.software.length).toBeGreaterThan(100)
    await until(waiting, (count) => count === 0)
  })

  it('a GLPI agent that has gaps is told by the edge launcher to send everything', async () => {
    const headers = { 'glpi-agent-id': '0b6e7c9e-6b3f-4a52-9f3e-5a4d2a1c0009', 'user-agent': 'GLPI-Agent_v1.12' }
    expect(JSON.parse((await say(server(), prolog('lan-1'), { headers })).text)).toEqual({ status: 'pending', expiration: 0 })
    const partial = jsonInventory('lan-1', { hardware: { name: 'lan-1' } }, true)
    expect((await say(server(), partial, { headers, packing: 'none', type: 'application/json' })).status).toBe(200)
    await until(
      () => say(server(), prolog('lan-1'), { headers }),
      ({ text }) => text.includes('<RESPONSE>SEND</RESPONSE>'),
    )
  })

  it('while the cloud is away, and over a kill -9, nothing is lost; what was sent arrives with the time at which it was sent', async () => {
    const { port } = new URL(product.ready.console)
    expect(await product.stop()).toBe(0)
    const before = Date.now()
    const agent = await runFusionAgent(server(), join(product.ready.data, 'agents/fusion'))
    expect(agent.accepted, agent.log.slice(-3000)).toBe(true)
    const secret = '<ENVS><KEY>DB</KEY><VAL>canary-lan</VAL></ENVS>'
    expect((await say(server(), xmlInventory({ name: 'patient', serial: 'PATIENT-1', programs: { vim: '1' }, more: secret }))).status).toBe(
      200,
    )
    expect((await say(server(), xmlInventory({ name: 'patient', serial: 'PATIENT-1', programs: { vim: '2' } }))).status).toBe(200)
    const after = Date.now()
    expect(await waiting()).toBe(3)
    for (const file of await readdir(join(state(), 'inventories'))) {
      const { body } = JSON.parse(await readFile(join(state(), 'inventories', file), 'utf8'))
      expect(gunzipSync(Buffer.from(body, 'base64')).toString('utf8')).not.toContain('canary-lan')
    }
    await edge.kill()
    edge = await start()
    expect(await waiting()).toBe(3)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await product.start('--port', port)
    const [machine] = await until(
      () => named('patient'),
      (found) => found.length > 0,
      120_000,
    )
    const shown = await until(
      () => inventoryOf(machine?.id ?? ''),
      ({ inventory }) => inventory.software[0]?.version === '2',
      // The edge launcher asks a cloud that was away again after a minute at the latest.
      120_000,
    )
    expect(Date.parse(shown.lastAt)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(shown.lastAt)).toBeLessThanOrEqual(after)
    await until(waiting, (count) => count === 0)
  }, 300_000)

  it('without the password of the LAN nothing is taken', async () => {
    expect((await say({ ...server(), password: 'wrong' }, xmlInventory({ name: 'stranger', serial: 'STRANGER' }))).status).toBe(401)
    expect((await runOcsAgent({ ...server(), password: 'wrong' }, join(product.ready.data, 'agents/wrong'))).accepted).toBe(false)
    expect(await named('stranger')).toEqual([])
  })
})
