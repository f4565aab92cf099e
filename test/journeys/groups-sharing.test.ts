/** C8: a group is its owner's until it is shared; what anybody sees of it, changes in it and deploys to is within their perimeter. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { Group, GroupWithCount } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { groupsOf, inGroup, inventory, office } from './group-fleet.ts'
import { newPerson, type Somebody } from './people.ts'
import { addPackage, newDataFolder, type Product, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let ids: Map<string, string>
let admins: string
/** Anne and Rose see every machine, Basil and Fatou those of Lyon. */
let anne: Somebody
let rose: Somebody
let basil: Somebody
let fatou: Somebody
const id = (name: string): string => ids.get(name) ?? ''
const inLyon = ['workstation10', 'workstation11']

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  const groups = groupsOf(product)
  ids = await groups.uploadAll(office)
  const lyon = await product.call(routes.createEntity, { body: { name: 'Lyon', parentId: 'root' } })
  await product.call(routes.assignMachines, { params: { id: lyon.id }, body: { machineIds: inLyon.map(id) } })
  admins = (await product.call(routes.createUserGroup, { body: { name: 'admins' } })).id
  const person = (login: string, entityId: string, profile = 'operator') =>
    newPerson(product, { login, name: `${login} of ${entityId === 'root' ? 'all' : 'Lyon'}`, profiles: [profile], entityIds: [entityId] })
  anne = await person('anne', 'root')
  rose = await person('rose', 'root')
  basil = await person('basil', lyon.id)
  fatou = await person('fatou', lyon.id, 'reader')
  await product.call(routes.addMembers, { params: { id: admins }, body: { userIds: [fatou.user.id] } })
  // The perimeter is read from the index, which follows a moment later.
  await until(
    () => basil.raw('POST', '/groups/check', { criteria: [inventory('Machine/Name', '*')] }),
    ({ body }) => z.object({ count: z.number() }).parse(body).count === 2,
  )
}, 360_000)
afterAll(async () => {
  await product?.stop()
  await data?.remove()
})

const created = async (by: Somebody, body: object): Promise<Group> => {
  const answer = await by.raw('POST', '/groups', body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer))
  return Group.parse(answer.body)
}
const share = (by: Somebody, groupId: string, ...shares: { kind: string; id: string }[]) =>
  by.raw('PUT', `/groups/${groupId}/shares`, { shares })
const named = z.object({ items: z.array(z.object({ name: z.string() })) })
const listed = async (by: Somebody): Promise<string[]> => named.parse((await by.raw('GET', '/groups')).body).items.map(({ name }) => name)
const content = async (by: Somebody, groupId: string): Promise<string[]> =>
  named.parse((await by.raw('GET', `/machines?groupId=${groupId}`)).body).items.map(({ name }) => name)
const toUser = ({ user }: Somebody) => ({ kind: 'user', id: user.id })

