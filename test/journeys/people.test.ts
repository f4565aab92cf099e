/** Users, groups of users, profiles, entities, tokens and the audit log, through the running product. */

import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { as, askToken, goodPassword, logInOverWire, newPerson, providerOf } from './people.ts'
import { addMachine, addPackage } from './product.ts'
import { runningProduct } from './running.ts'
import { clientOf } from './stand-ins.ts'

const product = runningProduct('--no-demo', '--no-edge')

const audit = async (query: Record<string, string>) => (await product.call(routes.listAudit, { query: { limit: 100, ...query } })).items

describe('A4 users', () => {
  it('R16 the first administrator comes with the installation, and no route makes one', async () => {
    const session = await product.call(routes.getSession, {})
    expect(session).toMatchObject({ login: 'admin', profiles: ['administrator'], entityIds: ['root'], accounts: 'here' })
    const open = Object.values(routes).filter(({ access, path }) => access.kind === 'public' && !path.startsWith('/edge/'))
    expect(open.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('are created with a one-time password, which must be changed before anything opens', async () => {
    const { user, oneTimePassword } = await product.call(routes.createUser, {
      body: { login: 'Marie', name: 'Marie Dupont', email: 'Marie@example.org', profiles: ['reader'], entityIds: ['root'] },
    })
    expect(user).toMatchObject({ login: 'Marie', disabled: false, lastSeenAt: null })
    expect(await logInOverWire(product, 'marie', oneTimePassword, 'weak')).toMatchObject({
      kind: 'refused',
      status: 422,
      says: expect.stringContaining('too short'),
    })
    expect(await logInOverWire(product, 'marie', oneTimePassword, oneTimePassword)).toMatchObject({
      says: expect.stringContaining('one-time'),
    })
    const entered = await logInOverWire(product, 'MARIE', oneTimePassword)
    if (entered.kind === 'refused') throw new Error(entered.says)
    // Used up; and the e-mail address opens the same account.
    expect(await logInOverWire(product, 'marie', oneTimePassword)).toMatchObject({ kind: 'refused', status: 422 })
    expect((await logInOverWire(product, 'marie@EXAMPLE.org', goodPassword)).kind).toBe('in')
    const session = await as(product, entered.tokens.access_token).raw('GET', '/session')
    expect(session.body).toMatchObject({ userId: user.id, name: 'Marie Dupont', profiles: ['reader'] })
    const { lastSeenAt } = await product.call(routes.getUser, { params: { id: user.id } })
    expect(lastSeenAt).not.toBeNull()
  })

  it.each([
    [{ login: 'marie', name: 'Another' }, 409, '/login'],
    [{ login: 'other', name: 'Another', email: 'MARIE@EXAMPLE.ORG' }, 409, '/email'],
    [{ login: 'other', name: 'ev\u202eil' }, 400, '/name'],
    [{ login: 'other', name: 'a\u0000b' }, 400, '/name'],
    [{ login: 'ma rie', name: 'x' }, 400, '/login'],
    [{ login: 'a@example.org', name: 'x' }, 400, '/login'],
    [{ login: 'other', name: 'x', email: 'nobody' }, 400, '/email'],
    [{ login: 'other', name: 'x', profiles: ['nothing'] }, 400, '/profiles/0'],
    [{ login: 'other', name: 'x', groupIds: ['nothing'] }, 400, '/groupIds/0'],
    [{ login: 'other', name: 'x', entityIds: ['nothing'] }, 400, '/entityIds/0'],
  ])('refuse %j with %d, naming %s', async (body, status, field) => {
    const answer = await product.raw('POST', '/users', body)
    expect(answer).toMatchObject({ status, body: { errors: [{ field, message: expect.any(String) }] } })
    expect(await logInOverWire(product, body.login, 'x')).toMatchObject({ kind: 'refused' })
  })

  it.each([
    ['POST', '/user-groups', {}],
    ['POST', '/profiles', { rights: ['machine:list'] }],
    ['POST', '/entities', { parentId: 'root' }],
    ['POST', '/access-tokens', { rights: ['machine:list'], days: 1 }],
    ['PATCH', '/entities/root', {}],
  ] as const)('R10 %s %s takes no name that deceives who reads it, and says why', async (method, path, rest) => {
    for (const name of ['ev\u202eil', 'a\u0000b', 'a\u200bb', 'line\nbreak', '   '])
      expect(await product.raw(method, path, { ...rest, name }), JSON.stringify(name)).toMatchObject({
        status: 400,
        body: { errors: [{ field: '/name', message: expect.stringMatching(/^must not/) }] },
      })
  })

  it('are edited: the new e-mail address opens the account, the old one is free again', async () => {
    const rose = await newPerson(product, { login: 'rose', email: 'rose@example.org' })
    const edit = (body: object) => product.raw('PATCH', `/users/${rose.user.id}`, body)
    expect(await edit({ name: 'Rose Petit', email: 'rose.petit@example.org' })).toMatchObject({
      status: 200,
      body: { name: 'Rose Petit', email: 'rose.petit@example.org' },
    })
    expect((await logInOverWire(product, 'rose.petit@example.org', goodPassword)).kind).toBe('in')
    expect((await logInOverWire(product, 'rose@example.org', goodPassword)).kind).toBe('refused')
    expect(await edit({ email: 'marie@example.org' })).toMatchObject({ status: 409, body: { errors: [{ field: '/email' }] } })
    expect(await edit({ email: null })).toMatchObject({ status: 200, body: { email: null } })
    expect((await logInOverWire(product, 'rose.petit@example.org', goodPassword)).kind).toBe('refused')
    expect((await product.raw('POST', '/users', { login: 'rosa', name: 'Rosa', email: 'rose@example.org' })).status).toBe(201)
    expect(await edit({})).toMatchObject({ status: 400 })
  })

  it('stop working at once when disabled, and work again when enabled', async () => {
    const paul = await newPerson(product, { login: 'paul', profiles: ['reader'], entityIds: ['root'] })
    expect((await paul.raw('GET', '/machines')).status).toBe(200)
    await product.call(routes.editUser, { params: { id: paul.user.id }, body: { disabled: true } })
    expect(await paul.raw('GET', '/machines')).toMatchObject({ status: 403, body: { detail: expect.stringContaining('disabled') } })
    expect(await paul.raw('GET', '/session')).toMatchObject({ status: 403 })
    expect(await logInOverWire(product, 'paul', goodPassword)).toMatchObject({ kind: 'refused', says: expect.stringContaining('disabled') })
    const again = await askToken(await providerOf(product), { grant_type: 'refresh_token', refresh_token: paul.tokens.refresh_token })
    expect(again.status).toBe(400)
    await product.call(routes.editUser, { params: { id: paul.user.id }, body: { disabled: false } })
    expect((await paul.raw('GET', '/machines')).status).toBe(200)
    expect((await logInOverWire(product, 'paul', goodPassword)).kind).toBe('in')
    expect(await audit({ personId: paul.user.id })).toMatchObject([
      { action: 'getSession', outcome: 'refused' },
      { action: 'listMachines' },
    ])
  })

  it('lose their sessions and their password when it is reset', async () => {
    const anne = await newPerson(product, { login: 'anne', profiles: ['reader'] })
    const { oneTimePassword } = await product.call(routes.resetPassword, { params: { id: anne.user.id } })
    expect(await logInOverWire(product, 'anne', goodPassword)).toMatchObject({ kind: 'refused' })
    const again = await askToken(await providerOf(product), { grant_type: 'refresh_token', refresh_token: anne.tokens.refresh_token })
    expect(again.status).toBe(400)
    expect((await logInOverWire(product, 'anne', oneTimePassword, 'Encore un autre 2027 !')).kind).toBe('in')
  })

  it('once deleted do not come back by a token that outlived them, and their login is free', async () => {
    const luc = await newPerson(product, { login: 'luc', email: 'luc@example.org', profiles: ['administrator'], entityIds: ['root'] })
    expect((await luc.raw('GET', '/users')).status).toBe(200)
    await product.call(routes.deleteUser, { params: { id: luc.user.id } })
    expect((await luc.raw('GET', '/session')).status).toBe(403)
    expect((await luc.raw('GET', '/users')).status).toBe(403)
    expect(await product.raw('GET', `/users/${luc.user.id}`)).toMatchObject({ status: 404 })
    const other = await newPerson(product, { login: 'LUC', email: 'LUC@example.org' })
    expect(other.user.id).not.toBe(luc.user.id)
  })

  it('never lose their last administrator: not by deleting, disabling or demoting, nor two at the same moment', async () => {
    const { userId } = await product.call(routes.getSession, {})
    for (const answer of [
      await product.raw('DELETE', `/users/${userId}`),
      await product.raw('PATCH', `/users/${userId}`, { profiles: ['reader'] }),
      await product.raw('PATCH', `/users/${userId}`, { disabled: true }),
      // Without the root nobody could be given it again.
      await product.raw('PATCH', `/users/${userId}`, { entityIds: [] }),
    ])
      expect(answer.status).toBe(409)
    const second = await newPerson(product, { login: 'second', profiles: ['administrator'], entityIds: ['root'] })
    const both = await Promise.all([
      product.raw('PATCH', `/users/${second.user.id}`, { profiles: ['reader'] }),
      second.raw('PATCH', `/users/${userId}`, { profiles: ['reader'] }),
    ])
    expect(both.map(({ status }) => status).filter((status) => status === 200).length).toBeLessThanOrEqual(1)
    const left = (
      await product.call(routes.listUsers, { query: { limit: 100 } }).catch(async () => {
        const answer = await second.raw('GET', '/users?limit=100')
        return routes.listUsers.response.parse(answer.body)
      })
    ).items
    expect(left.filter(({ profiles, disabled }) => profiles.includes('administrator') && !disabled).length).toBeGreaterThanOrEqual(1)
    // As it was, for the tests that follow.
    const restorer = left.find(({ id }) => id === userId)?.profiles.includes('administrator') ? product : second
    await restorer.raw('PATCH', `/users/${userId}`, { profiles: ['administrator'] })
    await product.raw('DELETE', `/users/${second.user.id}`)
  })
})

describe('A4 groups of users and profiles', () => {
  it('give what they hold to their members, and take it with them', async () => {
    const group = await product.call(routes.createUserGroup, { body: { name: 'Labo', profiles: ['reader'] } })
    const zoe = await newPerson(product, { login: 'zoe', entityIds: ['root'] })
    expect((await zoe.raw('GET', '/machines')).status).toBe(403)
    expect(await product.call(routes.addMembers, { params: { id: group.id }, body: { userIds: [zoe.user.id] } })).toEqual({ accepted: 1 })
    expect((await zoe.raw('GET', '/machines')).status).toBe(200)
    await product.call(routes.editUserGroup, { params: { id: group.id }, body: { profiles: ['packager'], description: 'Ceux du labo' } })
    expect((await zoe.raw('GET', '/session')).body).toMatchObject({ profiles: ['packager'] })
    expect((await product.call(routes.listUsers, { query: { groupId: group.id } })).items.map(({ login }) => login)).toEqual(['zoe'])
    expect(await product.raw('POST', '/user-groups', { name: 'LABO' })).toMatchObject({ status: 409 })
    await product.call(routes.removeMember, { params: { id: group.id, userId: zoe.user.id } })
    expect((await zoe.raw('GET', '/machines')).status).toBe(403)
    await product.call(routes.addMembers, { params: { id: group.id }, body: { userIds: [zoe.user.id] } })
    await product.call(routes.deleteUserGroup, { params: { id: group.id } })
    expect((await zoe.raw('GET', '/machines')).status).toBe(403)
    expect((await product.call(routes.getUser, { params: { id: zoe.user.id } })).groupIds).toEqual([])
  })

  it('a profile made here gives its rights; it goes only when nobody holds it', async () => {
    const profile = await product.call(routes.createProfile, { body: { name: 'Auditeur', rights: ['audit:read', 'machine:list'] } })
    const { items } = await product.call(routes.listProfiles, {})
    expect(items.map(({ name }) => name)).toEqual(['administrator', 'operator', 'packager', 'helpdesk', 'reader', 'Auditeur'])
    const eve = await newPerson(product, { login: 'eve', profiles: [profile.id] })
    expect((await eve.raw('GET', '/audit')).status).toBe(200)
    expect(await product.raw('DELETE', `/profiles/${profile.id}`)).toMatchObject({ status: 409, body: { errors: [{ value: 'eve' }] } })
    await product.call(routes.editProfile, { params: { id: profile.id }, body: { rights: ['machine:list'] } })
    expect((await eve.raw('GET', '/audit')).status).toBe(403)
    expect(await product.raw('PATCH', '/profiles/administrator', { rights: ['machine:list'] })).toMatchObject({ status: 409 })
    await product.call(routes.editUser, { params: { id: eve.user.id }, body: { profiles: [] } })
    await product.call(routes.deleteProfile, { params: { id: profile.id } })
  })

  it('nobody gives what they do not hold, nor touches who holds more', async () => {
    const profile = await product.call(routes.createProfile, {
      body: { name: 'Chef', rights: ['user:list', 'user:manage', 'machine:list'] },
    })
    const paris = await product.call(routes.createEntity, { body: { name: 'Paris 1', parentId: 'root' } })
    const chef = await newPerson(product, { login: 'chef', profiles: [profile.id], entityIds: [paris.id] })
    const { userId } = await product.call(routes.getSession, {})
    for (const [method, path, body] of [
      ['PATCH', `/users/${chef.user.id}`, { profiles: ['administrator'] }],
      ['PATCH', `/users/${chef.user.id}`, { entityIds: ['root'] }],
      ['POST', '/users', { login: 'puppet', name: 'x', profiles: ['operator'] }],
      ['POST', '/users', { login: 'puppet', name: 'x', entityIds: ['root'] }],
      ['POST', '/user-groups', { name: 'Puppets', profiles: ['administrator'] }],
      ['POST', `/users/${userId}/password-resets`, undefined],
      ['PATCH', `/users/${userId}`, { name: 'Nobody' }],
      ['DELETE', `/users/${userId}`, undefined],
    ] as const)
      expect(await chef.raw(method, path, body), `${method} ${path}`).toMatchObject({ status: 403 })
    expect(await chef.raw('POST', '/users', { login: 'helper', name: 'x', profiles: [profile.id], entityIds: [paris.id] })).toMatchObject({
      status: 201,
    })
  })
})

describe('entities and perimeters', () => {
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
    const helper = await newPerson(product, { login: 'helper-1', profiles: ['helpdesk'], entityIds: [site.id] })
    const names = routes.listMachines.response.parse((await helper.raw('GET', '/machines')).body).items.map(({ name }) => name)
    expect(names).toEqual(['mine'])
    for (const [method, path, body] of [
      ['GET', `/machines/${other.id}`, undefined],
      ['GET', `/machines/${other.id}/executions`, undefined],
      ['GET', '/machines?entityId=root', undefined],
      ['POST', '/machine-probes', { machineIds: [mine.id, other.id] }],
      ['POST', '/deployments', { ...order, machineIds: [other.id] }],
      ['GET', `/deployments/${both.id}`, undefined],
      ['GET', `/deployments/${both.id}/executions`, undefined],
      ['POST', `/deployments/${both.id}/stop`, undefined],
      ['GET', `/executions/${both.id}.1.0`, undefined],
      ['GET', `/executions/${both.id}.1.0/log`, undefined],
    ] as const)
      expect((await helper.raw(method, path, body)).status, `${method} ${path}`).toBe(403)
    expect((await helper.raw('GET', `/executions/${both.id}.0.0`)).status).toBe(200)
    expect((await helper.raw('GET', `/machines/${mine.id}/executions`)).body).toMatchObject({ items: [{ machine: { id: mine.id } }] })
    expect((await helper.raw('GET', '/deployments')).body).toMatchObject({ items: [] })
    const seen = routes.listEntities.response.parse((await helper.raw('GET', '/entities')).body).items
    expect(seen.map(({ id, name, parentId }) => [id, name, parentId])).toEqual(
      [site, under].map(({ id, name, parentId }) => [id, name, parentId]),
    )
    const own = await helper.raw('POST', '/deployments', { ...order, machineIds: [mine.id] })
    expect(own.status).toBe(201)
    expect((await helper.raw('GET', '/deployments')).body).toMatchObject({ items: [{ total: 1 }] })
    const lines = await audit({ personId: helper.user.id })
    expect(await audit({ object: other.id, outcome: 'done' })).toMatchObject([
      { action: 'createMachine', object: { kind: 'machines', name: 'other' } },
    ])
    expect(lines.filter(({ outcome }) => outcome === 'refused')).toHaveLength(10)
    expect(lines.find(({ action }) => action === 'getMachine')).toMatchObject({
      object: { kind: 'machines', id: other.id },
      status: 403,
      right: 'machine:list',
    })
  })
})

describe('personal access tokens', () => {
  it('do what they were given, no more, until revoked; only their hash is kept', async () => {
    const dev = await newPerson(product, { login: 'dev', profiles: ['operator'], entityIds: ['root'] })
    const create = (rights: string[], days = 30) => dev.raw('POST', '/access-tokens', { name: 'nightly', rights, days })
    expect(await create(['user:manage'])).toMatchObject({ status: 403 })
    expect(await create([])).toMatchObject({ status: 400 })
    expect(await create(['machine:list'], 4000)).toMatchObject({ status: 400 })
    const { token, details } = routes.createAccessToken.response.parse((await create(['machine:list', 'machine:create'])).body)
    expect(token).toMatch(/^pulse_[\w-]{43}$/)
    const script = as(product, token, '/scripts')
    expect((await script.raw('GET', '/machines?limit=1')).status).toBe(200)
    expect((await script.raw('GET', '/packages')).status).toBe(403)
    expect((await script.raw('POST', '/access-tokens', { name: 'more', rights: ['machine:list'], days: 1 })).status).toBe(403)
    expect((await script.raw('GET', '/nothing')).status).toBe(404)
    expect((await script.raw('GET', '/../users')).status).not.toBe(200)
    // Nowhere else, and nothing else there.
    expect((await as(product, token).raw('GET', '/machines')).status).toBe(401)
    expect((await as(product, dev.tokens.access_token, '/scripts').raw('GET', '/machines')).status).toBe(401)
    expect((await as(product, 'pulse_wrong', '/scripts').raw('GET', '/machines')).status).toBe(401)
    expect((await as(product, '', '/scripts').raw('GET', '/machines')).status).toBe(401)

    const listed = await dev.raw('GET', '/access-tokens')
    expect(listed.body).toMatchObject({ items: [{ id: details.id, name: 'nightly', lastUsedAt: expect.any(String) }] })
    await product.call(routes.editUser, { params: { id: dev.user.id }, body: { profiles: ['packager'] } })
    expect((await script.raw('POST', '/machines', {})).status).toBe(403)
    await product.call(routes.editUser, { params: { id: dev.user.id }, body: { disabled: true } })
    expect((await script.raw('GET', '/machines')).status).toBe(403)
    await product.call(routes.editUser, { params: { id: dev.user.id }, body: { disabled: false } })
    expect((await script.raw('GET', '/machines')).status).toBe(200)
    expect((await dev.raw('DELETE', `/access-tokens/${details.id}`)).status).toBe(204)
    expect((await script.raw('GET', '/machines')).status).toBe(401)

    const dynamodb = clientOf(product, DynamoDBClient, 'DYNAMODB')
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}))
    for (const TableName of TableNames) {
      const stored = JSON.stringify((await dynamodb.send(new ScanCommand({ TableName }))).Items)
      expect(stored).not.toContain(token)
      expect(stored).not.toContain(goodPassword)
    }
  })
})

