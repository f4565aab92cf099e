/** C1, F6: a deployment to a group reaches exactly its machines, over real sshd, and is found in the group's history. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PackageWithFiles } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { type LabMachine, removeMachine, startMachine } from '../lab/sshd.ts'
import { groupsOf, inGroup, inventory } from './group-fleet.ts'
import { newPerson } from './people.ts'
import { addMachine, addPackage, executionsOf, newDataFolder, type Product, siteKey, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let groups: ReturnType<typeof groupsOf>
let pack: PackageWithFiles
const lab = new Map<string, { readonly machine: LabMachine; readonly id: string }>()
const names = ['caisse-01', 'caisse-02', 'caisse-03', 'bureau-01']
const id = (name: string): string => lab.get(name)?.id ?? ''

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo'])
  groups = groupsOf(product)
  for (const name of names) {
    const machine = await startMachine({ name })
    await machine.authorize(await siteKey(product))
    const added = await addMachine(product, { name, address: machine.address, port: machine.port, user: machine.user })
    lab.set(name, { machine, id: added.id })
  }
  const script = '#!/bin/sh\necho ran >> "$HOME/runs"\n'
  pack = await addPackage(product, { label: 'Count', command: './install.sh' }, { 'install.sh': script })
  await until(
    () => groups.check({ criteria: [inventory('Machine/Name', '*')] }),
    ({ count }) => count === names.length,
  )
}, 360_000)
afterAll(async () => {
  await product?.stop()
  await Promise.all([...lab.values()].map(({ machine }) => removeMachine(machine)))
  await data?.remove()
})

const runs = async (): Promise<number[]> =>
  Promise.all(
    names.map(async (name) => {
      const said = await readFile(join(lab.get(name)?.machine.home ?? '', 'runs'), 'utf8').catch(() => '')
      return said.split('\n').filter((line) => line === 'ran').length
    }),
  )
const deploy = (groupId: string) => product.call(routes.createDeployment, { body: { packageId: pack.id, machineFilter: { groupId } } })
const over = (deployment: { id: string }) =>
  until(
    () => executionsOf(product, deployment),
    (executions) => executions.length > 0 && executions.every(({ state }) => state === 'done'),
  )

it('reaches the machines that are in the group when it is ordered, and no other', async () => {
  const group = await groups.create({ kind: 'static', name: 'Caisses', machineIds: [id('caisse-01'), id('caisse-02')] })
  const first = await deploy(group.id)
  expect(first).toMatchObject({ machines: 2, group: { id: group.id, name: 'Caisses' } })
  // Who joins later is in the next one.
  await product.call(routes.changeGroupMembers, { params: { id: group.id }, body: { add: [id('caisse-03')], remove: [id('caisse-01')] } })
  expect((await over(first)).map(({ machine }) => machine.name).sort()).toEqual(['caisse-01', 'caisse-02'])
  expect(await runs()).toEqual([1, 1, 0, 0])

  const rest = await groups.create({ kind: 'dynamic', name: 'Rest', criteria: [inGroup(group.id)], expression: 'NOT(1)' })
  const second = await deploy(rest.id)
  expect((await over(second)).map(({ machine }) => machine.name).sort()).toEqual(['bureau-01', 'caisse-01'])
  expect(await runs()).toEqual([2, 1, 0, 1])

  // To the machines of a group that meet the rest of the filter too.
  const body = { packageId: pack.id, machineFilter: { groupId: group.id, name: '03' } }
  const third = await product.call(routes.createDeployment, { body })
  await over(third)
  expect(await runs()).toEqual([2, 1, 1, 1])

  const history = async (groupId: string) =>
    (await product.call(routes.listDeployments, { query: { groupId } })).items.map((deployment) => deployment.id)
  expect([await history(group.id), await history(rest.id)]).toEqual([[third.id, first.id], [second.id]])
  expect((await product.call(routes.getDeployment, { params: { id: first.id } })).group).toEqual({ id: group.id, name: 'Caisses' })

  // Whoever sees the deployment sees no more of the group for that.
  const rose = await newPerson(product, { login: 'rose', profiles: ['operator'], entityIds: ['root'] })
  expect(await rose.raw('GET', `/deployments/${first.id}`)).toMatchObject({ status: 200, body: { id: first.id, group: null } })
  expect(await rose.raw('GET', '/deployments')).toMatchObject({ body: { items: [{ group: null }, { group: null }, { group: null }] } })
  await product.call(routes.shareGroup, { params: { id: group.id }, body: { shares: [{ kind: 'user', id: rose.user.id }] } })
  expect(await rose.raw('GET', `/deployments?groupId=${group.id}`)).toMatchObject({ body: { items: [{ id: third.id }, { id: first.id }] } })
})

it('is refused for a group without machines, and for one that is none', async () => {
  const { id: groupId } = await groups.create({ kind: 'static', name: 'Empty' })
  const order = (machineFilter: object) => product.raw('POST', '/deployments', { packageId: pack.id, machineFilter })
  expect(await order({ groupId })).toMatchObject({
    status: 400,
    body: { errors: [{ field: '/machineFilter', message: 'must show at least one machine' }] },
  })
  expect(await order({ groupId: 'none' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: '/machineFilter/groupId', value: 'none' }] },
  })
})
