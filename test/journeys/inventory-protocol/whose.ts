/** Whose machine an upload is of: renamed, re-imaged, cloned, on another site. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type Door, jsonInventory, say, uuid, xmlInventory } from '../../lab/agent-client.ts'
import { inventoriesIn } from '../inventories.ts'
import { until } from '../product.ts'
import type { RunningProduct } from '../running.ts'

export const whose = (product: RunningProduct): void => {
  const door = () => product.ready.inventory
  const { named, one, inventoryOf, doubts, refusals } = inventoriesIn(product)

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
}