describe('the audit log', () => {
  it('says who did what to what, when and from where; filtered; as CSV without formulas; to who may read it', async () => {
    const began = new Date().toISOString()
    const { user, oneTimePassword } = await product.call(routes.createUser, { body: { login: 'formula', name: '=cmd|calc' } })
    const group = await product.call(routes.createUserGroup, { body: { name: '=1+1' } })
    await product.call(routes.resetPassword, { params: { id: user.id } })
    expect(await product.raw('POST', '/user-groups', { name: '' })).toMatchObject({ status: 400 })
    const lines = await audit({ from: began })
    expect(lines.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['createUserGroup', 'refused'],
      ['resetPassword', 'done'],
      ['createUserGroup', 'done'],
      ['createUser', 'done'],
    ])
    expect(lines.at(-1)).toMatchObject({
      person: { name: 'admin' },
      via: 'session',
      from: '127.0.0.1',
      right: 'user:manage',
      object: { kind: 'users', id: user.id, name: 'formula' },
      fields: ['login', 'name', 'profiles', 'groupIds', 'entityIds'],
      status: 201,
    })
    expect(JSON.stringify(lines)).not.toContain(oneTimePassword)
    expect((await audit({ object: user.id })).map(({ action }) => action)).toEqual(['resetPassword', 'createUser'])
    expect((await audit({ from: began, action: 'createUserGroup', outcome: 'done' })).map(({ object }) => object?.id)).toEqual([group.id])
    expect(await audit({ to: began, from: began })).toEqual([])
    const page = await product.call(routes.listAudit, { query: { limit: 2, from: began } })
    const rest = await product.call(routes.listAudit, { query: { limit: 2, from: began, cursor: page.nextCursor ?? '' } })
    expect([...page.items, ...rest.items]).toEqual(lines)

    const response = await fetch(`${product.ready.api}/audit.csv?from=${began}`, { headers: { authorization: `Bearer ${product.token}` } })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const csv = await response.text()
    expect(csv).toContain(",'=1+1,")
    expect(csv.split('\r\n')).toHaveLength(6)

    // What is gone has its name in the line of who deleted it.
    const gone = await product.call(routes.createMachine, { body: { name: 'gone', siteId: 'local', address: '127.0.1.61', port: 2 } })
    const past = await product.call(routes.createEntity, { body: { name: 'Past', parentId: 'root' } })
    await product.call(routes.deleteMachine, { params: { id: gone.id } })
    await product.call(routes.deleteEntity, { params: { id: past.id } })
    for (const [id, name] of [
      [gone.id, 'gone'],
      [past.id, 'Past'],
    ] as const)
      expect(await audit({ object: id, outcome: 'done' })).toMatchObject([{ object: { id, name } }, { object: { id, name } }])
  })
})
