/** C1–C3, C7: static groups, chosen from a list or made from a file, and what is done with every group. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { groupsOf, office } from './group-fleet.ts'
import { newDataFolder, type Product, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let groups: ReturnType<typeof groupsOf>
let ids: Map<string, string>
const id = (name: string): string => ids.get(name) ?? ''

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  groups = groupsOf(product)
  ids = await groups.uploadAll(office)
}, 360_000)
afterAll(async () => {
  await product?.stop()
  await data?.remove()
})

const change = (groupId: string, body: object) => product.raw('POST', `/groups/${groupId}/members`, body)

describe('C2 a static group', () => {
  it('has the machines that were chosen, put in and taken out', async () => {
    const made = await groups.create({ kind: 'static', name: 'Accueil', machineIds: [id('workstation10'), id('server1')] })
    expect(made).toMatchObject({ kind: 'static', mode: null, visible: false, isMine: true, criteria: [], shares: [], storedAt: null })
    expect(await groups.content(made.id)).toEqual(['server1', 'workstation10'])
    expect(await groups.get(made.id)).toMatchObject({ name: 'Accueil', count: 2 })

    expect(await change(made.id, { add: [id('workstation11'), id('workstation10')], remove: [id('server1')] })).toMatchObject({
      status: 200,
    })
    expect(await groups.content(made.id)).toEqual(['workstation10', 'workstation11'])
    expect(await change(made.id, { addFilter: { name: 'STATION' }, removeFilter: { system: 'debian' } })).toMatchObject({ status: 200 })
    expect(await groups.content(made.id)).toEqual(['workstation10', 'workstation11', 'workstation12'])
    expect((await product.call(routes.listMachines, { query: { groupId: made.id, name: '12' } })).items).toHaveLength(1)
  })

  it('refuses machines that are not there, and names them', async () => {
    const { items } = await product.call(routes.listGroups, { query: { name: 'acc' } })
    const answer = await change(items[0]?.id ?? '', { add: [id('server1'), 'nobody'] })
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/add/1', value: 'nobody', message: 'must be a machine that exists' }] },
    })
    expect(await change(items[0]?.id ?? '', {})).toMatchObject({ status: 400 })
    expect(await change(items[0]?.id ?? '', { addFilter: { groupId: 'none' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/addFilter/groupId', value: 'none' }] },
    })
    const dynamic = { criteria: [{ module: 'inventory', field: 'Machine/Name', value: '*' }] }
    expect(await product.raw('PATCH', `/groups/${items[0]?.id}`, dynamic)).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/criteria', message: 'must be absent: the group is static' }] },
    })
    expect(await product.raw('POST', `/groups/${items[0]?.id}/refresh`)).toMatchObject({ status: 409 })
  })

  it('lets several people change it at the same moment, and loses nothing', async () => {
    const { id: groupId } = await groups.create({ kind: 'static', name: 'Busy' })
    const answers = await Promise.all(office.map(({ name }) => change(groupId, { add: [id(name)] })))
    expect(answers.map(({ status }) => status)).toEqual(office.map(() => 200))
    expect(await groups.content(groupId)).toHaveLength(office.length)
  })

  it('loses a machine that is deleted', async () => {
    const { id: extra } = await product.call(routes.createMachine, { body: { name: 'short-lived', siteId: 'local', address: '192.0.2.9' } })
    const { id: groupId } = await groups.create({ kind: 'static', name: 'Fading', machineIds: [extra, id('server1')] })
    await until(
      () => groups.get(groupId),
      ({ count }) => count === 2,
    )
    await product.call(routes.deleteMachine, { params: { id: extra } })
    expect(await groups.content(groupId)).toEqual(['server1'])
    await until(
      () => groups.get(groupId),
      ({ count }) => count === 1,
    )
  })
})

describe('C1 C3 any group', () => {
  it('is renamed, shown as a shortcut, found in the list and deleted', async () => {
    const one = await groups.create({ kind: 'static', name: 'Compta' })
    const taken = await product.raw('POST', '/groups', { kind: 'static', name: 'COMPTA' })
    expect(taken).toMatchObject({ status: 409, body: { errors: [{ field: '/name', value: 'COMPTA', message: 'must not be taken' }] } })
    const edited = await product.call(routes.editGroup, {
      params: { id: one.id },
      body: { name: 'Comptabilité', visible: true, description: 'du 2e étage' },
    })
    expect(edited).toMatchObject({ name: 'Comptabilité', visible: true, description: 'du 2e étage' })
    const names = async (query: object) =>
      (await product.call(routes.listGroups, { query: { limit: 100, ...query } })).items.map(({ name }) => name)
    expect(await names({ visible: 'true' })).toEqual(['Comptabilité'])
    expect(await names({ name: 'PTABI' })).toEqual(['Comptabilité'])
    expect(await names({ kind: 'dynamic' })).toEqual([])
    const all = await names({})
    expect(all).toEqual([...all].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { name: string }[]; nextCursor: string | null } = await product.call(routes.listGroups, {
        query: { limit: 1, ...(cursor && { cursor }) },
      })
      paged.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(all)
    expect(await product.raw('GET', '/groups?cursor=x')).toMatchObject({ status: 400, body: { errors: [{ field: 'query.cursor' }] } })

    await product.call(routes.deleteGroup, { params: { id: one.id } })
    expect(await product.raw('GET', `/groups/${one.id}`)).toMatchObject({ status: 404 })
    expect(await product.raw('GET', `/machines?groupId=${one.id}`)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'query.groupId' }] },
    })
    // Its name is free again.
    await groups.create({ kind: 'static', name: 'comptabilité' })
  })

  it('gives its machines as CSV, and what is counted of their inventories', async () => {
    const { id: groupId } = await groups.create({ kind: 'static', name: 'Files', machineIds: [id('workstation10'), id('workstation13')] })
    const file = async (path: string) =>
      (await fetch(`${product.ready.api}${path}`, { headers: { authorization: `Bearer ${product.token}` } })).text()
    const lines = (await file(`/machines.csv?groupId=${groupId}`)).trim().split('\r\n')
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['workstation10', 'workstation13'])
    const field = 'Software/Products'
    const { items } = await product.call(routes.countFieldValues, { query: { field, groupId, first: 'Mozilla Firefox' } })
    expect(items).toEqual([
      { value: 'Mozilla Firefox', second: '3.0', machines: 1 },
      { value: 'Mozilla Firefox', second: '3.5', machines: 1 },
    ])
    expect(await file(`/inventory/values.csv?groupId=${groupId}&field=Hardware/OperatingSystem`)).toBe(
      'value,machines\r\nDebian GNU/Linux 12,1\r\nMicrosoft Windows XP Professional,1\r\n',
    )
  })
})

describe('C7 a static group from a file', () => {
  const asked = (body: object) => product.raw('POST', '/groups/import', body)

  it('has the machines with any of its values, and says which lines match nothing', async () => {
    const values = ['Workstation11', '', 'workstation99', '\ufeffSERVER1 ', 'workstation11', '*']
    const looked = await asked({ field: 'Registry/Value/DisplayName', values, check: true })
    const unmatched = [
      { line: 3, value: 'workstation99' },
      { line: 6, value: '*' },
    ]
    expect(looked).toMatchObject({ status: 200, body: { group: null, matched: 2, unmatched } })
    expect((await product.call(routes.listGroups, { query: { name: 'imported' } })).items).toEqual([])
    const made = await product.call(routes.importGroup, { body: { name: 'Imported', visible: true, field: 'Machine/Name', values } })
    expect(made).toMatchObject({ matched: 2, unmatched, group: { name: 'Imported', kind: 'static', visible: true } })
    expect(await groups.content(made.group?.id ?? '')).toEqual(['server1', 'workstation11'])
  })

  it.each<[string, readonly string[], number, readonly number[]]>([
    ['Software/ProductName', ['mozilla firefox', 'Mozilla'], 3, [2]],
    ['Hardware/OperatingSystem', ['Microsoft Windows 2000', 'microsoft windows xp professional'], 3, []],
    ['Hardware/ProcessorType', ['Intel Pentium 4'], 2, []],
    ['Software/Products', ['MSXML 6.0 Parser (KB925673);6.20', 'Mozilla Firefox\t3.0', 'Mozilla Firefox;9'], 2, [3]],
    ['Software/Products', ['Mozilla Firefox', 'Nothing'], 3, [2]],
    ['Hardware/Memory', ['a lot', String(2 ** 30)], 2, [1]],
  ])('takes values of %s: %j', async (field, values, matched, lines) => {
    const answer = await product.call(routes.importGroup, { body: { field, values: [...values], check: true } })
    expect([answer.matched, answer.unmatched.map(({ line }) => line)]).toEqual([matched, lines])
    // The same among more values than are asked for one by one.
    const many = [...values, ...Array.from({ length: 300 }, (_, at) => `none of them ${at}`)]
    const all = await product.call(routes.importGroup, { body: { field, values: many, check: true } })
    expect([all.matched, all.unmatched.length, all.unmatched[0]?.line]).toEqual([
      matched,
      lines.length + 300,
      lines[0] ?? values.length + 1,
    ])
  })

  it('refuses a field that is none, no value at all, and a group without a name', async () => {
    expect(await asked({ field: 'Colour', values: ['blue'], check: true })).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/field' }] },
    })
    expect(await asked({ field: 'Machine/Name', values: [' ', ''], check: true })).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/values' }] },
    })
    expect(await asked({ field: 'Machine/Name', values: ['a'] })).toMatchObject({ status: 400, body: { errors: [{ field: '/name' }] } })
  })
})
