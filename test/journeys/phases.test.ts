/** E3, E4, E8, E9, F4: what the edge launcher does on machines in each phase, and how it is ended; over the API, to real sshd. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import type { CreateDeployment, DeploymentOptions, Execution } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { LabMachine } from '../lab/sshd.ts'
import { labMachines } from './lab-machines.ts'
import { addPackage, executionsOf, logOf, textOf, until } from './product.ts'
import { runningProduct } from './running.ts'

type Options = z.input<typeof DeploymentOptions>
const lab = labMachines()
const product = runningProduct('--no-demo')

beforeAll(async () => {
  await product.call(routes.editSite, { params: { id: 'local' }, body: { timeZone: 'UTC' } })
})

const newMachine = (name: string) => lab.add(product, name)
const newSleeper = (name: string, mac: string) => lab.addSleeper(product, name, mac)

const script = (label: string, text: string) =>
  addPackage(product, { label, command: './install.sh' }, { 'install.sh': `#!/bin/sh\necho ran >>"$HOME/runs"\n${text}` })
const deploy = (order: z.input<typeof CreateDeployment>) => product.call(routes.createDeployment, { body: order })
const deployOn = async (id: string, label: string, text: string, options: Options) =>
  deploy({ packageId: (await script(label, text)).id, machineIds: [id], options: { attempts: 1, ...options } })

const ended: readonly Execution['state'][] = ['done', 'failed', 'stopped', 'unknown']
const only = async (deployment: { id: string }, isGood: (execution: Execution) => boolean): Promise<Execution> => {
  const [execution] = await until(
    () => executionsOf(product, deployment),
    ([first]) => first !== undefined && isGood(first),
  )
  if (!execution) throw new Error('no execution')
  return execution
}
const atEnd = (deployment: { id: string }) => only(deployment, ({ state }) => ended.includes(state))
const statuses = ({ phases }: Execution) => Object.fromEntries(Object.entries(phases).map(([phase, { status }]) => [phase, status]))
const linesIn = async (machine: LabMachine, file: string): Promise<string[]> =>
  (await readFile(join(machine.home, file), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
/** A process that has ended and that nobody has asked for yet counts as gone. */
const isAlive = async (pid: string | undefined): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) Z /.test(stat)
}

/** Daily ranges in UTC, from seconds after now: `[[-60, 5], [9, 600]]` is open, closes in five seconds, opens again in nine. */
const windows = (...ranges: readonly (readonly [number, number])[]): string => {
  const now = Date.now()
  const clock = (seconds: number): string => new Date(now + seconds * 1000).toISOString().slice(11, 19)
  return ranges.map(([from, to]) => `${clock(from)}-${clock(to)}`).join(',')
}

/** Leaves the number of a process that would go on for minutes in ~/pid; what it starts goes with it. */
const lasting = 'sleep 300 &\necho $! >"$HOME/pid"\necho working\nwait\necho "never said"\n'

