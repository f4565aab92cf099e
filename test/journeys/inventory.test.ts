/** B1, H1–H3: the real agents of Debian send; their machine is there, with all that is installed on it. */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { MachineInventory } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { runFusionAgent, runOcsAgent } from '../lab/inventory-agents.ts'
import { inventoriesIn } from './inventories.ts'
import { until } from './product.ts'
import { runningProduct } from './running.ts'

const run = promisify(execFile)
const product = runningProduct('--no-demo', '--no-edge')

const machines = async () => (await product.call(routes.listMachines, { query: { name: hostname() } })).items

/** `name version` of every installed package, as dpkg says it. */
const installed = async (): Promise<string[]> => {
  const format = ['db:Status-Abbrev', 'Package', 'Version'].map((field) => `\${${field}}`).join(' ')
  const { stdout } = await run('dpkg-query', ['-W', '-f', `${format}\n`], { maxBuffer: 2 ** 24 })
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('ii '))
    .map((line) => line.split(/ +/).slice(1).join(' '))
    .sort()
}

/** A package of our own, so that something really changes on this machine. */
const probePackage = 'pulse-journey-probe'
const installProbe = async (version: string): Promise<void> => {
  const folder = join(product.ready.data, `probe-${version}`)
  await mkdir(join(folder, 'DEBIAN'), { recursive: true })
  const control = [
    `Package: ${probePackage}`,
    `Version: ${version}`,
    'Architecture: all',
    'Maintainer: Pulse <pulse@example.org>',
    'Description: seen by inventory agents',
  ]
  await writeFile(join(folder, 'DEBIAN/control'), `${control.join('\n')}\n`)
  await run('dpkg-deb', ['--build', folder, `${folder}.deb`])
  await run('dpkg', ['-i', `${folder}.deb`])
}
const removeProbe = () => run('dpkg', ['--purge', probePackage])

const ocs = () => runOcsAgent(product.ready.inventory, join(product.ready.data, 'agents/ocs'))
const fusion = () => runFusionAgent(product.ready.inventory, join(product.ready.data, 'agents/fusion'))
const { inventoryOf } = inventoriesIn(product)
const programsIn = ({ inventory }: MachineInventory): string[] => inventory.software.map(({ name, version }) => `${name} ${version}`).sort()

