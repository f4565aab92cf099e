/** The audit log when the power goes: what was begun is in it, with or without its outcome. */
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import type { AuditLine } from '#shared/contracts/audit.ts'
import { routes } from '#shared/contracts/routes.ts'
import { logIn, openPage } from './browser.ts'
import { until } from './product.ts'
import { runningBrowser, runningProduct } from './running.ts'
import { clientOf } from './stand-ins.ts'

const product = runningProduct('--no-demo', '--no-edge')
const browser = runningBrowser()

const linesWith = async (query: Record<string, string>): Promise<AuditLine[]> => {
  const lines: AuditLine[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: AuditLine[]; nextCursor: string | null } = await product.call(routes.listAudit, {
      query: { limit: 7, ...query, ...(cursor === undefined ? {} : { cursor }) },
    })
    lines.push(...page.items)
    cursor = page.nextCursor
  }
  return lines
}
/** Straight from the store: while it hashes passwords the product itself answers late. */
const linesInStore = async (): Promise<number> => {
  const dynamodb = clientOf(product, DynamoDBClient, 'DYNAMODB')
  const TableName = (await dynamodb.send(new ListTablesCommand({}))).TableNames?.find((name) => name.includes('Audit')) ?? 'none'
  return (await dynamodb.send(new ScanCommand({ TableName }))).Count ?? 0
}
const unknown = () => linesWith({ outcome: 'unknown', action: 'createUser' })

it('what was begun when everything was killed is in the log, and shown as of unknown outcome; what ended is there once', async () => {
  const { userId } = await product.call(routes.getSession, {})
  const before = await product.call(routes.createUser, { body: { login: 'before', name: 'Before' } })
  const counted = await linesInStore()
  // The hash of a one-time password takes a while: many at once are in the middle of it.
  const asked = Array.from({ length: 24 }, (_, at) =>
    product.raw('POST', '/users', { login: `person-${at}`, name: `Person ${at}` }).catch(() => ({ status: 0 })),
  )
  await until(linesInStore, (count) => count > counted + 2)
  await product.kill()
  const answered = (await Promise.all(asked)).filter(({ status }) => status === 201).length
  await product.start()

  const cut = await unknown()
  expect(cut.length).toBeGreaterThan(0)
  for (const line of cut) {
    expect(line).toMatchObject({
      person: { id: userId, name: 'admin' },
      action: 'createUser',
      right: 'user:manage',
      status: null,
      why: null,
    })
    expect(line.fields).toContain('login')
  }
  // Whoever exists has a line: their own, or one of those without an outcome.
  const users = (await product.call(routes.listUsers, { query: { limit: 100, search: 'person-' } })).items
  const done = await linesWith({ outcome: 'done', action: 'createUser' })
  expect(done.length).toBeGreaterThanOrEqual(answered + 1)
  const lined = new Set(done.map(({ object }) => object?.id))
  expect(users.filter(({ id }) => !lined.has(id)).length).toBeLessThanOrEqual(cut.length)
  // Each request is one line, in every view of the log.
  for (const query of [{}, { personId: userId }, { action: 'createUser' }, { personId: userId, action: 'createUser' }]) {
    const all = (await linesWith(query)).filter(({ action }) => action === 'createUser')
    expect(all.map(({ id }) => id).sort(), JSON.stringify(query)).toEqual([...done, ...cut].map(({ id }) => id).sort())
  }
  expect(await linesWith({ object: before.user.id })).toMatchObject([{ action: 'createUser', outcome: 'done' }])
  await product.call(routes.editUser, { params: { id: before.user.id }, body: { name: 'Still' } })
  expect(await linesWith({ object: before.user.id })).toMatchObject([{ action: 'editUser', outcome: 'done' }, { action: 'createUser' }])
  expect(await linesWith({ outcome: 'unknown', action: 'editUser' })).toEqual([])

  for (const [language, words] of [
    ['en', 'Outcome unknown'],
    ['fr', 'Résultat inconnu'],
  ] as const) {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'audit/?outcome=unknown')
    await page.getByRole('row').getByText(words, { exact: true }).first().waitFor()
    expect(await page.getByRole('row').getByText(words, { exact: true }).count()).toBe(cut.length)
    expect(faults).toEqual([])
    await page.context().close()
  }
})
