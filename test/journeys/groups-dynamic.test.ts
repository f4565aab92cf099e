/** C4–C6: groups by what machines have, as requests and as results, with expressions, and groups in groups. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type Described, groupsOf, inGroup, inventory, office, uploadMachine } from './group-fleet.ts'
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

const [w10, w11, w12, w13, server] = office.map(({ name }) => name) as [string, string, string, string, string]
const parser = 'MSXML 6.0 Parser (KB925673)'
const bytes = (megabytes: number): string => String(megabytes * 2 ** 20)
const sampled = async (query: Parameters<typeof groups.check>[0]): Promise<string[]> => {
  const { count, sample } = await groups.check(query)
  expect(sample).toHaveLength(count)
  return sample.map(({ name }) => name).sort()
}
const firefox = inventory('Software/ProductName', 'Mozilla Firefox')

describe('C4 criteria', () => {
  it.each<[string, object, readonly string[]]>([
    ['a program', inventory('Software/ProductName', parser), [server, w10, w12]],
    ['the name of the machine as Pulse 2 called it', inventory('Registry/Value/DisplayName', 'WORKSTATION1*'), [w10, w11, w12, w13]],
    ['a system', inventory('Hardware/OperatingSystem', 'microsoft windows xp professional'), [w10, w11]],
    ['every system of a maker', inventory('Hardware/OperatingSystem', 'Microsoft*'), [server, w10, w11, w12]],
    ['a wildcard in the middle', inventory('Hardware/OperatingSystem', 'Microsoft*20*'), [server, w12]],
    ['a processor', inventory('Hardware/ProcessorType', '*athlon*'), [w11, w13]],
    ['a product and its version', inventory('Software/Products', 'Mozilla Firefox', { second: '3.5' }), [w11, w13]],
    ['versions that begin so', inventory('Software/Products', parser, { second: '6.1*' }), [server, w10]],
    ['any version', inventory('Software/Products', 'mozilla*', { second: '*' }), [w10, w11, w13]],
    ['a version of another product of the machine', inventory('Software/Products', parser, { second: '3.0' }), []],
    ['at least so much space', inventory('Drive/TotalSpace', bytes(80_000), { comparison: 'at-least' }), [server, w11, w12, w13]],
    ['at most so much space', inventory('Drive/TotalSpace', bytes(80_000), { comparison: 'at-most' }), [w10, w11, w12]],
    ['exactly so much memory', inventory('Hardware/Memory', bytes(1024)), [w11, w12]],
    ['anything at all', inventory('Drive/TotalSpace', '*'), [server, w10, w11, w12, w13]],
    ['what nobody has', inventory('Software/ProductName', 'Mozilla'), []],
  ])('%s', async (_, criterion, names) => {
    expect(await sampled({ criteria: [criterion as ReturnType<typeof inventory>] })).toEqual([...names].sort())
  })

  it('are what the manual does with them: Windows XP with MSXML', async () => {
    const criteria = [inventory('Software/ProductName', parser), inventory('Hardware/OperatingSystem', 'Microsoft Windows XP Professional')]
    const made = await groups.create({ kind: 'dynamic', name: 'XP with MSXML', criteria })
    expect(made).toMatchObject({ mode: 'request', expression: null, storedAt: null })
    expect(made.criteria[0]).toEqual({ ...criteria[0], comparison: 'equals', second: null })
    expect(await groups.content(made.id)).toEqual([w10])
    expect((await groups.get(made.id)).count).toBe(1)
  })

  it.each<[string, object, string, RegExp]>([
    [
      'a number that is none',
      inventory('Drive/TotalSpace', 'abc'),
      '/criteria/0/value',
      /must be a whole number: Drive\/TotalSpace is one/,
    ],
    ['a wildcard in a range', inventory('Drive/TotalSpace', '8*', { comparison: 'at-least' }), '/criteria/0/value', /whole number/],
    [
      'a range of texts',
      inventory('Machine/Name', 'a', { comparison: 'at-most' }),
      '/criteria/0/comparison',
      /must be equals: Machine\/Name is no number/,
    ],
    ['a second value of what is no pair', inventory('Machine/Name', 'a', { second: 'b' }), '/criteria/0/second', /must be absent/],
    ['a field that is none', inventory('Software/Colour', 'blue'), '/criteria/0/field', /must be a field such as/],
    ['no value', inventory('Machine/Name', ' '), '/criteria/0/value', /must not be empty/],
    ['a group that is none', inGroup('nothing'), '/criteria/0/groupId', /must be a group that exists/],
  ])('refuses %s', async (_, criterion, field, says) => {
    for (const path of ['/groups/check', '/groups']) {
      const more = path === '/groups' ? { kind: 'dynamic', name: 'never' } : {}
      const { status, body } = await product.raw('POST', path, { ...more, criteria: [criterion] })
      expect(status).toBe(400)
      expect(body).toMatchObject({ errors: [{ field, message: expect.stringMatching(says) }] })
    }
  })

  it('are one to fifty', async () => {
    const many = (count: number) => ({ criteria: Array.from({ length: count }, () => firefox) })
    expect(await product.raw('POST', '/groups/check', many(0))).toMatchObject({ status: 400, body: { errors: [{ field: '/criteria' }] } })
    expect(await product.raw('POST', '/groups/check', many(51))).toMatchObject({ status: 400, body: { errors: [{ field: '/criteria' }] } })
    expect((await groups.check(many(50))).count).toBe(3)
  })
})

describe('C6 expressions', () => {
  // 1: MSXML, 2: Firefox, 3: Windows, 4: much space
  const criteria = [
    inventory('Software/ProductName', parser),
    firefox,
    inventory('Hardware/OperatingSystem', '*windows*'),
    inventory('Drive/TotalSpace', bytes(500_000), { comparison: 'at-least' }),
  ]

  it.each<[string | null, readonly string[], readonly number[]]>([
    [null, [], []],
    ['AND(1, OR(2, 3))', [server, w10, w12], [4]],
    ['OR(4, AND(2, 1), 3)', [server, w10, w11, w12], []],
    ['AND(NOT(1),2)', [w11, w13], [3, 4]],
    [' not ( OR(1,4) ) ', [w11, w13], [2, 3]],
    ['AND(3, NOT(AND(1, 2)), NOT(4), 3)', [w11, w12], []],
    ['OR(1, NOT(1))', [server, w10, w11, w12, w13], [2, 3, 4]],
  ])('%s', async (expression, names, unused) => {
    const { count, sample, perCriterion, unused: ignored } = await groups.check({ criteria, expression })
    expect(sample.map(({ name }) => name).sort()).toEqual([...names].sort())
    expect({ count, perCriterion, ignored }).toEqual({ count: names.length, perCriterion: [3, 3, 4, 1], ignored: unused })
  })

  it.each<[string, RegExp]>([
    ['', /is empty; write for example AND\(1, 2\)/],
    ['1', /must have one operator around all, such as AND\(1, 2\) \(at column 1\)/],
    ['AND(1)', /must have two or more in AND \(at column 6\)/],
    ['NOT(1, 2)', /must have exactly one in NOT \(at column 6\)/],
    ['AND(1, 5)', /names the criterion 5; the criteria are 1 to 4 \(at column 8\)/],
    ['AND(1, 2), 3', /must end before ",": one operator encloses all \(at column 10\)/],
    ['XOR(1, 2)', /has "XOR", which is no operator; these are AND, OR and NOT \(at column 1\)/],
    ['AND(1, 2', /must have , or \) there, not the end \(at column 9\)/],
  ])('refuses %j, and says where and why', async (expression, says) => {
    const refusal = { status: 400, body: { errors: [{ field: '/expression', message: expect.stringMatching(says) }] } }
    expect(await product.raw('POST', '/groups/check', { criteria, expression })).toMatchObject(refusal)
    expect(await product.raw('POST', '/groups', { kind: 'dynamic', name: 'never', criteria, expression })).toMatchObject(refusal)
  })
})

describe('C5 requests and results', () => {
  const withFirefox = (name: string, mode: 'request' | 'result') => groups.create({ kind: 'dynamic', name, mode, criteria: [firefox] })
  const edit = (groupId: string, body: object) => product.raw('PATCH', `/groups/${groupId}`, body)
  const members = (groupId: string, body: object) => product.raw('POST', `/groups/${groupId}/members`, body)
  const updated: Described = { ...(office[2] as Described), programs: { [parser]: '6.20', 'Mozilla Firefox': '3.6' } }

  it('a request follows a new inventory, a result does not until it is refreshed', async () => {
    const request = await withFirefox('Firefox now', 'request')
    const result = await withFirefox('Firefox then', 'result')
    expect(result).toMatchObject({ mode: 'result', storedAt: expect.any(String) })
    expect([await groups.content(request.id), await groups.content(result.id)]).toEqual([
      [w10, w11, w13],
      [w10, w11, w13],
    ])
    await uploadMachine(product, updated)
    await until(
      () => groups.content(request.id),
      (names) => names.includes(w12),
    )
    expect(await groups.content(result.id)).toEqual([w10, w11, w13])
    const refreshed = await product.call(routes.refreshGroup, { params: { id: result.id } })
    expect(String(refreshed.storedAt) > String(result.storedAt)).toBe(true)
    expect(await groups.content(result.id)).toEqual([w10, w11, w12, w13])
  })

  it('machines are removed from a result, never from a request, and never added to either', async () => {
    const request = await withFirefox('Untouchable', 'request')
    expect(await members(request.id, { remove: [id(w10)] })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('store its result first') },
    })
    const result = await withFirefox('Malleable', 'result')
    expect(await members(result.id, { add: [id(server)] })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('not added') },
    })
    expect(await members(result.id, { remove: [id(w10), id(w12)] })).toMatchObject({ status: 200, body: { mode: 'result' } })
    expect(await groups.content(result.id)).toEqual([w11, w13])
    expect((await groups.get(result.id)).count).toBe(2)
  })

  it('a result that loses all its machines becomes a request', async () => {
    const { id: groupId } = await withFirefox('Emptied', 'result')
    expect(await members(groupId, { remove: [id(w10), id(w11), id(w12)] })).toMatchObject({ body: { mode: 'result' } })
    expect(await members(groupId, { remove: [id(w13)] })).toMatchObject({ status: 200, body: { mode: 'request', storedAt: null } })
    expect(await groups.content(groupId)).toEqual([w10, w11, w12, w13])
  })

  it('switches both ways', async () => {
    const { id: groupId } = await withFirefox('Switching', 'request')
    expect(await edit(groupId, { mode: 'result' })).toMatchObject({ status: 200, body: { mode: 'result', storedAt: expect.any(String) } })
    await members(groupId, { remove: [id(w10)] })
    // Another name changes nothing of what is stored.
    await edit(groupId, { name: 'Switched', visible: true })
    expect(await groups.content(groupId)).toEqual([w11, w12, w13])
    expect(await edit(groupId, { mode: 'request' })).toMatchObject({ status: 200, body: { mode: 'request', storedAt: null } })
    expect(await groups.content(groupId)).toEqual([w10, w11, w12, w13])
  })

  it('a result whose criteria change is stored anew', async () => {
    const { id: groupId } = await withFirefox('Rewritten', 'result')
    await members(groupId, { remove: [id(w10)] })
    expect(await edit(groupId, { expression: 'NOT(1)' })).toMatchObject({ status: 200, body: { mode: 'result' } })
    expect(await groups.content(groupId)).toEqual([server])
    expect(await edit(groupId, { expression: 'NOT(2)' })).toMatchObject({ status: 400, body: { errors: [{ field: '/expression' }] } })
  })
})

describe('C4 groups in groups', () => {
  it('count as criteria; what uses another keeps it from being deleted, and no group leads back to itself', async () => {
    const xps = await groups.create({ kind: 'static', name: 'XPs', machineIds: [id(w10), id(w11)] })
    const others = await groups.create({ kind: 'dynamic', name: 'Others', criteria: [inGroup(xps.id)], expression: 'NOT(1)' })
    const outer = await groups.create({
      kind: 'dynamic',
      name: 'Outer',
      criteria: [inGroup(others.id), inventory('Hardware/OperatingSystem', 'Microsoft*')],
    })
    expect(outer.criteria[0]).toMatchObject({ groupId: others.id, groupName: 'Others' })
    expect(await groups.content(outer.id)).toEqual([server, w12])
    await product.call(routes.changeGroupMembers, { params: { id: xps.id }, body: { add: [id(w12)] } })
    expect(await groups.content(outer.id)).toEqual([server])

    expect(await product.raw('DELETE', `/groups/${others.id}`)).toMatchObject({
      status: 409,
      body: { errors: [{ value: 'Outer', message: 'must be changed or deleted first' }] },
    })
    const round = await product.raw('PATCH', `/groups/${others.id}`, { criteria: [firefox, inGroup(outer.id)], expression: 'AND(1, 2)' })
    expect(round).toMatchObject({ status: 400, body: { detail: 'The group would be made of itself: Others → Outer → Others.' } })
    const itself = await product.raw('PATCH', `/groups/${outer.id}`, { criteria: [inGroup(outer.id)] })
    expect(itself).toMatchObject({ status: 400, body: { errors: [{ field: '/criteria', value: 'Outer → Outer' }] } })
    const looked = await product.raw('POST', '/groups/check', { groupId: others.id, criteria: [inGroup(outer.id)] })
    expect(looked).toMatchObject({ status: 400 })

    await product.call(routes.editGroup, { params: { id: outer.id }, body: { criteria: [firefox] } })
    await product.call(routes.deleteGroup, { params: { id: others.id } })
    await product.call(routes.deleteGroup, { params: { id: xps.id } })
  })

  it('are nested ten deep and no deeper', async () => {
    let inner = (await groups.create({ kind: 'dynamic', name: 'level 0', criteria: [firefox] })).id
    const first = inner
    for (let level = 1; level <= 10; level++)
      inner = (await groups.create({ kind: 'dynamic', name: `level ${level}`, criteria: [inGroup(inner)] })).id
    expect(await groups.content(inner)).toEqual(await groups.content(first))
    const tooDeep = {
      status: 400,
      body: { errors: [{ field: '/criteria/0/groupId', message: expect.stringContaining('more than 10 deep') }] },
    }
    expect(await product.raw('POST', '/groups', { kind: 'dynamic', name: 'level 11', criteria: [inGroup(inner)] })).toMatchObject(tooDeep)
    // The same from below: ten are made of it already.
    const bottom = await groups.create({ kind: 'static', name: 'bottom' })
    expect(await product.raw('PATCH', `/groups/${first}`, { criteria: [inGroup(bottom.id)] })).toMatchObject(tooDeep)
  })
})
