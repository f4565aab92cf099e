/** What agents say on the wire, and what each of them hears. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { jsonInventory, prolog, say, uuid, xmlInventory } from '../../lab/agent-client.ts'
import { ocsInjector, runFusionInjector, runOcsInjector } from '../../lab/injectors.ts'
import { inventoriesIn } from '../inventories.ts'
import { until } from '../product.ts'
import type { RunningProduct } from '../running.ts'

export const replies = (product: RunningProduct): void => {
  const door = () => product.ready.inventory
  const { named, one, inventoryOf } = inventoriesIn(product)

  it('zlib is answered in zlib of the default level, gzip in gzip, plain in plain', async () => {
    const zlib = await say(door(), prolog('wire-1'))
    expect(zlib).toMatchObject({ status: 200, type: 'application/x-compress-zlib' })
    expect(zlib.bytes.subarray(0, 2).toString('hex')).toBe('789c')
    expect(zlib.text).toContain('<RESPONSE>SEND</RESPONSE>')
    expect(zlib.text).toContain('<PROLOG_FREQ>24</PROLOG_FREQ>')
    const gzip = await say(door(), prolog('wire-1'), { packing: 'gzip', type: 'application/x-compress-gzip' })
    expect(gzip.type).toBe('application/x-compress-gzip')
    expect(gzip.bytes.subarray(0, 2).toString('hex')).toBe('1f8b')
    const plain = await say(door(), prolog('wire-1'), { packing: 'none' })
    expect(plain.type).toBe('application/xml')
    expect(plain.bytes.toString()).toContain('<RESPONSE>SEND</RESPONSE>')
    // Injectors name the type in their own way, and ask for nothing before.
    const injected = await say(door(), xmlInventory({ name: 'injected', uuid: uuid('01') }), { type: 'Application/x-compress' })
    expect(injected.text).toContain('NO_ACCOUNT_UPDATE')
    await one('injected')
  })

  it('the injectors of FusionInventory and OCS Inventory bring files of machines without a network', async () => {
    const folder = async (name: string, packed: boolean): Promise<string> => {
      const path = join(product.ready.data, name)
      await mkdir(path, { recursive: true })
      for (const number of [1, 2]) {
        const document = Buffer.from(xmlInventory({ name: `${name}-${number}`, serial: `${name}-${number}`, programs: { vim: '9' } }))
        await writeFile(join(path, `${name}-${number}.ocs`), packed ? deflateSync(document) : document)
      }
      return path
    }
    for (const [name, more] of [
      ['fusion-injected', []],
      ['fusion-plain', ['--no-compression']],
    ] as const) {
      const fusion = await runFusionInjector(door(), await folder(name, false), more)
      expect(fusion.code, fusion.log).toBe(0)
      for (const number of [1, 2])
        expect((await inventoryOf((await one(`${name}-${number}`)).id)).inventory.software.map((program) => program.name)).toEqual(['vim'])
    }
    const wrong = await runFusionInjector({ ...door(), password: 'wrong' }, await folder('fusion-wrong', false))
    expect(wrong.log).toContain('401')

    const files = await folder('ocs-injected', true)
    const injector = ocsInjector()
    if ('script' in injector) {
      const ocs = await runOcsInjector(injector.script, door(), files)
      expect(ocs.log.match(/OK/g), ocs.log).toHaveLength(2)
    } else {
      // Where Debian is out of reach: what it would have sent, byte by byte.
      console.warn(`ocsinventory-injector is imitated: ${injector.reason}`)
      for (const number of [1, 2])
        await say(door(), await readFile(join(files, `ocs-injected-${number}.ocs`)), {
          packing: 'none',
          type: 'Application/x-compress',
          headers: { 'user-agent': 'OCS-NG_LOCAL_PL_v3', pragma: 'no-cache' },
        })
    }
    for (const number of [1, 2]) {
      const { agents, inventory } = await inventoryOf((await one(`ocs-injected-${number}`)).id)
      expect(agents.map(({ family }) => family)).toEqual(['ocs'])
      expect(inventory.software.map((program) => program.name)).toEqual(['vim'])
    }
  })

  it('without the password: 401 and the challenge, before anything is unpacked', async () => {
    const bomb = deflateSync(Buffer.alloc(50 * 2 ** 20))
    const response = await fetch(door().url, { method: 'POST', body: new Uint8Array(bomb) })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(`Basic realm="${product.ready.inventory.realm}"`)
    await response.arrayBuffer()
    expect((await say({ ...door(), user: 'nobody' }, prolog('x'))).status).toBe(401)
  })

  it('tasks that GLPI agents plan have nothing to do', async () => {
    const { user, password, url } = door()
    const response = await fetch(`${url}?action=getConfig&machineid=foo&task[Deploy]=1.0`, {
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    })
    expect(await response.json()).toEqual({ configValidityPeriod: 600, schedule: [] })
  })

  it('GLPI agent: prolog, contact, full inventory, partials; what a partial does not speak of stays', async () => {
    const headers = { 'glpi-agent-id': '0b6e7c9e-6b3f-4a52-9f3e-5a4d2a1c0001', 'user-agent': 'GLPI-Agent_v1.12' }
    const speak = (body: string, type = 'application/json') => say(door(), body, { headers, packing: 'none', type })
    const first = await say(door(), prolog('glpi-1'), { headers })
    expect(JSON.parse(first.text)).toEqual({ status: 'pending', expiration: 0 })
    const contact = JSON.stringify({
      action: 'contact',
      deviceid: 'glpi-1',
      name: 'GLPI-Agent',
      version: '1.12',
      'installed-tasks': ['inventory', 'deploy'],
      'enabled-tasks': ['inventory', 'deploy', 'collect'],
    })
    expect(JSON.parse((await speak(contact)).text)).toMatchObject({
      status: 'ok',
      tasks: { inventory: { server: 'glpi' } },
      disabled: ['deploy', 'collect'],
    })
    const hardware = { name: 'glpi-1', uuid: uuid('02'), memory: 2048 }
    const full = jsonInventory('glpi-1', {
      hardware,
      softwares: [
        { name: 'vim', version: '9' },
        { name: 'git', version: '2' },
      ],
      drives: [{ type: '/', total: 100 }],
    })
    expect(JSON.parse((await speak(full)).text)).toEqual({ status: 'ok', expiration: 24 })
    const { id } = await one('glpi-1')
    await speak(jsonInventory('glpi-1', { hardware, drives: [{ type: '/', total: 200 }] }, true))
    const after = await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.drives[0]?.totalBytes === 200 * 2 ** 20,
    )
    expect(after.inventory.software.map(({ name }) => name)).toEqual(['git', 'vim'])
    expect(after.inventory.source).toMatchObject({ family: 'glpi', version: '1.12' })
  })

  it('a partial of an unknown machine makes none; the agent is led to send all of it', async () => {
    const headers = { 'glpi-agent-id': '0b6e7c9e-6b3f-4a52-9f3e-5a4d2a1c0002', 'user-agent': 'GLPI-Agent_v1.12' }
    const hardware = { name: 'glpi-2', uuid: uuid('03') }
    const json = { headers, packing: 'none', type: 'application/json' } as const
    await say(door(), jsonInventory('glpi-2', { hardware, softwares: [{ name: 'vim' }] }, true), json)
    const contact = JSON.stringify({ action: 'contact', deviceid: 'glpi-2', 'enabled-tasks': ['inventory'] })
    const refused = await until(
      () => say(door(), contact, json),
      ({ status }) => status !== 200,
    )
    expect(refused.status).toBe(409)
    expect(await named('glpi-2')).toEqual([])
    // An error makes the next run begin with a prolog; XML makes it send everything.
    expect((await say(door(), prolog('glpi-2'), { headers })).text).toContain('<RESPONSE>SEND</RESPONSE>')
    await say(door(), xmlInventory({ name: 'glpi-2', deviceId: 'glpi-2', uuid: uuid('03'), programs: { vim: '9' } }), { headers })
    const { id } = await one('glpi-2')
    await until(
      () => say(door(), contact, json),
      ({ status }) => status === 200,
    )
    await say(door(), jsonInventory('glpi-2', { hardware, softwares: [{ name: 'vim', version: '9.1' }] }, true), json)
    await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.software[0]?.version === '9.1',
    )
  })

  it('answers within 300 ms, while twenty machines send at once; one machine that twenty agents speak of is one', async () => {
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        say(door(), xmlInventory({ name: `crowd-${at}`, uuid: uuid(`1${String(at).padStart(2, '0')}`), programs: { vim: '9' } })),
      ),
    )
    expect(many.every(({ status }) => status === 200)).toBe(true)
    const times: number[] = []
    for (let at = 0; at < 20; at++)
      times.push((await say(door(), xmlInventory({ name: 'same', deviceId: `same-${at}`, uuid: uuid('04'), serial: 'SAME-1' }))).ms)
    // The middle one: this machine may be busy with other things, and the slowest tell of those.
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(300)
    await until(
      async () => (await product.call(routes.listMachines, { query: { name: 'crowd-', limit: 100 } })).items.length,
      (count) => count === 20,
    )
    const { id } = await one('same')
    await until(
      () => inventoryOf(id),
      ({ agents }) => agents.length === 10,
    )
    expect(await named('same')).toHaveLength(1)
    const ordinals = (await product.call(routes.listMachines, { query: { limit: 100 } })).items.map(({ ordinal }) => ordinal)
    expect(new Set(ordinals).size).toBe(ordinals.length)
  })
}