describe('H2 the agents that people already run', () => {
  it('OCS Inventory: the machine appears with every package of dpkg, and its operating system', async () => {
    const agent = await ocs()
    expect(agent.accepted, agent.log.slice(-3000)).toBe(true)
    const [machine] = await until(machines, (found) => found.length > 0)
    expect(machine).toMatchObject({ name: hostname(), siteId: 'local', ordinal: 0 })
    expect(machine?.operatingSystem).toMatch(/^Debian GNU\/Linux \d+$/)
    expect(machine?.address).toMatch(/^\d+(\.\d+){3}$|:/)
    const shown = await inventoryOf(machine?.id ?? '')
    expect(programsIn(shown)).toEqual(await installed())
    expect(shown.agents.map(({ family, version }) => `${family} ${version}`)).toEqual([expect.stringMatching(/^ocs 2\.\d/)])
    expect(shown.inventory.hardware.memoryBytes).toBeGreaterThan(2 ** 28)
    expect(shown.inventory.drives.find(({ mount }) => mount === '/')?.totalBytes).toBeGreaterThan(2 ** 30)
  })

  it('FusionInventory on the same machine: whether it is the same, a person is asked where the hardware says nothing; then it is one machine with two agents', async () => {
    const agent = await fusion()
    expect(agent.accepted, agent.log.slice(-3000)).toBe(true)
    const found = await until(machines, (all) => all.length === 2 || (all[0]?.lastInventoryAt ?? '') > '2')
    const [first] = [...found].sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0))
    const id = first?.id ?? ''
    const told = await until(
      async () => (await Promise.all((await machines()).map((machine) => inventoryOf(machine.id)))).flatMap(({ agents }) => agents),
      (agents) => agents.some(({ family }) => family === 'fusioninventory'),
    )
    expect(told.map(({ family }) => family).sort()).toEqual(['fusioninventory', 'ocs'])
    // A machine without UUID and serial number (a container, say) is known by its name alone, and that is not enough.
    const { items: doubts } = await product.call(routes.listInventoryDoubts, { query: {} })
    for (const doubt of doubts) {
      expect(doubt).toMatchObject({ kind: 'same-name', siteId: 'local' })
      expect(doubt.machines.map(({ name }) => name)).toEqual([hostname(), hostname()])
      const decided = await product.call(routes.decideInventoryDoubt, {
        params: { id: doubt.id },
        body: { decision: 'merge', keepMachineId: id },
      })
      expect(decided.state).toBe('merged')
    }
    expect((await machines()).map((machine) => machine.id)).toEqual([id])
    const again = await fusion()
    expect(again.accepted, again.log.slice(-3000)).toBe(true)
    const merged = await until(
      () => inventoryOf(id),
      ({ inventory }) => inventory.source.family === 'fusioninventory',
    )
    expect(programsIn(merged)).toEqual(await installed())
    expect(merged.agents.map(({ family }) => family).sort()).toEqual(['fusioninventory', 'ocs'])
    expect((await machines()).map((machine) => machine.id)).toEqual([id])
    expect((await product.call(routes.listInventoryDoubts, { query: {} })).items).toEqual([])
  })

  it('H3 a program comes, changes and goes: each with its date, and the inventory of any date is what it was', async () => {
    const [machine] = await machines()
    const id = machine?.id ?? ''
    const sent = async () => {
      const before = (await inventoryOf(id)).lastAt
      expect((await ocs()).accepted).toBe(true)
      return until(
        () => inventoryOf(id),
        ({ lastAt }) => lastAt > before,
      )
    }
    const without = await sent()
    await installProbe('1.0')
    try {
      const first = await sent()
      await installProbe('1.1')
      const second = await sent()
      const since = (version?: string) =>
        product.call(routes.getInventorySince, {
          params: { id },
          query: { section: 'software', name: probePackage, ...(version && { version }) },
        })
      expect(await since()).toEqual({ present: true, since: first.lastAt, isExact: true, previousVersion: null })
      expect(await since('1.1')).toEqual({ present: true, since: second.lastAt, isExact: true, previousVersion: '1.0' })
      expect(await since('1.0')).toMatchObject({ present: false })
      await removeProbe()
      const third = await sent()
      expect(programsIn(third)).toEqual(programsIn(without))

      const { items } = await product.call(routes.listInventoryChanges, { params: { id }, query: {} })
      const ofProbe = items.flatMap(({ at, changes }) =>
        changes.filter(({ key }) => key.startsWith(probePackage)).map((change) => ({ at, ...change })),
      )
      expect(ofProbe).toMatchObject([
        { at: third.lastAt, before: { version: '1.1' }, after: null },
        { at: second.lastAt, before: { version: '1.0' }, after: { version: '1.1' } },
        { at: first.lastAt, before: null, after: { version: '1.0' } },
      ])
      expect(programsIn(await inventoryOf(id, first.lastAt))).toEqual(programsIn(first))
      expect(programsIn(await inventoryOf(id, second.lastAt))).toEqual(programsIn(second))
      const compared = await product.call(routes.compareInventories, { params: { id }, query: { from: without.lastAt, to: second.lastAt } })
      expect(compared.counts.software).toEqual({ added: 1, removed: 0, changed: 0 })
      expect((await product.raw('GET', `/machines/${id}/inventory?at=2001-01-01T00:00:00Z`)).status).toBe(400)
    } finally {
      await removeProbe().catch(() => undefined)
    }
  })

  it('a wrong password is refused, and the old one after a rotation that does not keep it', async () => {
    const wrong = await runOcsAgent({ ...product.ready.inventory, password: 'not-the-password' }, join(product.ready.data, 'agents/wrong'))
    expect(wrong.accepted).toBe(false)
    const secret = await product.call(routes.rotateInventorySecret, { params: { id: 'local' }, body: {} })
    expect((await ocs()).accepted).toBe(false)
    const agent = await runOcsAgent({ ...product.ready.inventory, password: secret.password }, join(product.ready.data, 'agents/ocs'))
    expect(agent.accepted, agent.log.slice(-3000)).toBe(true)
  })

  it('deleted from the list, it goes with its history; the next upload makes a new machine with another ordinal', async () => {
    const [machine] = await machines()
    await product.call(routes.deleteMachine, { params: { id: machine?.id ?? '' } })
    expect((await product.raw('GET', `/machines/${machine?.id}/inventory`)).status).toBe(404)
    const secret = await product.call(routes.rotateInventorySecret, { params: { id: 'local' }, body: {} })
    await runOcsAgent({ ...product.ready.inventory, password: secret.password }, join(product.ready.data, 'agents/ocs'))
    const [made] = await until(machines, (found) => found.length > 0)
    expect(made?.id).not.toBe(machine?.id)
    expect(made?.ordinal).toBeGreaterThan(machine?.ordinal ?? 0)
  })
})
