/** The runner of local mode, over the wire, on a tiny template: what AWS would do with it, this machine does. */
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { getItem, openWorkplace, type Runner, until, type Workplace } from './local-runner/runner.ts'

let workplace: Workplace
let runner: Runner

beforeAll(async () => {
  workplace = await openWorkplace()
  runner = await workplace.start()
})
afterAll(async () => {
  await runner?.end('SIGTERM')
  await workplace?.remove()
})

const put = (id: string, body: string) =>
  fetch(`${runner.api}/items/${id}`, { method: 'PUT', body, headers: { 'content-type': 'text/plain' } })
const send = (body: string) => fetch(`${runner.api}/messages`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })

describe('the HTTP API', () => {
  it('reaches the function of the route, which reaches the table', async () => {
    const written = await put('one', 'hello')
    expect(written.status).toBe(204)
    expect(written.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect((await getItem(runner, 'one')).body).toBe('hello')
  })

  it('hands over the event of payload format 2.0', async () => {
    const response = await fetch(`${runner.api}/echo/caf%C3%A9?a=1&a=2&b=x%20y`, {
      method: 'POST',
      body: new Uint8Array([0, 255]),
      headers: { 'content-type': 'application/octet-stream', cookie: 'k=v; l=w', 'x-own': 'yes' },
    })
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'POST /echo/{name}',
      rawPath: '/api/echo/café',
      rawQueryString: 'a=1&a=2&b=x%20y',
      cookies: ['k=v', 'l=w'],
      headers: { 'x-own': 'yes' },
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { name: 'café' },
      body: 'AP8=',
      isBase64Encoded: true,
      requestContext: { stage: 'api', http: { method: 'POST', path: '/api/echo/café', sourceIp: '127.0.0.1' } },
    })
  })

  it('answers as API Gateway for what is not there, what is too large and what fails', async () => {
    const missing = await fetch(`${runner.api}/nothing`)
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }])
    const large = await fetch(`${runner.api}/echo/x`, { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) })
    expect(large.status).toBe(413)
    const failed = await fetch(`${runner.api}/fail`)
    expect([failed.status, await failed.json()]).toEqual([500, { message: 'Internal Server Error' }])
    expect(runner.said.join('\n')).toContain('[items]')
    expect(runner.said.join('\n')).toContain('meant to fail')
  })

  it('lets only a good token past the authorizer, and passes its claims on as text', async () => {
    for (const authorization of [undefined, 'Bearer nonsense', `Bearer ${runner.token.slice(0, -4)}AAAA`]) {
      const refused = await fetch(`${runner.api}/private`, { headers: authorization ? { authorization } : {} })
      expect([refused.status, await refused.json()]).toEqual([401, { message: 'Unauthorized' }])
    }
    const response = await fetch(`${runner.api}/private`, { headers: { authorization: `Bearer ${runner.token}` } })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      requestContext: { authorizer: { jwt: { claims: { token_use: 'access', 'cognito:groups': '[administrator]' } } } },
    })
  })

  it('ends a function at its timeout, and a crashed one is replaced', async () => {
    const began = Date.now()
    expect((await fetch(`${runner.api}/slow`)).status).toBe(500)
    expect(Date.now() - began).toBeLessThan(4000)
    expect(runner.said.join('\n')).toContain('Task timed out after 1.00 seconds')
    expect((await fetch(`${runner.api}/slow?crash`)).status).toBe(500)
    const after = await fetch(`${runner.api}/slow?quick`)
    expect([after.status, await after.json()]).toEqual([200, { ok: true }])
  })

  it('gives a function the environment of its template and of Lambda, and nothing of its parent', async () => {
    const environment = await (await fetch(`${runner.api}/environment`)).json()
    expect(environment).toMatchObject({ TABLE_NAME: 'Table', AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: 'Items' })
    for (const name of ['PATH', 'HOME', 'USER']) expect(environment).not.toHaveProperty(name)
  })

  it('answers under its own address only', async () => {
    const { port } = new URL(runner.origin)
    const statusAs = (host: string, accept: string) =>
      new Promise<{ status: number | undefined; location: string | undefined }>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path: '/api/environment', headers: { host, accept } }, (response) => {
          response.resume()
          resolve({ status: response.statusCode, location: response.headers.location })
        })
          .on('error', reject)
          .end()
      })
    expect((await statusAs('evil.example', '*/*')).status).toBe(421)
    expect((await statusAs(`localhost:${port}`, '*/*')).status).toBe(421)
    expect(await statusAs(`localhost:${port}`, 'text/html')).toEqual({ status: 302, location: `${runner.origin}/api/environment` })
  })
})

