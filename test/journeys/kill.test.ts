import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type SleepingMachine, startSleepingMachine } from '../lab/sleeping-machine.ts'
import { type LabMachine, removeMachine, startMachine } from '../lab/sshd.ts'
import {
  addMachine,
  addPackage,
  executionsOf,
  logOf,
  newDataFolder,
  type Product,
  siteKey,
  startProduct,
  textOf,
  until,
} from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
const lab: LabMachine[] = []
const sleepers: SleepingMachine[] = []

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo'])
}, 360_000)

afterAll(async () => {
  await product?.stop()
  await Promise.all([...lab.map(removeMachine), ...sleepers.map((machine) => machine.remove())])
  await data?.remove()
})

it('kill -9 of everything in the middle of a script, and a restart: it finishes, and the script ran exactly once', async () => {
  const key = await siteKey(product)
  const machineIds: string[] = []
  for (const name of ['labo-01', 'labo-02', 'labo-03']) {
    const machine = await startMachine({ name })
    lab.push(machine)
    await machine.authorize(key)
    machineIds.push((await addMachine(product, { name, address: machine.address, port: machine.port, user: machine.user })).id)
  }
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

  product = await startProduct(data.path, ['--no-demo'])
  const executions = await until(
    () => executionsOf(product, deployment),
    (all) => all.every(({ state }) => state === 'done'),
    120_000,
  )
  expect(executions.map(({ attempt }) => attempt)).toEqual([1, 1, 1])
  for (const machine of lab) expect(await readFile(join(machine.home, 'runs'), 'utf8')).toBe('ran\n')
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
  const machine = lab[0]
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

  product = await startProduct(data.path, ['--no-demo'])
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
  const mac = '02:00:5e:10:00:0d'
  const machine = await startSleepingMachine({ name: 'labo-04', mac })
  sleepers.push(machine)
  await machine.authorize(await siteKey(product))
  await machine.fallAsleep()
  machine.heeds = false
  const { address, port } = machine
  const { id } = await addMachine(product, { name: 'sleeper', address, port, macs: [mac] })
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

  product = await startProduct(data.path, ['--no-demo'])
  const [execution] = await until(
    () => executionsOf(product, deployment),
    ([first]) => first?.state === 'done',
    120_000,
  )
  expect(execution).toMatchObject({ attempt: 1, phases: { wol: { status: 'done' } } })
})

it('a clean stop ends with code 0, and the next start finds everything', async () => {
  expect(await product.stop()).toBe(0)
  product = await startProduct(data.path, ['--no-demo'])
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
      startProduct(data.path, ['--no-demo']).then(
        (started) => (product = started),
        (error: unknown) => String(error),
      ),
    (started) => typeof started !== 'string',
    30_000,
  )
  expect((await product.call(routes.listMachines, { query: {} })).items).toHaveLength(4)
})
