/** What agents say on the wire and hear; whose machine is whose; what is refused. Through the whole product. */

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync, gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type Door, jsonInventory, prolog, say, xmlInventory } from '../lab/agent-client.ts'
import { ocsInjector, runFusionInjector, runOcsInjector } from '../lab/injectors.ts'
import { inventoriesIn } from './inventories.ts'
import { until } from './product.ts'
import { runningProduct } from './running.ts'
import { clientOf } from './stand-ins.ts'

const product = runningProduct('--no-demo', '--no-edge')
const door = () => product.ready.inventory

const { named, one, inventoryOf } = inventoriesIn(product)
const doubts = async () => (await product.call(routes.listInventoryDoubts, { query: {} })).items
const refusals = async () => (await product.call(routes.listInventoryRefusals, { query: {} })).items
const uuid = (last: string): string => `4c4c4544-0051-3610-8052-${last.padStart(12, '0')}`

describe('H2 replies as each agent wants them', () => {
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
})

describe('R12 whose machine is whose', () => {
  it('renamed, re-imaged or with another agent, a machine stays itself; the other byte order of its UUID too', async () => {
    const deviceId = 'itself-2026-01-01-00-00-00'
    const hardware = { uuid: '4c4c4544-0051-3610-8052-b4c04f4d0005', serial: 'ITSELF-1' }
    const ocs = { headers: { 'user-agent': 'OCS-NG_unified_unix_agent_v2.10.0' } }
    await say(door(), xmlInventory({ name: 'itself', deviceId, ...hardware, programs: { vim: '9' } }), ocs)
    const { id, ordinal } = await one('itself')

    // Renamed: the same installation of the agent, another name.
    await say(door(), xmlInventory({ name: 'renamed', deviceId, ...hardware, programs: { vim: '9' } }), ocs)
    expect(await one('renamed')).toMatchObject({ id, ordinal })
    expect(await named('itself')).toEqual([])

    // Re-imaged: everything on the disk is new, the agent's installation too.
    const another = '44454c4c-5100-1036-8052-b4c04f4d0005'
    const reimaged = { name: 'reimaged', deviceId: 'reimaged-2026-05-05-05-05-05', uuid: another, serial: 'ITSELF-1' }
    await say(door(), xmlInventory({ ...reimaged, programs: { emacs: '30' } }), ocs)
    expect(await one('reimaged')).toMatchObject({ id, ordinal })
    const { agents } = await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.software[0]?.name === 'emacs',
    )
    expect(agents.map((agent) => agent.deviceId)).toEqual(['reimaged-2026-05-05-05-05-05', deviceId])

    // Another agent, of another kind.
    const glpi = { 'glpi-agent-id': '0b6e7c9e-6b3f-4a52-9f3e-5a4d2a1c0005', 'user-agent': 'GLPI-Agent_v1.12' }
    const content = { hardware: { name: 'reimaged', uuid: hardware.uuid }, bios: { ssn: 'ITSELF-1' }, softwares: [{ name: 'nano' }] }
    await say(door(), jsonInventory('reimaged-glpi', content), { headers: glpi, packing: 'none', type: 'application/json' })
    await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.source.family === 'glpi' && inventory.software[0]?.name === 'nano',
    )
    expect(await one('reimaged')).toMatchObject({ id, ordinal })
    expect(await doubts()).toEqual([])

    // What it was before, and under which name, is still there.
    const { items } = await product.call(routes.listInventoryChanges, { params: { id }, query: {} })
    const names = items.flatMap(({ changes }) => changes.filter(({ section, key }) => section === 'general' && key === 'name'))
    expect(names.map(({ before, after }) => [before, after])).toEqual([
      ['renamed', 'reimaged'],
      ['itself', 'renamed'],
    ])
  })

  it('a cloned disk makes two machines and a question; they can be kept apart for good', async () => {
    const deviceId = 'clone-2026-01-01-00-00-00'
    await say(door(), xmlInventory({ name: 'clone', deviceId, uuid: uuid('06') }))
    const original = await one('clone')
    await say(door(), xmlInventory({ name: 'clone-2', deviceId, uuid: uuid('07') }))
    const copy = await one('clone-2')
    expect(copy.id).not.toBe(original.id)
    const asked = await until(doubts, (all) => all.some(({ kind }) => kind === 'cloned-agent'))
    const doubt = asked.find(({ kind }) => kind === 'cloned-agent')
    expect(doubt?.machines.map((machine) => machine.id).sort()).toEqual([original.id, copy.id].sort())
    await product.call(routes.decideInventoryDoubt, { params: { id: doubt?.id ?? '' }, body: { decision: 'separate' } })
    await say(door(), xmlInventory({ name: 'clone-2', deviceId, uuid: uuid('07'), programs: { vim: '9' } }))
    await until(
      () => inventoryOf(copy.id),
      ({ inventory }) => inventory.software.length === 1,
    )
    expect((await doubts()).filter(({ kind }) => kind === 'cloned-agent')).toEqual([])
    expect((await inventoryOf(original.id)).inventory.software).toEqual([])
    const again = await product.raw('POST', `/inventory-doubts/${doubt?.id}/decision`, { decision: 'separate' })
    expect(again.status).toBe(409)
  })

  it('two agents that were taken for one machine are split, and merged again', async () => {
    await say(door(), xmlInventory({ name: 'twin', deviceId: 'twin-a', uuid: uuid('08') }))
    const { id } = await one('twin')
    await say(door(), xmlInventory({ name: 'twin', deviceId: 'twin-b', uuid: uuid('08') }))
    const { agents } = await until(
      () => inventoryOf(id),
      (shown) => shown.agents.length === 2,
    )
    const key = agents.find(({ deviceId }) => deviceId === 'twin-b')?.key ?? ''
    const made = await product.call(routes.splitMachine, { params: { id }, body: { agentKey: key } })
    await say(door(), xmlInventory({ name: 'twin', deviceId: 'twin-b', uuid: uuid('08'), programs: { b: '1' } }))
    await say(door(), xmlInventory({ name: 'twin', deviceId: 'twin-a', uuid: uuid('08'), programs: { a: '1' } }))
    const programsOf = async (machineId: string) => (await inventoryOf(machineId)).inventory.software.map(({ name }) => name)
    await until(
      async () => [await programsOf(id), await programsOf(made.id)],
      (programs) => JSON.stringify(programs) === '[["a"],["b"]]',
    )
    expect((await product.raw('POST', `/machines/${id}/split`, { agentKey: key })).status).toBe(400)
    await product.call(routes.mergeMachine, { params: { id }, body: { machineId: made.id } })
    expect((await named('twin')).map((machine) => machine.id)).toEqual([id])
    await say(door(), xmlInventory({ name: 'twin', deviceId: 'twin-b', uuid: uuid('08'), programs: { b: '2' } }))
    await until(
      () => programsOf(id),
      (programs) => programs.join() === 'b',
    )
  })

  it('a machine that somebody had added by hand is asked about, and takes the inventory over when merged', async () => {
    const manual = await product.call(routes.createMachine, { body: { siteId: 'local', name: 'Manual', address: '192.0.2.77' } })
    await say(door(), xmlInventory({ name: 'manual', uuid: uuid('09'), programs: { vim: '9' } }))
    const asked = await until(doubts, (all) => all.some(({ machines }) => machines.some(({ id }) => id === manual.id)))
    const doubt = asked.find(({ machines }) => machines.some(({ id }) => id === manual.id))
    expect(doubt?.kind).toBe('same-name')
    await product.call(routes.decideInventoryDoubt, {
      params: { id: doubt?.id ?? '' },
      body: { decision: 'merge', keepMachineId: manual.id },
    })
    expect((await inventoryOf(manual.id)).inventory.software.map(({ name }) => name)).toEqual(['vim'])
    await say(door(), xmlInventory({ name: 'manual', uuid: uuid('09'), programs: { vim: '10' } }))
    await until(
      () => inventoryOf(manual.id),
      ({ inventory }) => inventory.software[0]?.version === '10',
    )
    expect(await product.call(routes.getMachine, { params: { id: manual.id } })).toMatchObject({ name: 'Manual', address: '192.0.2.77' })
    expect(await named('manual')).toEqual([])
  })

  it("the hardware of another site's machine changes nothing until a person has moved it", async () => {
    await product.call(routes.createSite, { body: { id: 'lyon', name: 'Lyon', timeZone: 'Europe/Paris' } })
    const { user, password } = await product.call(routes.rotateInventorySecret, { params: { id: 'lyon' }, body: {} })
    const lyon = { url: door().url, user, password }
    await say(door(), xmlInventory({ name: 'moved', uuid: uuid('0a'), programs: { vim: '9' } }))
    const { id } = await one('moved')
    expect((await say(lyon, xmlInventory({ name: 'moved', uuid: uuid('0a'), programs: { forged: '1' } }))).status).toBe(200)
    const [doubt] = (await until(doubts, (all) => all.some(({ kind }) => kind === 'other-site'))).filter(
      ({ kind }) => kind === 'other-site',
    )
    expect(doubt).toMatchObject({ siteId: 'lyon', machines: [{ id, name: 'moved' }] })
    expect((await inventoryOf(id)).inventory.software.map(({ name }) => name)).toEqual(['vim'])
    await product.call(routes.decideInventoryDoubt, { params: { id: doubt?.id ?? '' }, body: { decision: 'move' } })
    await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.software[0]?.name === 'forged',
    )
    const siteOf = async () => (await product.call(routes.getMachine, { params: { id } })).siteId
    expect(await siteOf()).toBe('lyon')

    // It moves back, and once more: each time somebody is asked.
    const decide = async (from: Door, siteId: string, decision: 'move' | 'separate', version: string) => {
      await say(from, xmlInventory({ name: 'moved', uuid: uuid('0a'), programs: { vim: version } }))
      const asked = await until(doubts, (all) => all.some((one) => one.kind === 'other-site' && one.siteId === siteId))
      const { id: doubtId } = asked.find((one) => one.siteId === siteId) ?? { id: '' }
      await product.call(routes.decideInventoryDoubt, { params: { id: doubtId }, body: { decision } })
    }
    await decide(door(), 'local', 'move', '10')
    await until(siteOf, (site) => site === 'local')
    await decide(lyon, 'lyon', 'separate', '11')
    // What was decided is not asked again, and what comes nevertheless is no secret.
    await say(lyon, xmlInventory({ name: 'moved', uuid: uuid('0a'), programs: { vim: '12' } }))
    const found = await until(refusals, (all) => all.some(({ reason }) => reason === 'other-site'))
    expect(found.find(({ reason }) => reason === 'other-site')).toMatchObject({ siteId: 'lyon', why: expect.stringContaining(id) })
    expect(await siteOf()).toBe('local')
    expect((await doubts()).filter(({ kind }) => kind === 'other-site')).toEqual([])
  })
})

