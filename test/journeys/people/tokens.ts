/** Personal access tokens: what they may do, and what is kept of them. */
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { as, goodPassword, newPerson } from '../people.ts'
import type { RunningProduct } from '../running.ts'
import { clientOf } from '../stand-ins.ts'

export const tokens = (product: RunningProduct): void => {
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
}
