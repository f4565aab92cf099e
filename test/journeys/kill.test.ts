import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { labMachines } from './lab-machines.ts'
import { addPackage, executionsOf, logOf, textOf, until } from './product.ts'
import { runningProduct } from './running.ts'

const lab = labMachines()
const product = runningProduct('--no-demo')

it('kill -9 of everything in the middle of a script, and a restart: it finishes, and the script ran exactly once', async () => {
  const machineIds: string[] = []
  for (const name of ['labo-01', 'labo-02', 'labo-03']) machineIds.push((await lab.add(product, name)).id)
  const pack = await addPackage(
    product,
    { label: 'Slow', command: './install.sh' },
    {
      'install.sh': '#!/bin/sh\necho ran >> "$HOME/runs"\nfor i in 1 2 3 4 5 6 7 8; do echo "step $i"; sleep 1; done\n',
    },
  )
  const deployment = await product.call(routes.createDeployment, { body: { packageId: pack.id, machineIds } })
  await until(
    () => executionsOf(product, deployment),
    (all) => all.length === 3 && all.every(({ state }) => state === 'execution'),
  )
  await product.kill()

  await product.start()
  const executions = await until(
    () => executionsOf(product, deployment),
    (all) => all.every(({ state }) => state === 'done'),
    120_000,
  )
  expect(executions.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
  for (const machine of lab.all) expect(await readFile(join(machine.home, 'runs'), 'utf8')).toBe('ran\n')
  // Nothing that the script said is lost or told twice.
  const steps = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => `step ${step}`)
  for (const execution of executions) expect(textOf(await logOf(product, execution), 'stdout')).toEqual(steps)
  const counted = await until(
    () => product.call(routes.getDeployment, { params: { id: deployment.id } }),
    (answer) => answer.state === 'done',
  )
  expect(counted.counts.done).toBe(3)
})

it('kill -9 while the inventory runs: the agent ran once, and nothing that it said is lost or told twice', async () => {
  const [machine] = lab.all
  if (!machine) throw new Error('no machine')
  await machine.install(
    'glpi-agent',
    '#!/bin/sh\necho counted >> "$HOME/inventories"\nfor i in 1 2 3 4 5 6 7 8; do echo "part $i"; sleep 1; done\n',
  )
  const pack = await addPackage(product, { label: 'Counted', command: 'true' }, { 'readme.txt': 'x' })
  const deployment = await product.call(routes.createDeployment, {
    body: { packageId: pack.id, machineNames: ['labo-01'], options: { inventory: true, afterSuccess: 'reboot' } },
  })
  await until(
    () => executionsOf(product, deployment),
    ([execution]) => execution?.state === 'inventory',
  )
  await product.kill()

  await product.start()
  const [execution] = await until(
    () => executionsOf(product, deployment),
    ([first]) => first?.state === 'done',
    120_000,
  )
  expect(execution?.attempt).toBe(1)
  expect(await readFile(join(machine.home, 'inventories'), 'utf8')).toBe('counted\n')
  expect(await readFile(join(machine.home, 'shutdown-calls'), 'utf8')).toBe('-r +1\n')
  const said = textOf(await logOf(product, execution ?? { id: '' }), 'stdout').filter((line) => line.startsWith('part '))
  expect(said).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((part) => `part ${part}`))
})

it('kill -9 while a machine is being woken: it is woken after the restart', async () => {
  const { machine, id } = await lab.addSleeper(product, 'sleeper', '02:00:5e:10:00:0d')
  machine.heeds = false
  const pack = await addPackage(product, { label: 'Early', command: 'true' }, { 'readme.txt': 'x' })
  const deployment = await product.call(routes.createDeployment, {
    body: { packageId: pack.id, machineIds: [id], options: { wakeOnLan: true, wakeWaitMinutes: 2 } },
  })
  await until(
    () => executionsOf(product, deployment),
    ([execution]) => execution?.state === 'wol',
  )
  await product.kill()
  machine.heeds = true

  await product.start()
  const [execution] = await until(
    () => executionsOf(product, deployment),
    ([first]) => first?.state === 'done',
    120_000,
  )
  expect(execution).toMatchObject({ attempt: 1, phases: { wol: { status: 'done' } } })
})

it('a clean stop ends with code 0, and the next start finds everything', async () => {
  expect(await product.stop()).toBe(0)
  await product.start()
  const machines = await product.call(routes.listMachines, { query: {} })
  expect(machines.items.map(({ name }) => name)).toEqual(['labo-01', 'labo-02', 'labo-03', 'sleeper'])
})

it('goes when npm is killed: neither the port nor the data stays taken', async () => {
  await product.killNpm()
  await until(
    () =>
      fetch(`${product.ready.api}/health`).then(
        () => 'answers',
        () => 'gone',
      ),
    (answer) => answer === 'gone',
    15_000,
  )
  await until(
    () =>
      product.start().then(
        () => null,
        (error: unknown) => String(error),
      ),
    (fault) => fault === null,
    30_000,
  )
  expect((await product.call(routes.listMachines, { query: {} })).items).toHaveLength(4)
})