describe('H2 what is refused, and what is not kept', () => {
  it('bombs, declarations, other queries: at the door, with a sentence that the agent writes into its log', async () => {
    const bomb = await say(door(), Buffer.alloc(60 * 2 ** 20, 32))
    expect(bomb.status).toBe(413)
    expect(bomb.text).toContain('unpacks to more than')
    const entity = await say(door(), '<!DOCTYPE a [<!ENTITY b "c">]><REQUEST><QUERY>INVENTORY</QUERY></REQUEST>')
    expect(entity).toMatchObject({ status: 400 })
    expect(entity.text).toContain('<ERROR>')
    expect((await say(door(), '<REQUEST><DEVICEID>a</DEVICEID><QUERY>SNMPQUERY</QUERY></REQUEST>')).status).toBe(501)
    expect((await say(door(), '{"action":"netdiscovery","deviceid":"a"}', { packing: 'none', type: 'application/json' })).status).toBe(501)
    expect(
      (await say(door(), `{"deviceid":"a","content":${'['.repeat(10_000)}`, { packing: 'none', type: 'application/json' })).status,
    ).toBe(400)
    expect((await say(door(), xmlInventory({ name: 'x', deviceId: '../../etc' }))).status).toBe(400)
    expect((await say(door(), 'hello', { packing: 'none' })).status).toBe(400)
  })

  it('what makes no sense further in is listed for the operator, and makes no machine', async () => {
    await say(door(), xmlInventory({ name: 'half', uuid: uuid('0b'), more: '<SOFTWARES><NAME>never closed</SOFTWARES>' }))
    const found = await until(refusals, (all) => all.some(({ why }) => why.includes('not well-formed')))
    expect(found[0]).toMatchObject({ siteId: 'local', userAgent: 'test', sourceIp: '127.0.0.1', reason: 'unreadable' })
    // What was refused at the door before is listed too.
    const reasons = new Set(found.map(({ reason }) => reason))
    expect([...reasons]).toEqual(expect.arrayContaining(['too-large', 'unreadable', 'not-inventory', 'nameless']))
    expect(await named('half')).toEqual([])
  })

  it('a device that sends without end is told to wait', async () => {
    let last = 0
    for (let at = 0; at < 40 && last !== 429; at++) last = (await say(door(), xmlInventory({ name: 'loop', uuid: uuid('0c') }))).status
    expect(last).toBe(429)
  })

  it('R18 passwords in environments and command lines are nowhere: not in the record, not in what is kept of the upload', async () => {
    const secret = 'canary-8d1f'
    const productKey = 'ABCDE-12345-FGHIJ-67890-KLMNO'
    const more = `<ENVS><KEY>DB</KEY><VAL>${secret}</VAL></ENVS><processes><CMD>mysql -p${secret}</CMD></processes><LICENSEINFOS><KEY>${secret}</KEY></LICENSEINFOS>
<REGISTRY><NAME>ProductKey</NAME><REGVALUE>${secret}</REGVALUE></REGISTRY><REGISTRY><NAME>Edition</NAME><REGVALUE>${productKey}</REGVALUE></REGISTRY>`
    await say(door(), xmlInventory({ name: 'secretive', uuid: uuid('0d'), programs: { shown: '1' }, more }))
    const json = {
      envs: [{ key: 'DB', val: secret }],
      processes: [{ cmd: secret }],
      hardware: { name: 'secretive-2', uuid: uuid('0e'), winprodkey: secret },
      softwares: [{ name: 'shown' }],
    }
    await say(door(), jsonInventory('secretive-2', json), { packing: 'none', type: 'application/json' })
    const { id } = await one('secretive-2')
    const partial = { ...json, softwares: [{ name: 'shown', version: '2' }], registry: [{ name: 'password', regvalue: secret }] }
    await say(door(), jsonInventory('secretive-2', partial, true), { packing: 'none', type: 'application/json' })
    await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.software[0]?.version === '2',
    )
    const { registry } = (await inventoryOf((await one('secretive')).id)).inventory
    expect(registry.map(({ name }) => name)).toEqual(['Edition'])
    const s3 = clientOf(product, S3Client, 'S3')
    const texts: string[] = []
    for (const { Name } of (await s3.send(new ListBucketsCommand({}))).Buckets ?? []) {
      for (const { Key } of (await s3.send(new ListObjectsV2Command({ Bucket: Name ?? '' }))).Contents ?? []) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: Name ?? '', Key: Key ?? '' }))
        texts.push(gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString('utf8'))
      }
    }
    expect(texts.filter((text) => text.includes('shown')).length).toBeGreaterThanOrEqual(5)
    expect(texts.filter((text) => text.includes(secret) || text.includes(productKey))).toEqual([])
  })
})
