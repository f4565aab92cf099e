/** A second instance of the API's function, beside the one of the running product, over the same tables: as in AWS under load. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { decodeJwt } from 'jose'
import { expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { httpEvent } from '../../infra/local/front/api/event.ts'
import { as, newPerson } from './people.ts'
import { until } from './product.ts'
import { runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')

type Answer = { readonly statusCode: number; readonly body: string }

const secondInstance = async (): Promise<(path: string, key: string, token: string) => Promise<Answer>> => {
  const { aws } = product.ready
  Object.assign(process.env, aws)
  const { TableNames = [] } = await new DynamoDBClient({}).send(new ListTablesCommand({}))
  const table = (part: string) => TableNames.find((name) => name.includes(part)) ?? `no table ${part}`
  const unused = 'http://127.0.0.1:9/unused'
  Object.assign(process.env, {
    TABLE_NAME: table('Main'),
    EXECUTIONS_TABLE_NAME: table('Executions'),
    AUDIT_TABLE_NAME: table('Audit'),
    PULSE_VERSION: 'test',
    INVENTORIES_BUCKET_NAME: 'unused',
    PACKAGES_BUCKET_NAME: 'unused',
    INVENTORIES_QUEUE_URL: unused,
    EXPAND_QUEUE_URL: unused,
    ALARMS_QUEUE_URL: unused,
    LIVE_ENDPOINT: unused,
    POWERTOOLS_DEV: 'true',
  })
  const { handler } = await import('../../functions/api/handler.ts')
  return async (path, key, token) => {
    const isScript = key.startsWith('ANY')
    const event = httpEvent(
      {
        method: 'GET',
        path,
        rawQuery: '',
        headers: { authorization: `Bearer ${token}` },
        body: Buffer.alloc(0),
        sourceIp: '192.0.2.1',
        host: 'x',
      },
      { key, parameters: isScript ? { proxy: path.replace('/scripts/', '') } : {}, apiId: 'x', stage: '$default', account: '1' },
      isScript ? null : { claims: decodeJwt(token), scopes: null },
      { requestId: crypto.randomUUID(), now: Date.now() },
    )
    const context = { awsRequestId: 'x', functionName: 'api', memoryLimitInMB: '512', invokedFunctionArn: 'arn' }
    const answer = await handler(event as never, context as never, undefined as never)
    return { statusCode: answer?.statusCode ?? 0, body: answer?.body ?? '' }
  }
}

it('A4 whoever is disabled through one instance is out everywhere within 30 seconds: their sessions and their scripts', async () => {
  const paul = await newPerson(product, { login: 'paul', profiles: ['reader'], entityIds: ['root'] })
  const made = await paul.raw('POST', '/access-tokens', { name: 'nightly', rights: ['machine:list'], days: 1 })
  const { token } = routes.createAccessToken.response.parse(made.body)
  const there = await secondInstance()
  const bySession = () => there('/machines', 'GET /machines', paul.tokens.access_token)
  const byScript = () => there('/scripts/machines', 'ANY /scripts/{proxy+}', token)
  expect([(await bySession()).statusCode, (await byScript()).statusCode]).toEqual([200, 200])

  await product.call(routes.editUser, { params: { id: paul.user.id }, body: { disabled: true } })
  const disabledAt = Date.now()
  // Where it was done: at once.
  expect((await paul.raw('GET', '/machines')).status).toBe(403)
  expect((await as(product, token, '/scripts').raw('GET', '/machines')).status).toBe(403)
  const refused = ({ statusCode, body }: Answer) => statusCode === 403 && body.includes('disabled')
  await until(
    async () => [await bySession(), await byScript()],
    (answers) => answers.every(refused),
    32_000,
  )
  expect(Date.now() - disabledAt).toBeLessThan(31_000)
}, 120_000)