describe.concurrent('the phases of an execution', () => {
  it('E3 E8 wakes a machine that sleeps: the packet on the wire, and all phases after it', async () => {
    const mac = '02:00:5e:10:00:0a'
    const { machine, id } = await newSleeper('sleeps-01', mac)
    // Named twice, as broadcast of the site and of an interface: it is one place.
    await product.call(routes.editSite, { params: { id: 'local' }, body: { broadcasts: [machine.broadcast] } })
    const deployment = await deployOn(id, 'Wakes', 'echo awake\n', { wakeOnLan: true, wakeWaitMinutes: 0.5 })
    const execution = await atEnd(deployment)
    expect(execution).toMatchObject({ state: 'done', reason: null })
    expect(statuses(execution)).toMatchObject({ wol: 'done', transfer: 'done', execution: 'done', deletion: 'done' })
    const packet = `${'ff'.repeat(6)}${'02005e10000a'.repeat(16)}`
    const mine = () => machine.received.filter(({ payload }) => payload.toString('hex') === packet)
    // The listener may tell of the last one a moment later.
    await expect.poll(() => mine().length).toBe(3)
    for (const one of mine()) expect(one).toMatchObject({ destination: 'ff:ff:ff:ff:ff:ff', broadcast: machine.broadcast, port: 9 })
    const said = textOf(await logOf(product, execution), 'info').join('\n')
    expect(said).toContain(`Wake-on-LAN sent to ${mac} at`)
    expect(said).toContain(machine.broadcast)
  })

  it('E3 tells a machine that did not wake from one whose MAC address nobody knows, and from one that is not to be woken', async () => {
    const { machine, id } = await newSleeper('sleeps-02', '02:00:5e:10:00:0b')
    machine.heeds = false
    const notWoken = await atEnd(await deployOn(id, 'Deep sleep', '', { wakeOnLan: true, wakeWaitMinutes: 0.05 }))
    expect(notWoken).toMatchObject({ state: 'failed', reason: { code: 'not-woken', phase: 'wol' }, phases: { wol: { status: 'failed' } } })
    expect(notWoken.reason?.detail).toMatch(/^sent to 02:00:5e:10:00:0b at .*; no SSH within 3 s/)

    await product.call(routes.editMachine, { params: { id }, body: { macs: [] } })
    const noMac = await atEnd(await deployOn(id, 'Nameless', '', { wakeOnLan: true }))
    expect(noMac).toMatchObject({
      state: 'failed',
      reason: { code: 'no-mac-address', phase: 'wol' },
      phases: { wol: { status: 'failed' } },
    })
    const left = await atEnd(await deployOn(id, 'Let sleep', '', {}))
    expect(left).toMatchObject({ state: 'failed', reason: { code: 'unreachable', phase: null }, phases: { wol: { status: 'to-do' } } })
    // Three for the first of these deployments, none for the others.
    expect(machine.received.filter(({ payload }) => payload.toString('hex').includes('02005e10000b'))).toHaveLength(3)
    expect(await linesIn(machine, 'runs')).toEqual([])
  })

  it('E8 runs the inventory agent of the machine, and shows what it said', async () => {
    const { machine, id } = await newMachine('inventory-01')
    await machine.install('glpi-agent', '#!/bin/sh\necho "agent called with $*"\necho "one warning" >&2\n')
    const execution = await atEnd(await deployOn(id, 'Counted', '', { inventory: true }))
    expect(execution).toMatchObject({ state: 'done' })
    expect(statuses(execution)).toMatchObject({ wol: 'skipped', deletion: 'done', inventory: 'done', halt: 'skipped' })
    const log = (await logOf(product, execution)).filter(({ phase }) => phase === 'inventory')
    expect(textOf(log, 'stdout')).toContain('agent called with --force')
    expect(textOf(log, 'stderr')).toEqual(['one warning'])
    expect(textOf(log, 'exit')).toEqual(['0'])
  })

  it('E9 begins a retry at the phase that failed, and says which agent failed or that there is none', async () => {
    const { machine, id } = await newMachine('inventory-02')
    const none = await atEnd(await deployOn(id, 'No agent', '', { inventory: true }))
    expect(none).toMatchObject({ state: 'failed', reason: { code: 'inventory-failed', phase: 'inventory' } })
    expect(none.reason?.detail).toBe('no inventory agent is on the machine (glpi-agent, fusioninventory-agent, ocsinventory-agent)')
    expect(statuses(none)).toMatchObject({ execution: 'done', deletion: 'done', inventory: 'failed' })

    await machine.install(
      'ocsinventory-agent',
      '#!/bin/sh\necho try >>"$HOME/tries"\n[ -e "$HOME/mended" ] && exit 0\ntouch "$HOME/mended"\nexit 7\n',
    )
    const deployment = await deployOn(id, 'Agent fails', 'echo script\n', { inventory: true, attempts: 2, retryDelayMinutes: 0.02 })
    const failing = await only(deployment, ({ state }) => state === 'rescheduled' || ended.includes(state))
    if (failing.state === 'rescheduled')
      expect(failing.reason).toMatchObject({ code: 'inventory-failed', detail: 'ocsinventory-agent ended with exit code 7' })
    const execution = await atEnd(deployment)
    expect(execution).toMatchObject({ state: 'done', attempt: 2, reason: null })
    expect(await linesIn(machine, 'tries')).toHaveLength(2)
    // Once for each of the two deployments: neither the script nor the transfer was done again.
    expect(await linesIn(machine, 'runs')).toHaveLength(2)
    const log = await logOf(product, execution)
    expect(log.filter(({ stream, text }) => stream === 'info' && text.startsWith('transfer of'))).toHaveLength(1)
    expect(textOf(log, 'stderr')).toContain('ocsinventory-agent ended with exit code 7')
  })

  it('E8 halts or restarts the machine, and tells when it refuses', async () => {
    const { machine, id } = await newMachine('halts-01')
    expect(await atEnd(await deployOn(id, 'Halts', '', { afterSuccess: 'halt' }))).toMatchObject({
      state: 'done',
      phases: { halt: { status: 'done' } },
    })
    expect(await atEnd(await deployOn(id, 'Restarts', '', { afterSuccess: 'reboot' }))).toMatchObject({ state: 'done' })
    expect(await linesIn(machine, 'shutdown-calls')).toEqual(['-h +1', '-r +1'])
    await writeFile(join(machine.home, 'shutdown-refuses'), '')
    const refused = await atEnd(await deployOn(id, 'Stays', '', { afterSuccess: 'halt' }))
    expect(refused).toMatchObject({
      state: 'failed',
      reason: { code: 'halt-failed', phase: 'halt' },
      phases: { execution: { status: 'done' } },
    })
    expect(refused.reason?.detail).toContain('exit code 1: shutdown: an update is being installed')
  })

  it('F4 stop ends a script that runs when it is told to, with all that it started', async () => {
    const { machine, id } = await newMachine('stops-01')
    const deployment = await deployOn(id, 'Endless', lasting, {})
    await only(deployment, ({ state }) => state === 'execution')
    const [pid] = await until(
      () => linesIn(machine, 'pid'),
      (lines) => lines.length === 1,
    )
    await product.call(routes.stopDeployment, { params: { id: deployment.id }, body: { interrupt: true } })
    const execution = await atEnd(deployment)
    expect(execution).toMatchObject({
      state: 'stopped',
      reason: { code: 'stopped-by-person' },
      phases: { execution: { status: 'failed' } },
    })
    expect(await isAlive(pid)).toBe(false)
    expect(textOf(await logOf(product, execution), 'stdout')).toEqual(['working'])
    expect(existsSync(join(machine.home, '.pulse', execution.id, 'attempt-1/interrupted'))).toBe(true)
  })

  it('F4 a plain stop, and a pause, wait for the end of the phase; a resumed one goes on with the next', async () => {
    const { machine, id } = await newMachine('pauses-01')
    const slow = 'for i in 1 2 3 4 5 6; do echo "step $i"; sleep 0.5; done\n'
    const stopped = await deployOn(id, 'Stops after', slow, {})
    await only(stopped, ({ state }) => state === 'execution')
    await product.call(routes.stopDeployment, { params: { id: stopped.id } })
    const end = await atEnd(stopped)
    expect(end).toMatchObject({ state: 'stopped', phases: { execution: { status: 'done', exitCode: 0 }, deletion: { status: 'to-do' } } })

    const paused = await deployOn(id, 'Pauses after', slow, {})
    await only(paused, ({ state }) => state === 'execution')
    await product.call(routes.pauseDeployment, { params: { id: paused.id } })
    const waits = await only(paused, ({ state }) => state === 'paused')
    expect(waits).toMatchObject({ phases: { execution: { status: 'done' }, deletion: { status: 'to-do' } } })
    await product.call(routes.resumeDeployment, { params: { id: paused.id } })
    const done = await atEnd(paused)
    expect(done).toMatchObject({ state: 'done', attempt: 1 })
    expect(await linesIn(machine, 'runs')).toHaveLength(2)
    expect(textOf(await logOf(product, done), 'stdout')).toHaveLength(6)
  })

  it('E4 at the closing of the window lets the phase finish, and goes on in the next window with the next', async () => {
    const { machine, id } = await newMachine('window-01')
    const deployment = await deployOn(id, 'Over the edge', 'echo begun\nsleep 12\necho finished\n', {
      intervals: windows([-60, 10], [21, 3600]),
    })
    const waits = await only(deployment, ({ state }) => state === 'rescheduled')
    expect(waits).toMatchObject({
      reason: { code: 'window-closed' },
      phases: { execution: { status: 'done' }, deletion: { status: 'to-do' } },
    })
    const execution = await atEnd(deployment)
    expect(execution).toMatchObject({ state: 'done', attempt: 1, phases: { deletion: { status: 'done' } } })
    expect(await linesIn(machine, 'runs')).toHaveLength(1)
    expect(textOf(await logOf(product, execution), 'stdout')).toEqual(['begun', 'finished'])
  })

  it('E4 or ends the script that runs, and begins it anew in the next window, without losing an attempt', async () => {
    const { machine, id } = await newMachine('window-02')
    const deployment = await deployOn(id, 'Cut short', `[ -e "$HOME/pid" ] && exit 0\n${lasting}`, {
      intervals: windows([-60, 10], [16, 3600]),
      atClosing: 'interrupt',
    })
    const waits = await only(deployment, ({ state }) => state === 'rescheduled')
    expect(waits).toMatchObject({
      reason: { code: 'window-closed' },
      phases: { transfer: { status: 'done' }, execution: { status: 'to-do' } },
    })
    expect(await isAlive((await linesIn(machine, 'pid'))[0])).toBe(false)
    const execution = await atEnd(deployment)
    expect(execution).toMatchObject({ state: 'done', attempt: 1, attempts: 1 })
    expect(await linesIn(machine, 'runs')).toHaveLength(2)
  })

  it('E3 when the end date passes, what runs is ended or left to finish, and has run out of time', async () => {
    const { machine, id } = await newMachine('late-01')
    const endAt = new Date(Date.now() + 10_000).toISOString()
    const execution = await atEnd(await deployOn(id, 'Too late', lasting, { endAt, atClosing: 'interrupt' }))
    expect(execution).toMatchObject({ state: 'failed', reason: { code: 'out-of-time' } })
    expect(await isAlive((await linesIn(machine, 'pid'))[0])).toBe(false)
  })

  it('E10 holds the bandwidth of a deployment over the transfers to all of its machines', async () => {
    const machines = await Promise.all([newMachine('slow-01'), newMachine('slow-02')])
    const heavy = await addPackage(product, { label: 'Heavy', command: 'true' }, { 'noise.bin': randomBytes(3_000_000) })
    const options = { maxBandwidth: 8_000_000, attempts: 1 }
    const deployment = await deploy({ packageId: heavy.id, machineIds: machines.map(({ id }) => id), options })
    const executions = await until(
      () => executionsOf(product, deployment),
      (all) => all.length === 2 && all.every(({ state }) => ended.includes(state)),
    )
    expect(executions.map(({ state }) => state)).toEqual(['done', 'done'])
    const transfers = executions.map(({ phases }) => phases.transfer)
    const from = Math.min(...transfers.map(({ startedAt }) => Date.parse(startedAt ?? '')))
    const to = Math.max(...transfers.map(({ endedAt }) => Date.parse(endedAt ?? '')))
    // Six megabytes at a megabyte a second; fetching them, and checking them on the machine, comes on top.
    expect(to - from).toBeGreaterThan(5900)
    expect(to - from).toBeLessThan(9000)
  })

  it('E5 wakes a machine once for a bundle side by side; inventory and restart follow it once', async () => {
    const { machine, id } = await newSleeper('bundle-01', '02:00:5e:10:00:0c')
    await machine.install('fusioninventory-agent', '#!/bin/sh\necho counted >>"$HOME/inventories"\n')
    const [one, two] = await Promise.all([script('One', 'echo one\n'), script('Two', 'echo two\n')])
    const deployment = await deploy({
      packages: [
        { packageId: one.id, order: 1 },
        { packageId: two.id, order: 1 },
      ],
      machineIds: [id],
      options: { wakeOnLan: true, wakeWaitMinutes: 0.5, inventory: true, afterSuccess: 'reboot', attempts: 1 },
    })
    const executions = await until(
      () => executionsOf(product, deployment),
      (all) => all.length === 3 && all.every(({ state }) => ended.includes(state)),
    )
    expect(executions.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    const follows = executions.find((execution) => execution.package === null)
    expect(follows && statuses(follows)).toMatchObject({ transfer: 'skipped', execution: 'skipped', inventory: 'done', halt: 'done' })
    expect(await linesIn(machine, 'runs')).toHaveLength(2)
    expect(await linesIn(machine, 'inventories')).toHaveLength(1)
    expect(await linesIn(machine, 'shutdown-calls')).toEqual(['-r +1'])
    expect(machine.received.filter(({ payload }) => payload.toString('hex').includes('02005e10000c'))).toHaveLength(3)
  })
})