describe('event sources', () => {
  it('hands a queue to its function, and what fails again and again to the dead letters', async () => {
    await Promise.all([send('good'), send('fail-1')])
    await until(
      () => getItem(runner, 'message-good'),
      ({ body }) => body === 'good',
    )
    const sqs = new SQSClient({
      endpoint: runner.aws.AWS_ENDPOINT_URL_SQS ?? '',
      region: runner.aws.AWS_REGION ?? '',
      credentials: { accessKeyId: runner.aws.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: runner.aws.AWS_SECRET_ACCESS_KEY ?? '' },
    })
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
    const depth = async (name: string) => {
      const QueueUrl = QueueUrls.find((url) => url.endsWith(`/${name}`)) ?? ''
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }))
      return AttributeNames.map((key) => Attributes[key])
    }
    await until(
      () => depth('DeadLetters'),
      ([visible]) => visible === '1',
    )
    expect(await depth('Queue')).toEqual(['0', '0'])
  })

  it('hands a stream to its function within 200 ms, in order, and only what the filter lets through', async () => {
    await put('watched-warm', 'x')
    await until(
      () => getItem(runner, 'watched-warm'),
      ({ seen }) => typeof seen === 'string',
    )
    const delays: number[] = []
    const sequences: number[] = []
    await put('unwatched', 'x')
    for (const id of ['watched-1', 'watched-2', 'watched-3']) {
      await put(id, 'x')
      const written = Date.now()
      const { seen } = await until(
        () => getItem(runner, id),
        (item) => typeof item.seen === 'string',
      )
      const [sequence, at] = (seen ?? '').split(' ').map(Number)
      sequences.push(sequence ?? 0)
      delays.push((at ?? 0) - written)
    }
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b))
    expect(Math.min(...delays)).toBeLessThan(200)
    expect((await getItem(runner, 'unwatched')).seen).toBeNull()
  })
})

describe('permissions', () => {
  it('refuses what the role does not allow, says so, and records it', async () => {
    const { refused } = z
      .object({ refused: z.unknown() })
      .parse(await (await fetch(`${runner.api}/items/one`, { method: 'DELETE' })).json())
    expect(refused).toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('dynamodb:DeleteItem') })
    expect((await getItem(runner, 'one')).body).toBe('hello')
    expect(runner.said.join('\n')).toContain('refused: the role of the function items does not allow dynamodb:DeleteItem')
    const calls = await runner.recorded()
    const table = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Table'
    expect(calls).toContainEqual({ function: 'items', action: 'dynamodb:DeleteItem', resource: table, allowed: false })
    expect(calls).toContainEqual({ function: 'items', action: 'dynamodb:PutItem', resource: table, allowed: true })
    expect(calls).toContainEqual(expect.objectContaining({ function: 'consumer', action: 'sqs:ReceiveMessage', allowed: true }))
  })
})

describe('the WebSocket API', () => {
  const live = () => `${runner.origin.replace('http', 'ws')}/live`
  const opened = (socket: WebSocket) =>
    new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('unexpected-response', (_, response) => reject(new Error(`refused with ${response.statusCode}`)))
      socket.once('error', reject)
    })
  const next = (socket: WebSocket) =>
    new Promise<unknown>((resolve) => socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString('utf8')))))

  it('refuses the handshake that $connect refuses', async () => {
    await expect(opened(new WebSocket(`${live()}?ticket=bad`))).rejects.toThrow('refused with 403')
  })

  it('carries messages to the chosen route and back through the management endpoint, and tells who left', async () => {
    const socket = new WebSocket(`${live()}?ticket=good`)
    await opened(socket)
    const first = next(socket)
    socket.send('{"action":"chosen","n":1}')
    const answer = await first
    expect(answer).toMatchObject({ routeKey: 'chosen', echo: '{"action":"chosen","n":1}' })
    const second = next(socket)
    socket.send('plain')
    expect(await second).toMatchObject({ routeKey: '$default', echo: 'plain' })
    socket.close()
    const { ConnectionId } = answer as { ConnectionId: string }
    await until(
      () => getItem(runner, 'left'),
      ({ body }) => body === ConnectionId,
    )
  })
})

describe('the data folder', () => {
  it('holds everything after kill -9, nothing of the old process lives on, and a second process is refused meanwhile', async () => {
    const body = createHash('sha256').update('x').digest('hex')
    await put('kept', body)
    await expect(workplace.start()).rejects.toThrow('is in use by the process')
    const dynamodb = runner.aws.AWS_ENDPOINT_URL_DYNAMODB ?? ''
    await send('survivor')
    await runner.end('SIGKILL')
    await expect(
      until(
        () => fetch(dynamodb),
        () => false,
        3000,
      ),
    ).rejects.toThrow('fetch failed')
    runner = await workplace.start()
    expect((await getItem(runner, 'kept')).body).toBe(body)
    await until(
      () => getItem(runner, 'message-survivor'),
      (item) => item.body === 'survivor',
    )
    await put('watched-later', 'x')
    await until(
      () => getItem(runner, 'watched-later'),
      ({ seen }) => typeof seen === 'string',
    )
  })

  it('ends with code 0 when asked to', async () => {
    expect(await runner.end('SIGTERM')).toBe(0)
    runner = await workplace.start()
    expect((await getItem(runner, 'one')).body).toBe('hello')
  })
})
