/** Personal access tokens, and the log of who did what. */
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { as, auditOf, goodPassword, newPerson } from '../people.ts'
import type { RunningProduct } from '../running.ts'
import { clientOf } from '../stand-ins.ts'

export const tokensAndAudit = (product: RunningProduct): void => {
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
      expect((await auditOf(product, { from: began, action: 'createUserGroup', outcome: 'done' })).map(({ object }) => object?.id)).toEqual(
        [group.id],
      )
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
  })
}