describe('C8 ownership and sharing', () => {
  it('keeps a group from everybody else, administrators too, down to its name', async () => {
    const { id: groupId } = await created(anne, { kind: 'static', name: 'Secret plans', machineIds: [id('server1')] })
    expect(await listed(anne)).toEqual(['Secret plans'])
    const stranger = { ...rose, raw: product.raw }
    for (const other of [rose, basil, fatou, stranger]) {
      expect(await listed(other)).toEqual([])
      expect(await other.raw('GET', `/groups/${groupId}`)).toMatchObject({ status: 404 })
      expect(await other.raw('GET', `/machines?groupId=${groupId}`)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'query.groupId' }] },
      })
      expect(await other.raw('GET', `/inventory/values?field=Machine/Name&groupId=${groupId}`)).toMatchObject({ status: 400 })
      expect(await other.raw('GET', `/deployments?groupId=${groupId}`)).toMatchObject({ status: 400 })
    }
    const requests: [string, string, object?][] = [
      ['PATCH', '', { name: 'Mine' }],
      ['DELETE', ''],
      ['POST', '/members', { add: [id('server1')] }],
      ['POST', '/refresh'],
      ['PUT', '/shares', { shares: [] }],
    ]
    for (const [method, path, body] of requests)
      expect(await rose.raw(method, `/groups/${groupId}${path}`, body)).toMatchObject({ status: 404 })
    const nested = { criteria: [inGroup(groupId)] }
    expect(await rose.raw('POST', '/groups/check', nested)).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/criteria/0/groupId' }] },
    })
    // A name is taken among one's own groups only.
    await created(rose, { kind: 'static', name: 'Secret plans' })
  })

  it('gives who it is shared with all that its owner may do, but for deleting it', async () => {
    const { id: groupId } = await created(anne, { kind: 'static', name: 'Ours', visible: true, machineIds: inLyon.map(id) })
    expect(await share(anne, groupId, toUser(rose), toUser(anne))).toMatchObject({
      status: 200,
      body: { shares: [{ kind: 'user', id: rose.user.id, name: 'rose of all' }] },
    })
    expect(await listed(rose)).toContain('Ours')
    expect(GroupWithCount.parse((await rose.raw('GET', `/groups/${groupId}`)).body)).toMatchObject({
      isMine: false,
      owner: { id: anne.user.id, name: 'anne of all' },
      count: 2,
    })
    expect(await rose.raw('PATCH', `/groups/${groupId}`, { name: 'Still ours' })).toMatchObject({ status: 200 })
    expect(await rose.raw('POST', `/groups/${groupId}/members`, { add: [id('server1')] })).toMatchObject({ status: 200 })
    expect(await share(rose, groupId, toUser(rose), { kind: 'userGroup', id: admins })).toMatchObject({ status: 200 })
    expect(await rose.raw('DELETE', `/groups/${groupId}`)).toMatchObject({
      status: 403,
      body: { detail: 'Only the owner of a group can delete it.' },
    })
    expect(await anne.raw('DELETE', `/groups/${groupId}`)).toMatchObject({ status: 204 })
    expect(await listed(rose)).not.toContain('Still ours')
  })

  it('is deleted by whom it is shared with, once its owner is gone', async () => {
    const gone = await newPerson(product, { login: 'gone', profiles: ['operator'], entityIds: ['root'] })
    const { id: groupId } = await created(gone, { kind: 'static', name: 'Left behind', machineIds: inLyon.map(id) })
    await share(gone, groupId, toUser(rose))
    expect(await rose.raw('GET', `/groups/${groupId}`)).toMatchObject({ status: 200, body: { mayDelete: false } })
    expect(await rose.raw('DELETE', `/groups/${groupId}`)).toMatchObject({ status: 403 })
    await product.call(routes.deleteUser, { params: { id: gone.user.id } })
    expect(await rose.raw('GET', `/groups/${groupId}`)).toMatchObject({ status: 200, body: { isMine: false, mayDelete: true } })
    expect(await rose.raw('DELETE', `/groups/${groupId}`)).toMatchObject({ status: 204 })
    expect(await listed(rose)).not.toContain('Left behind')
  })

  it('is shared with a group of users for as long as one is in it, within what their profiles allow', async () => {
    const { id: groupId } = await created(anne, { kind: 'static', name: 'For admins', machineIds: inLyon.map(id) })
    await share(anne, groupId, { kind: 'userGroup', id: admins })
    expect(await listed(fatou)).toEqual(['For admins'])
    expect(await content(fatou, groupId)).toEqual(inLyon)
    // A reader shares, edits and deletes nothing, whatever is shared with them.
    expect(await fatou.raw('PATCH', `/groups/${groupId}`, { name: 'x' })).toMatchObject({ status: 403 })
    expect(await share(fatou, groupId)).toMatchObject({ status: 403 })
    await product.call(routes.removeMember, { params: { id: admins, userId: fatou.user.id } })
    expect(await fatou.raw('GET', `/groups/${groupId}`)).toMatchObject({ status: 404 })
    await product.call(routes.addMembers, { params: { id: admins }, body: { userIds: [fatou.user.id] } })
    await share(anne, groupId)
    expect(await listed(fatou)).toEqual([])
  })

  it('offers users and groups of users by name to who may share, and refuses those that are not there', async () => {
    const { items } = await product.call(routes.listSharees, { query: { text: 'LYON' } })
    expect(items.map(({ kind, name }) => [kind, name])).toEqual([
      ['user', 'basil of Lyon (basil)'],
      ['user', 'fatou of Lyon (fatou)'],
    ])
    expect((await product.call(routes.listSharees, { query: { text: 'admin' } })).items[0]).toEqual({
      kind: 'userGroup',
      id: admins,
      name: 'admins',
    })
    expect(await fatou.raw('GET', '/sharees?text=a')).toMatchObject({ status: 403 })
    const { id: groupId } = await created(anne, { kind: 'static', name: 'Nobody' })
    expect(await share(anne, groupId, toUser(rose), { kind: 'userGroup', id: 'none' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/shares/1/id', value: 'none', message: 'must be a group of users that exists' }] },
    })
  })

  it('lets who it is shared with use what it is made of, without showing that', async () => {
    const inner = await created(anne, { kind: 'static', name: 'Inner', machineIds: [id('workstation10'), id('server1')] })
    const outer = await created(anne, { kind: 'dynamic', name: 'Outer', criteria: [inGroup(inner.id)] })
    await share(anne, outer.id, toUser(basil))
    expect(await content(basil, outer.id)).toEqual(['workstation10'])
    const seen = GroupWithCount.parse((await basil.raw('GET', `/groups/${outer.id}`)).body)
    expect(seen).toMatchObject({ count: 1, criteria: [{ groupId: inner.id, groupName: null }] })
    expect(await basil.raw('GET', `/groups/${inner.id}`)).toMatchObject({ status: 404 })
    // What it is made of already may stay when it is changed.
    const criteria = [inGroup(inner.id), inventory('Machine/Name', 'work*')]
    expect(await basil.raw('PATCH', `/groups/${outer.id}`, { criteria })).toMatchObject({ status: 200 })
    expect(await basil.raw('POST', '/groups', { kind: 'dynamic', name: 'Own', criteria })).toMatchObject({ status: 400 })
    const deleted = await anne.raw('DELETE', `/groups/${inner.id}`)
    expect(deleted).toMatchObject({ status: 409, body: { errors: [{ value: 'Outer' }] } })
  })

  it('writes down who imported it', async () => {
    const answer = await anne.raw('POST', '/groups/import', { name: 'From a file', field: 'Machine/Name', values: ['server1'] })
    const { group } = z.object({ group: Group }).parse(answer.body)
    const { items } = await product.call(routes.listAudit, { query: { object: group.id, limit: 50 } })
    expect(items).toMatchObject([{ action: 'importGroup', outcome: 'done', object: { kind: 'groups', name: 'From a file' } }])
  })

  it('writes down who made, changed, shared and deleted it', async () => {
    const { id: groupId } = await created(anne, { kind: 'static', name: 'Audited' })
    await anne.raw('POST', `/groups/${groupId}/members`, { add: [id('server1')] })
    await anne.raw('PATCH', `/groups/${groupId}`, { name: 'Audited too' })
    await share(anne, groupId, toUser(rose))
    await rose.raw('DELETE', `/groups/${groupId}`)
    await anne.raw('DELETE', `/groups/${groupId}`)
    const { items } = await product.call(routes.listAudit, { query: { object: groupId, limit: 50 } })
    expect(items.map(({ action, outcome, person, object }) => [action, outcome, person.name, object?.kind])).toEqual([
      ['deleteGroup', 'done', 'anne', 'groups'],
      ['deleteGroup', 'refused', 'rose', 'groups'],
      ['shareGroup', 'done', 'anne', 'groups'],
      ['editGroup', 'done', 'anne', 'groups'],
      ['changeGroupMembers', 'done', 'anne', 'groups'],
      ['createGroup', 'done', 'anne', 'groups'],
    ])
  })
})

