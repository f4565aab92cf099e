import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import type { LabMachine } from '../lab/sshd.ts'
import { labMachines } from './lab-machines.ts'
import { addPackage, executionsOf, logOf, textOf, until } from './product.ts'
import { runningProduct } from './running.ts'

/** Appends one line to a file in the account's home each time it runs: the count of runs, seen from outside. */
const countRuns = 'echo ran >> "$HOME/runs"'
const runsOn = async (machine: LabMachine): Promise<number> =>
  (await readFile(join(machine.home, 'runs'), 'utf8').catch(() => '')).split('\n').filter((line) => line === 'ran').length

const isOver = (executions: { state: string }[]): boolean =>
  executions.length > 0 && executions.every(({ state }) => ['done', 'failed', 'stopped', 'unknown'].includes(state))

describe('a deployment over the API, to real OpenSSH servers', () => {
  const lab = labMachines()
  const product = runningProduct('--no-demo')

  const newMachine = (name: string) => lab.add(product, name)

  it('E1 E8 E12 transfers, runs, deletes, and shows what was said', async () => {
    const { machine, id: machineId } = await newMachine('accueil-01')
    const pack = await addPackage(
      product,
      { label: 'Hello', command: './install.sh' },
      {
        'install.sh': `#!/bin/sh\n${countRuns}\necho "installing on behalf of $PULSE_TEST"\necho "a warning" >&2\ncat data/greeting.txt\n`,
        'data/greeting.txt': 'bonjour\n',
      },
    )
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: [machineId] } })
    const [execution] = await until(() => executionsOf(product, deployment), isOver)
    expect(execution).toMatchObject({ state: 'done', attempt: 1, reason: null, why: null })
    expect(execution?.phases).toMatchObject({
      transfer: { status: 'done' },
      execution: { status: 'done', exitCode: 0 },
      deletion: { status: 'done' },
    })
    const log = await logOf(product, execution ?? { id: '' })
    expect(textOf(log, 'stdout')).toContain('bonjour')
    expect(textOf(log, 'stderr')).toContain('a warning')
    expect(textOf(log, 'command').join('\n')).toContain('./install.sh')
    expect(await runsOn(machine)).toBe(1)

    const counted = await until(
      () => product.call(routes.getDeployment, { params: { id: deployment.id } }),
      (answer) => answer.state === 'done',
    )
    expect(counted.counts.done).toBe(1)
    // First contact pinned the machine's key.
    const seen = await product.call(routes.getMachine, { params: { id: machineId } })
    expect(seen.hostKey).toBe(machine.hostKey)
  })

  it('D5 F2 a script that exits 3 shows failed in execution, with its stderr', async () => {
    const { id: machineId } = await newMachine('compta-02')
    const pack = await addPackage(
      product,
      { label: 'Broken', command: './install.sh' },
      {
        'install.sh': '#!/bin/sh\necho "no room left for the feature" >&2\nexit 3\n',
      },
    )
    const deployment = await product.call(routes.createDeployment, {
      body: { packageId: pack.id, machineIds: [machineId], options: { attempts: 1 } },
    })
    const [execution] = await until(() => executionsOf(product, deployment), isOver)
    expect(execution).toMatchObject({
      state: 'failed',
      phases: { transfer: { status: 'done' }, execution: { status: 'failed', exitCode: 3 } },
      reason: { code: 'script-failed', phase: 'execution' },
    })
    expect(execution?.reason?.detail).toContain('3')
    expect(textOf(await logOf(product, execution ?? { id: '' }), 'stderr')).toContain('no room left for the feature')
    const counted = await until(
      () => product.call(routes.getDeployment, { params: { id: deployment.id } }),
      (answer) => answer.state === 'done-with-failures',
    )
    expect(counted.counts).toMatchObject({ failed: 1 })
  })

  it('E9 an unreachable machine is rescheduled, and the reason and the hour are shown', async () => {
    const { machine, id: machineId } = await newMachine('atelier-03')
    await machine.stop()
    const pack = await addPackage(product, { label: 'Nobody', command: 'true' }, { 'readme.txt': 'x' })
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: [machineId] } })
    const [execution] = await until(
      () => executionsOf(product, deployment),
      (all) => all[0]?.state === 'rescheduled',
    )
    expect(execution).toMatchObject({ attempt: 1, attempts: 3, reason: { code: 'connection-refused', phase: null } })
    const inMinutes = (Date.parse(execution?.nextAt ?? '') - Date.now()) / 60_000
    expect(inMinutes).toBeGreaterThan(58)
    expect(inMinutes).toBeLessThan(61)
    expect(execution?.why?.text).toMatch(/refused/)
    expect(execution?.why?.text).toMatch(/attempt 1 of 3/i)
  })

  it('E9 tries again by itself when the delay is over, and succeeds once the cause is gone', async () => {
    const { machine, id: machineId } = await newMachine('atelier-04')
    await writeFile(join(machine.home, 'broken'), '')
    const pack = await addPackage(
      product,
      { label: 'Second try', command: 'sh ./install.sh' },
      {
        'install.sh': `${countRuns}\nif [ -e "$HOME/broken" ]; then rm "$HOME/broken"; exit 9; fi\n`,
      },
    )
    const deployment = await product.call(routes.createDeployment, {
      body: { packageId: pack.id, machineIds: [machineId], options: { attempts: 2, retryDelayMinutes: 0.05 } },
    })
    const [execution] = await until(() => executionsOf(product, deployment), isOver)
    expect(execution).toMatchObject({ state: 'done', attempt: 2, attempts: 2, reason: null })
    expect(await runsOn(machine)).toBe(2)
  })

  it('R19 sends nothing to a machine whose host key changed, and says so', async () => {
    const { machine, id: machineId } = await newMachine('direction-05')
    const other = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
    await product.call(routes.editMachine, { params: { id: machineId }, body: { hostKey: other } })
    const pack = await addPackage(product, { label: 'Never', command: countRuns }, { 'readme.txt': 'x' })
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds: [machineId] } })
    const [execution] = await until(() => executionsOf(product, deployment), isOver)
    expect(execution).toMatchObject({ state: 'failed', reason: { code: 'host-key-changed' } })
    expect(await runsOn(machine)).toBe(0)
    const seen = await until(
      () => product.call(routes.getMachine, { params: { id: machineId } }),
      (answer) => answer.refusedHostKey !== null,
    )
    expect(seen).toMatchObject({ hostKey: other, refusedHostKey: machine.hostKey })
  })

  it('F4 stops at once what has not begun', async () => {
    const { machine, id: machineId } = await newMachine('stock-06')
    const pack = await addPackage(product, { label: 'Later', command: countRuns }, { 'readme.txt': 'x' })
    const startAt = new Date(Date.now() + 3_600_000).toISOString()
    const deployment = await product.call(routes.createDeployment, {
      body: { packageId: pack.id, machineIds: [machineId], options: { startAt } },
    })
    const [waiting] = await until(
      () => executionsOf(product, deployment),
      (all) => all.length === 1,
    )
    expect(waiting).toMatchObject({ state: 'scheduled', nextAt: startAt })
    await product.call(routes.stopDeployment, { params: { id: deployment.id } })
    const [execution] = await until(() => executionsOf(product, deployment), isOver)
    expect(execution?.state).toBe('stopped')
    expect(await runsOn(machine)).toBe(0)
  })

  it('refuses bad input, naming the field, the value and what would be right', async () => {
    const pack = await addPackage(product, { label: 'Fine', command: 'true' }, { 'readme.txt': 'x' })
    const answer = await product.raw('POST', '/deployments', { packageId: pack.id, machineIds: ['nobody'], options: { attempts: 0 } })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      status: 400,
      errors: [{ field: '/options/attempts', value: 0, message: 'must be at least 1' }],
    })
    const unknown = await product.raw('POST', '/deployments', { packageId: pack.id, machineIds: ['nobody'] })
    expect(unknown.status).toBe(400)
    expect(unknown.body).toMatchObject({ errors: [{ field: '/machineIds/0', value: 'nobody' }] })
  })

  it('R2 answers no route without a token, but those that say why', async () => {
    const withoutToken = await Promise.all(
      Object.entries(routes).map(async ([id, route]) => {
        const response = await fetch(`${product.ready.api}${route.path.replace(/\{\w+\}/g, 'x')}`, { method: route.method })
        return { id, access: route.access.kind, status: response.status }
      }),
    )
    expect(withoutToken.length).toBeGreaterThan(25)
    for (const { id, access, status } of withoutToken) {
      if (access === 'public') expect([200, 400], id).toContain(status)
      else expect([401, 403], id).toContain(status)
    }
  })
})
