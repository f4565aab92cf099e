/** E2–E5, E9, F2, F4, F6, F7: what the cloud does with options, windows, bundles and people's wishes; over the API, to real sshd. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import type { CreateDeployment } from '#shared/contracts/deployments.ts'
import type { PackageWithFiles } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { labMachines } from './lab-machines.ts'
import { addPackage, executionsOf, until } from './product.ts'
import { runningProduct } from './running.ts'

type Order = z.input<typeof CreateDeployment>
const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString()
const twoDigits = (hour: number): string => String((hour + 24) % 24).padStart(2, '0')
/** A window that is closed now in UTC, and opens in about two hours. */
const closedNow = (): string => {
  const hour = new Date().getUTCHours()
  return `${twoDigits(hour + 2)}:00-${twoDigits(hour + 3)}:59`
}

describe('windows, bundles and control of a deployment', () => {
  const lab = labMachines()
  const product = runningProduct('--no-demo')
  let pack: PackageWithFiles

  const deploy = (order: Order) => product.call(routes.createDeployment, { body: order })
  const get = (id: string) => product.call(routes.getDeployment, { params: { id } })
  const newMachine = (name: string) => lab.add(product, name)
  /** A machine of a site that has no edge launcher: nothing will ever happen to it. */
  const orphan = async (name: string, siteId = 'lonely'): Promise<string> =>
    (await product.call(routes.createMachine, { body: { name, siteId, address: '192.0.2.1' } })).id

  beforeAll(async () => {
    await product.call(routes.createSite, { body: { id: 'lonely', name: 'Lonely', timeZone: 'UTC' } })
    await product.call(routes.createSite, { body: { id: 'tokyo', name: 'Tokyo', timeZone: 'Asia/Tokyo' } })
    pack = await addPackage(product, { label: 'Small', command: './install.sh' }, { 'install.sh': '#!/bin/sh\necho done\n' })
  })

  describe('E3 E4 what is refused, and what is warned of', () => {
    it.each<[string, Partial<NonNullable<Order['options']>>, RegExp]>([
      ['an end before the start', { startAt: minutes(60), endAt: minutes(30) }, /\/options\/endAt must be after startAt/],
      ['an end in the past', { endAt: minutes(-1) }, /\/options\/endAt must be in the future/],
      ['intervals that cannot be read', { intervals: '2-4,25-26' }, /25 hours.*at character/],
      ['equal bounds', { intervals: '4-4' }, /begins and ends at the same time/],
      ['no window before the end', { intervals: closedNow(), endAt: minutes(20) }, /must open on site Lonely/],
      ['an unreadable date', { startAt: 'tomorrow' }, /must be an instant in UTC/],
    ])('refuses %s, and names the field', async (_, options, says) => {
      const machineIds = [await orphan('refused-01')]
      const { status, body } = await product.raw('POST', '/deployments', { packageId: pack.id, machineIds, options })
      expect(status).toBe(400)
      expect(JSON.stringify(body)).toMatch(says)
    })

    it('refuses an order with two contents or no target', async () => {
      const two = await product.raw('POST', '/deployments', { packageId: pack.id, bundleId: 'x', machineIds: ['x'] })
      expect(JSON.stringify(two.body)).toMatch(/exactly one of packageId, packages, bundleId/)
      const none = await product.raw('POST', '/deployments', { packageId: pack.id })
      expect(JSON.stringify(none.body)).toMatch(/exactly one of machineIds, machineNames, machineFilter/)
    })

    it('says before launching what would happen, and what may surprise', async () => {
      await orphan('sleepy-01')
      const checked = await product.call(routes.checkDeployment, {
        body: { packageId: pack.id, machineNames: ['SLEEPY-01'], options: { wakeOnLan: true, intervals: closedNow() } },
      })
      expect(checked).toMatchObject({ machines: 1, executions: 1 })
      expect(checked.warnings.map(({ code }) => code).sort()).toEqual(['no-edge', 'no-mac-address'])
      expect(Date.parse(checked.sites[0]?.starts ?? '') - Date.now()).toBeGreaterThan(60_000)
    })

    it('takes machines by a filter of the list, and refuses one that shows none', async () => {
      await orphan('filter-a1')
      await orphan('filter-a2')
      const checked = await product.call(routes.checkDeployment, { body: { packageId: pack.id, machineFilter: { name: 'Filter-A' } } })
      expect(checked.machines).toBe(2)
      const none = await product.raw('POST', '/checks/deployment', { packageId: pack.id, machineFilter: { name: 'nobody' } })
      expect(none.status).toBe(400)
      expect(JSON.stringify(none.body)).toMatch(/must show at least one machine/)
    })

    it('reads intervals, and says where they cannot be read', async () => {
      const at = '2026-11-25T23:30:00Z'
      const good = await product.call(routes.checkIntervals, { body: { intervals: '22-6, 12:30 - 13', timeZone: 'UTC', at } })
      expect(good).toEqual({
        valid: true,
        ranges: ['00:00:00-06:00:00', '12:30:00-13:00:00', '22:00:00-23:59:59'],
        open: true,
        opens: null,
        closes: '2026-11-26T06:00:00.000Z',
      })
      const bad = await product.call(routes.checkIntervals, { body: { intervals: '1-2,3', timeZone: 'UTC', at } })
      expect(bad).toMatchObject({ valid: false, position: 5 })
    })
  })

  it('E4 waits outside its window on the clock of each site, and says until when', async () => {
    const here = await orphan('window-utc')
    const tokyo = await orphan('window-tokyo', 'tokyo')
    const deployment = await deploy({ packageId: pack.id, machineIds: [here, tokyo], options: { intervals: closedNow() } })
    const executions = await until(
      () => executionsOf(product, deployment),
      (found) => found.length === 2 && found.some(({ state }) => state === 'scheduled'),
    )
    const waiting = executions.find(({ machine }) => machine.id === here)
    expect(waiting?.why?.code).toBe('window')
    expect(waiting?.why?.text).toMatch(/Outside its window, which opens/)
    const { sites } = await get(deployment.id)
    const [utc, jst] = ['lonely', 'tokyo'].map((id) => sites.find((site) => site.id === id))
    expect(utc).toMatchObject({ open: false, edges: 0 })
    // Nine hours apart, the same words mean other instants.
    const opens = (site: typeof utc) => (site?.open ? null : site?.opens)
    expect(opens(utc)).not.toEqual(opens(jst))
  })

  it('says that a site has no edge launcher', async () => {
    const deployment = await deploy({ packageId: pack.id, machineIds: [await orphan('no-edge-01')] })
    const [execution] = await until(
      () => executionsOf(product, deployment),
      (found) => found[0]?.state === 'ready',
    )
    expect(execution?.why).toMatchObject({ code: 'no-edge', text: 'The site Lonely has no edge launcher.' })
  })

  it('E4 fails what is left when the end date passes, as run out of time', async () => {
    const deployment = await deploy({
      packageId: pack.id,
      machineIds: [await orphan('late-01')],
      options: { endAt: new Date(Date.now() + 4000).toISOString() },
    })
    const [execution] = await until(
      () => executionsOf(product, deployment),
      (found) => found[0]?.state === 'failed',
    )
    expect(execution?.reason?.code).toBe('out-of-time')
    const report = await until(
      () => product.call(routes.getReport, { params: { id: deployment.id } }),
      ({ figures }) => figures.some(({ id, count }) => id === 'failed' && count === 1),
    )
    const failed = report.figures.find(({ id }) => id === 'failed')
    const late = failed?.parts.find(({ id }) => id === 'out-of-time')
    expect(late).toMatchObject({ count: 1, percent: 100 })
    const behind = await product.call(routes.listExecutions, {
      params: { id: deployment.id },
      query: { standing: late?.standings.join(',') ?? '' },
    })
    expect(behind.items.map(({ machine }) => machine.name)).toEqual(['late-01'])
  })

  it('F4 pauses what waits at once, lets it go on, and stops it', async () => {
    const machineIds = await Promise.all(['pause-01', 'pause-02', 'pause-03'].map((name) => orphan(name)))
    const deployment = await deploy({ packageId: pack.id, machineIds })
    await until(
      () => get(deployment.id),
      ({ counts }) => counts.ready === 3,
    )
    await product.call(routes.pauseDeployment, { params: { id: deployment.id } })
    await until(
      () => get(deployment.id),
      ({ state, counts }) => state === 'paused' && counts.paused === 3,
    )
    expect((await executionsOf(product, deployment))[0]?.why?.code).toBe('paused')
    await product.call(routes.resumeDeployment, { params: { id: deployment.id } })
    await until(
      () => get(deployment.id),
      ({ state, counts }) => state === 'running' && counts.ready === 3,
    )
    const [one] = await executionsOf(product, deployment)
    if (!one) throw new Error('no execution')
    await product.call(routes.pauseExecution, { params: { id: one.id } })
    await until(
      () => get(deployment.id),
      ({ counts }) => counts.paused === 1 && counts.ready === 2,
    )
    await product.call(routes.resumeExecution, { params: { id: one.id } })
    expect((await product.raw('POST', `/executions/${one.id}/resume`)).status).toBe(409)
    expect(await product.call(routes.stopExecution, { params: { id: one.id } })).toMatchObject({ state: 'stopped' })
    await product.call(routes.stopDeployment, { params: { id: deployment.id } })
    await until(
      () => get(deployment.id),
      ({ state, counts }) => state === 'stopped' && counts.stopped === 3,
    )
    expect((await product.raw('POST', `/deployments/${deployment.id}/pause`)).status).toBe(409)
  })

  it('E5 runs a bundle in its order, equal orders side by side, each machine by itself', async () => {
    const { machine, id } = await newMachine('bundle-01')
    const step = (label: string, script: string) =>
      addPackage(product, { label, command: './install.sh' }, { 'install.sh': `#!/bin/sh\n${script}` })
    const [first, left, right, last] = await Promise.all([
      step('First', 'echo first >>"$HOME/order"\n'),
      step('Left', 'echo left >>"$HOME/order"; for i in $(seq 100); do grep -q right "$HOME/order" && exit 0; sleep 0.1; done; exit 9\n'),
      step('Right', 'echo right >>"$HOME/order"; for i in $(seq 100); do grep -q left "$HOME/order" && exit 0; sleep 0.1; done; exit 9\n'),
      step('Last', 'echo last >>"$HOME/order"\n'),
    ])
    const bundle = await product.call(routes.createBundle, {
      body: {
        name: 'Whole post',
        members: [
          { packageId: last.id, order: 9 },
          { packageId: left.id, order: 5 },
          { packageId: first.id, order: 1 },
          { packageId: right.id, order: 5 },
        ],
      },
    })
    expect(bundle.members.map(({ label }) => label)).toEqual(['Last', 'Left', 'First', 'Right'])
    const deployment = await deploy({ bundleId: bundle.id, machineIds: [id] })
    expect(deployment).toMatchObject({ machines: 1, total: 4, name: 'Whole post · bundle-01' })
    const blocked = (
      await until(
        () => executionsOf(product, deployment),
        (found) => found.length === 4,
      )
    ).find(({ order }) => order === 9)
    if (blocked?.state === 'scheduled') expect(blocked.why?.text).toMatch(/in the same bundle/)
    await until(
      () => get(deployment.id),
      ({ state }) => state === 'done',
    )
    const order = (await readFile(join(machine.home, 'order'), 'utf8')).trim().split('\n')
    expect(order[0]).toBe('first')
    expect(order.slice(1, 3).sort()).toEqual(['left', 'right'])
    expect(order[3]).toBe('last')
    const report = await product.call(routes.getReport, { params: { id: deployment.id } })
    expect(report.packages.map(({ total }) => total)).toEqual([1, 1, 1, 1])
  })

  it('E5 E9 a failure stops what follows, on that machine only, and a relaunch takes both up again', async () => {
    const [bad, good] = await Promise.all([newMachine('broken-01'), newMachine('sound-01')])
    const only = await addPackage(
      product,
      { label: 'Needs', command: './install.sh' },
      {
        'install.sh': '#!/bin/sh\necho try >>"$HOME/tries"\n[ -e "$HOME/mended" ] || exit 3\n',
      },
    )
    const after = await addPackage(product, { label: 'After', command: './install.sh' }, { 'install.sh': '#!/bin/sh\necho ok\n' })
    await writeFile(join(good.machine.home, 'mended'), '')
    const deployment = await deploy({
      packages: [
        { packageId: only.id, order: 1 },
        { packageId: after.id, order: 2 },
      ],
      machineIds: [bad.id, good.id],
      options: { attempts: 1 },
    })
    await until(
      () => get(deployment.id),
      ({ counts }) => counts.done === 2 && counts.failed === 1 && counts.stopped === 1,
    )
    const stopped = (await executionsOf(product, deployment)).find(({ state }) => state === 'stopped')
    expect(stopped?.reason).toMatchObject({ code: 'bundle-failed', detail: 'Needs 1.0' })

    await writeFile(join(bad.machine.home, 'mended'), '')
    await product.call(routes.relaunchDeployment, { params: { id: deployment.id }, body: { which: 'failed' } })
    await until(
      () => get(deployment.id),
      ({ state }) => state === 'done',
    )
    // What had been transferred was not sent again, and each attempt ran once.
    expect((await readFile(join(bad.machine.home, 'tries'), 'utf8')).trim().split('\n')).toHaveLength(2)
    expect((await readFile(join(good.machine.home, 'tries'), 'utf8')).trim().split('\n')).toHaveLength(1)

    const csv = await fetch(`${product.ready.api}/deployments/${deployment.id}/report.csv`, {
      headers: { authorization: `Bearer ${product.token}` },
    })
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = (await csv.text()).trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^execution,machine,package/)
  })

  it('F6 finds deployments by state, package, person and date', async () => {
    const deployment = await deploy({ packageId: pack.id, machineIds: [await orphan('find-01')], name: 'A needle 100 % unique' })
    const list = async (query: Record<string, string>) => (await product.call(routes.listDeployments, { query })).items.map(({ id }) => id)
    await until(
      () => list({ state: 'running', name: 'NEEDLE 100' }),
      (ids) => ids.length === 1,
    )
    expect(await list({ name: 'needle', state: 'done' })).toEqual([])
    expect(await list({ packageId: pack.id, from: deployment.createdAt })).toContain(deployment.id)
    expect(await list({ to: deployment.createdAt })).not.toContain(deployment.id)
    expect(await list({ createdBy: deployment.createdBy.slice(0, 3).toUpperCase(), name: 'needle' })).toEqual([deployment.id])
    expect((await product.raw('GET', '/deployments?state=sleeping')).status).toBe(400)
  })

  it('D4 keeps a package that a bundle in progress needs', async () => {
    const other = await addPackage(product, { label: 'Kept', command: './install.sh' }, { 'install.sh': '#!/bin/sh\n' })
    const deployment = await deploy({
      packages: [
        { packageId: pack.id, order: 0 },
        { packageId: other.id, order: 1 },
      ],
      machineIds: [await orphan('keeps-01')],
    })
    expect((await product.raw('DELETE', `/packages/${other.id}`)).status).toBe(409)
    await product.call(routes.stopDeployment, { params: { id: deployment.id } })
    await until(
      () => get(deployment.id),
      ({ state }) => state === 'stopped',
    )
    await product.call(routes.deletePackage, { params: { id: other.id } })
  })
})
