/** The log of who did what: what it says, to whom. */
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { auditOf } from '../people.ts'
import type { RunningProduct } from '../running.ts'

export const auditLog = (product: RunningProduct): void => {
  it('says who did what to what, when and from where; filtered; as CSV without formulas; to who may read it', async () => {
    const began = new Date().toISOString()
    const { user, oneTimePassword } = await product.call(routes.createUser, { body: { login: 'formula', name: '=cmd|calc' } })
    const group = await product.call(routes.createUserGroup, { body: { name: '=1+1' } })
    await product.call(routes.resetPassword, { params: { id: user.id } })
    expect(await product.raw('POST', '/user-groups', { name: '' })).toMatchObject({ status: 400 })
    const lines = await auditOf(product, { from: began })
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
    expect((await auditOf(product, { object: user.id })).map(({ action }) => action)).toEqual(['resetPassword', 'createUser'])
    expect((await auditOf(product, { from: began, action: 'createUserGroup', outcome: 'done' })).map(({ object }) => object?.id)).toEqual([
      group.id,
    ])
    expect(await auditOf(product, { to: began, from: began })).toEqual([])
    const page = await product.call(routes.listAudit, { query: { limit: 2, from: began } })
    const rest = await product.call(routes.listAudit, { query: { limit: 2, from: began, cursor: page.nextCursor ?? '' } })
    expect([...page.items, ...rest.items]).toEqual(lines)

    const response = await fetch(`${product.ready.api}/audit.csv?from=${began}`, {
      headers: { authorization: `Bearer ${product.token}` },
    })
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
      expect(await auditOf(product, { object: id, outcome: 'done' })).toMatchObject([{ object: { id, name } }, { object: { id, name } }])
  })
}
