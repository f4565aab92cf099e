/** Which machines people reach. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { auditOf, newPerson } from '../people.ts'
import { addMachine, addPackage, until } from '../product.ts'
import type { RunningProduct } from '../running.ts'

export const entitiesAndPerimeters = (product: RunningProduct): void => {
  it('hold machines by hand and by rule, and are deleted only when empty', async () => {
    const entity = (name: string, parentId: string) => product.call(routes.createEntity, { body: { name, parentId } })
    const lyon = await entity('Lyon', 'root')
    const lab = await entity('Labo', lyon.id)
    const rules = await product.call(routes.getEntityRules, {})
    const saved = await product.call(routes.editEntityRules, {
      body: {
        version: rules.version,
        rules: [
          { kind: 'name', value: 'labo-*', entityId: lab.id },
          { kind: 'ip-range', value: '192.0.2.0/24', entityId: lyon.id },
        ],
      },
    })
    expect(await product.raw('PATCH', '/entity-rules', { version: rules.version, rules: [] })).toMatchObject({ status: 409 })
    const byName = await addMachine(product, { name: 'labo-01', address: '192.0.2.1', port: 22 })
    const byAddress = await addMachine(product, { name: 'poste-01', address: '192.0.2.2', port: 22 })
    const byNone = await addMachine(product, { name: 'poste-02', address: 'poste-02.example.org', port: 22 })
    expect([byName.entityId, byAddress.entityId, byNone.entityId]).toEqual([lab.id, lyon.id, 'root'])
    const renamed = await product.call(routes.editMachine, { params: { id: byAddress.id }, body: { name: 'labo-02' } })
    expect(renamed).toMatchObject({ entityId: lab.id, entityBy: 'rule' })
    const moved = await product.call(routes.editMachine, { params: { id: byAddress.id }, body: { entityId: 'root' } })
    expect(moved).toMatchObject({ entityId: 'root', entityBy: 'hand' })
    expect(await product.call(routes.editMachine, { params: { id: byAddress.id }, body: { name: 'labo-03' } })).toMatchObject({
      entityId: 'root',
    })
    expect(await product.call(routes.assignMachines, { params: { id: lab.id }, body: { machineIds: [byNone.id] } })).toEqual({
      accepted: 1,
    })
    const inLyon = await product.call(routes.listMachines, { query: { entityId: lyon.id } })
    expect(inLyon.items.map(({ name }) => name)).toEqual(['labo-01', 'poste-02'])

    expect(await product.raw('PATCH', `/entities/${lyon.id}`, { parentId: lab.id })).toMatchObject({ status: 400 })
    expect(await product.raw('DELETE', `/entities/${lyon.id}`)).toMatchObject({ status: 409, body: { errors: [{ value: 'Labo' }] } })
    expect(await product.raw('DELETE', `/entities/${lab.id}`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('machines') },
    })
    expect(await product.raw('DELETE', '/entities/root')).toMatchObject({ status: 409 })
    await product.call(routes.editEntityRules, { body: { version: saved.version, rules: [] } })
    for (const { id } of inLyon.items) await product.call(routes.deleteMachine, { params: { id } })
    await product.call(routes.editEntity, { params: { id: lab.id }, body: { name: 'Labo 2', parentId: 'root' } })
    for (const { id } of [lyon, lab]) await product.call(routes.deleteEntity, { params: { id } })
    expect(await product.raw('POST', '/entities', { name: 'x\u202e', parentId: 'root' })).toMatchObject({ status: 400 })
  })

  it('a person reaches the machines of their perimeter only, whatever the way in; each attempt is in the audit log', async () => {
    const site = await product.call(routes.createEntity, { body: { name: 'Lille', parentId: 'root' } })
    const under = await product.call(routes.createEntity, { body: { name: 'Accueil', parentId: site.id } })
    const create = (name: string, entityId: string) =>
      product.call(routes.createMachine, { body: { name, siteId: 'local', address: '127.0.1.50', port: 2, entityId } })
    const mine = await create('mine', under.id)
    const other = await create('other', 'root')
    const pack = await addPackage(product, { label: 'Any', command: 'true' }, { 'a.txt': 'a' })
    const order = { packageId: pack.id, options: { startAt: new Date(Date.now() + 3_600_000).toISOString() } }
    const both = await product.call(routes.createDeployment, { body: { ...order, machineIds: [mine.id, other.id] } })
    const theirs = await product.call(routes.createDeployment, { body: { ...order, machineIds: [other.id] } })
    const all = await until(
      () => product.call(routes.listExecutions, { params: { id: both.id }, query: {} }),
      ({ items }) => items.length === 2,
    )
    const executionOn = (machineId: string) => all.items.find(({ machine }) => machine.id === machineId)?.id ?? ''
    const helper = await newPerson(product, { login: 'helper-1', profiles: ['helpdesk'], entityIds: [site.id] })
    const names = routes.listMachines.response.parse((await helper.raw('GET', '/machines')).body).items.map(({ name }) => name)
    expect(names).toEqual(['mine'])
    for (const [method, path, body] of [
      ['GET', `/machines/${other.id}`, undefined],
      ['GET', `/machines/${other.id}/executions`, undefined],
      ['GET', '/machines?entityId=root', undefined],
      ['POST', '/machine-probes', { machineIds: [mine.id, other.id] }],
      ['POST', '/deployments', { ...order, machineIds: [other.id] }],
      ['GET', `/deployments/${theirs.id}`, undefined],
      ['GET', `/deployments/${theirs.id}/executions`, undefined],
      ['POST', `/deployments/${both.id}/stop`, undefined],
      ['GET', `/executions/${executionOn(other.id)}`, undefined],
      ['GET', `/executions/${executionOn(other.id)}/log`, undefined],
    ] as const)
      expect((await helper.raw(method, path, body)).status, `${method} ${path}`).toBe(403)
    expect((await helper.raw('GET', `/executions/${executionOn(mine.id)}`)).status).toBe(200)
    expect((await helper.raw('GET', `/machines/${mine.id}/executions`)).body).toMatchObject({ items: [{ machine: { id: mine.id } }] })
    const part = { id: both.id, partial: true, machines: 1, total: 1 }
    expect((await helper.raw('GET', '/deployments')).body).toMatchObject({ items: [part] })
    const seen = routes.listEntities.response.parse((await helper.raw('GET', '/entities')).body).items
    expect(seen.map(({ id, name, parentId }) => [id, name, parentId])).toEqual(
      [site, under].map(({ id, name, parentId }) => [id, name, parentId]),
    )
    const own = await helper.raw('POST', '/deployments', { ...order, machineIds: [mine.id] })
    expect(own.status).toBe(201)
    expect((await helper.raw('GET', '/deployments')).body).toMatchObject({ items: [{ partial: false, total: 1 }, part] })
    const lines = await auditOf(product, { personId: helper.user.id })
    expect(await auditOf(product, { object: other.id, outcome: 'done' })).toMatchObject([
      { action: 'createMachine', object: { kind: 'machines', name: 'other' } },
    ])
    expect(lines.filter(({ outcome }) => outcome === 'refused')).toHaveLength(10)
    expect(lines.find(({ action }) => action === 'getMachine')).toMatchObject({
      object: { kind: 'machines', id: other.id },
      status: 403,
      right: 'machine:list',
    })
  })
}
