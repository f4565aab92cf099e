/** Accounts: how they are made, opened, locked, reset and deleted. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { as, askToken, auditOf, goodPassword, logInOverWire, newPerson, providerOf } from '../people.ts'
import type { RunningProduct } from '../running.ts'

export const users = (product: RunningProduct): void => {
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
    expect(await logInOverWire(product, 'paul', goodPassword)).toMatchObject({
      kind: 'refused',
      says: expect.stringContaining('disabled'),
    })
    const again = await askToken(await providerOf(product), { grant_type: 'refresh_token', refresh_token: paul.tokens.refresh_token })
    expect(again.status).toBe(400)
    await product.call(routes.editUser, { params: { id: paul.user.id }, body: { disabled: false } })
    expect((await paul.raw('GET', '/machines')).status).toBe(200)
    expect((await logInOverWire(product, 'paul', goodPassword)).kind).toBe('in')
    expect(await auditOf(product, { personId: paul.user.id })).toMatchObject([
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
}