describe('C8 C3 the perimeter', () => {
  it('filters content, count, CSV, inventory, samples and imports; what is outside stays, unseen', async () => {
    const { id: groupId } = await created(anne, { kind: 'static', name: 'Everybody', machineIds: office.map(({ name }) => id(name)) })
    await share(anne, groupId, toUser(basil))
    expect(await content(basil, groupId)).toEqual(inLyon)
    expect(await basil.raw('GET', `/groups/${groupId}`)).toMatchObject({ body: { count: 2 } })
    const csv = await fetch(`${product.ready.api}/machines.csv?groupId=${groupId}`, {
      headers: { authorization: `Bearer ${basil.tokens.access_token}` },
    })
    const text = await csv.text()
    expect([text.includes('workstation10'), text.includes('server1')]).toEqual([true, false])
    const values = await basil.raw('GET', `/inventory/values?field=Machine/Name&groupId=${groupId}`)
    expect(values).toMatchObject({ body: { items: [{ value: 'workstation10' }, { value: 'workstation11' }] } })
    const checked = await basil.raw('POST', '/groups/check', {
      criteria: [inGroup(groupId), inventory('Machine/Name', 'server*')],
      expression: 'OR(NOT(2), 1)',
    })
    expect(checked).toMatchObject({ body: { count: 2, perCriterion: [2, 0] } })
    const imported = await basil.raw('POST', '/groups/import', { field: 'Machine/Name', values: ['server1', 'workstation10'], check: true })
    expect(imported).toMatchObject({ body: { matched: 1, unmatched: [{ line: 1, value: 'server1' }] } })

    // Adding and taking out what is outside is refused by name; the rest of the group is not touched by what is inside.
    for (const change of [{ add: [id('workstation10'), id('server1')] }, { remove: [id('workstation10'), id('server1')] }])
      expect(await basil.raw('POST', `/groups/${groupId}/members`, change)).toMatchObject({
        status: 403,
        body: {
          errors: [{ field: `/${Object.keys(change)[0]}/1`, value: id('server1'), message: 'must be a machine within your perimeter' }],
        },
      })
    expect(await basil.raw('POST', '/groups', { kind: 'static', name: 'Far', machineIds: [id('server1')] })).toMatchObject({ status: 403 })
    expect(await basil.raw('POST', `/groups/${groupId}/members`, { removeFilter: { name: '1' } })).toMatchObject({ status: 200 })
    expect(await content(basil, groupId)).toEqual([])
    expect(await content(anne, groupId)).toEqual(['server1', 'workstation12', 'workstation13'])
  })

  it('keeps a result as it is where somebody takes out all that they see of it', async () => {
    const { id: groupId } = await created(anne, {
      kind: 'dynamic',
      name: 'All results',
      mode: 'result',
      criteria: [inventory('Machine/Name', '*')],
    })
    await share(anne, groupId, toUser(basil))
    expect(await basil.raw('POST', `/groups/${groupId}/members`, { remove: inLyon.map(id) })).toMatchObject({
      status: 200,
      body: { mode: 'result' },
    })
    expect(await content(anne, groupId)).toEqual(['server1', 'workstation12', 'workstation13'])
    // Stored anew by who sees a part, it is whole again for who sees all.
    expect(await basil.raw('POST', `/groups/${groupId}/refresh`)).toMatchObject({ status: 200 })
    expect([await content(basil, groupId), await content(anne, groupId)]).toEqual([inLyon, office.map(({ name }) => name).sort()])
  })

  it('filters what a deployment would reach', async () => {
    const pack = await addPackage(product, { label: 'Any', command: 'true' }, { 'a.txt': 'a' })
    const { id: groupId } = await created(anne, { kind: 'dynamic', name: 'Targets', criteria: [inventory('Machine/Name', '*')] })
    const order = { packageId: pack.id, machineFilter: { groupId } }
    expect(await anne.raw('POST', '/checks/deployment', order)).toMatchObject({ status: 200, body: { machines: office.length } })
    expect(await basil.raw('POST', '/checks/deployment', order)).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/machineFilter/groupId' }] },
    })
    await share(anne, groupId, toUser(basil))
    expect(await basil.raw('POST', '/checks/deployment', order)).toMatchObject({ status: 200, body: { machines: 2 } })
  })
})
