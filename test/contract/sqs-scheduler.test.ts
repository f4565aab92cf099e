import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ConflictException,
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startScheduler } from '../../infra/local/scheduler/server.ts'
import { startSqs } from '../../infra/local/sqs/server.ts'

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret-of-the-test' }
const common = {
  secretOf: (id: string) => (id === credentials.accessKeyId ? credentials.secretAccessKey : undefined),
  region: 'eu-west-1',
  accountId: '000000000000',
}
const spec = { visibilityTimeoutSeconds: 30, delaySeconds: 0, retentionSeconds: 86_400, receiveWaitSeconds: 0 }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-contract-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('SQS over the wire', () => {
  let server: Awaited<ReturnType<typeof startSqs>>
  let client: SQSClient
  let present = Date.now()
  let file: string
  let count = 0

  const open = async () => {
    server = await startSqs({
      ...common,
      file,
      now: () => present,
      queues: [
        { ...spec, name: 'work', redrive: { deadLetterQueueName: 'dead', maxReceiveCount: 2 } },
        { ...spec, name: 'dead' },
        { ...spec, name: 'line.fifo', fifo: true },
      ],
    })
    client = new SQSClient({ endpoint: server.url, region: common.region, credentials, maxAttempts: 1 })
  }
  beforeEach(async () => {
    present = Date.now()
    file = join(folder, `sqs-${count++}.db`)
    await open()
    return async () => {
      client.destroy()
      await server.close()
    }
  })
  const receive = async (name = 'work', WaitTimeSeconds = 0) =>
    (
      await client.send(
        new ReceiveMessageCommand({
          QueueUrl: server.queueUrl(name),
          MaxNumberOfMessages: 10,
          WaitTimeSeconds,
          MessageSystemAttributeNames: ['All'],
        }),
      )
    ).Messages ?? []
  const send = (MessageBody: string, more = {}) =>
    client.send(new SendMessageCommand({ QueueUrl: server.queueUrl('work'), MessageBody, ...more }))

  it('delivers what was sent, with its attributes, and not again once deleted', async () => {
    await send('hello', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } } })
    const [message] = await receive()
    expect(message).toMatchObject({ Body: 'hello', Attributes: { ApproximateReceiveCount: '1' } })
    await client.send(new DeleteMessageCommand({ QueueUrl: server.queueUrl('work'), ReceiptHandle: message?.ReceiptHandle }))
    present += 3_600_000
    expect(await receive()).toEqual([])
  })

  it('hides what is in flight until its time is over, or until it is given back', async () => {
    await send('once')
    const [first] = await receive()
    expect(await receive()).toEqual([])
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: server.queueUrl('work'), ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }),
    )
    const [second] = await receive()
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2')
  })

  it('moves to the dead letters what was received too often', async () => {
    await send('poison')
    for (let tries = 0; tries < 2; tries++) {
      expect(await receive()).toHaveLength(1)
      present += 31_000
    }
    expect(await receive()).toEqual([])
    expect((await receive('dead')).map(({ Body }) => Body)).toEqual(['poison'])
  })

  it('holds back what is delayed', async () => {
    await send('later', { DelaySeconds: 5 })
    expect(await receive()).toEqual([])
    present += 5001
    expect(await receive()).toHaveLength(1)
  })

  it('answers a long poll as soon as something comes', async () => {
    const waiting = receive('work', 10)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const began = performance.now()
    await send('now')
    expect(await waiting).toHaveLength(1)
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it('keeps the order in a FIFO group, one in flight, and knows a repeat', async () => {
    const QueueUrl = server.queueUrl('line.fifo')
    const entry = (Id: string, group: string, key = Id) => ({ Id, MessageBody: Id, MessageGroupId: group, MessageDeduplicationId: key })
    await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: [entry('a1', 'a'), entry('a2', 'a'), entry('b1', 'b'), entry('a3', 'a', 'a1')] }),
    )
    const first = await receive('line.fifo')
    expect(first.map(({ Body }) => Body ?? '').sort((a, b) => a.localeCompare(b))).toEqual(['a1', 'b1'])
    for (const { ReceiptHandle } of first) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    expect((await receive('line.fifo')).map(({ Body }) => Body)).toEqual(['a2'])
  })

  it('finds everything again after a restart', async () => {
    await send('kept')
    await server.close()
    await open()
    expect((await receive()).map(({ Body }) => Body)).toEqual(['kept'])
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: server.queueUrl('work'), AttributeNames: ['All'] }))
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1', ApproximateNumberOfMessages: '0' })
    // What readers had taken when all of it ended is nobody's.
    await server.close()
    await open()
    expect((await receive()).map(({ Body }) => Body)).toEqual(['kept'])
  })

  it('refuses an unknown key, a wrong secret, an unknown queue', async () => {
    const as = (more: Partial<typeof credentials>) =>
      new SQSClient({ endpoint: server.url, region: common.region, credentials: { ...credentials, ...more }, maxAttempts: 1 })
    const command = () => new ReceiveMessageCommand({ QueueUrl: server.queueUrl('work') })
    await expect(as({ accessKeyId: 'AKIANOBODY' }).send(command())).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await expect(as({ secretAccessKey: 'other' }).send(command())).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl: `${server.url}/x/none` }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    })
  })

  it('stays quick with a long queue', async () => {
    for (let at = 0; at < 200; at++)
      await client.send(
        new SendMessageBatchCommand({
          QueueUrl: server.queueUrl('work'),
          Entries: Array.from({ length: 10 }, (_, place) => ({ Id: String(place), MessageBody: `${at}-${place}` })),
        }),
      )
    const all = new Set<string | undefined>()
    for (let got = await receive(); got.length > 0; got = await receive()) for (const { Body } of got) all.add(Body)
    expect(all.size).toBe(2000)
  })
})

describe('Scheduler over the wire', () => {
  const delivered: string[] = []
  const dead: string[] = []
  let fails = 0
  let present = Date.parse('2026-06-01T00:00:00Z')
  let server: Awaited<ReturnType<typeof startScheduler>>
  let client: SchedulerClient
  let file: string
  let count = 0

  const open = async () => {
    server = await startScheduler({
      ...common,
      file,
      groups: ['deployments'],
      now: () => present,
      deliver: async ({ input }) => {
        if (fails > 0) {
          fails--
          throw new Error('not now')
        }
        delivered.push(input)
      },
      deadLetter: async (_, body) => void dead.push(body),
    })
    client = new SchedulerClient({ endpoint: server.url, region: common.region, credentials, maxAttempts: 1 })
  }
  beforeEach(async () => {
    delivered.length = dead.length = fails = 0
    present = Date.parse('2026-06-01T00:00:00Z')
    file = join(folder, `scheduler-${count++}.db`)
    await open()
    return () => server.close()
  })
  const schedule = (ScheduleExpression: string, more = {}) => ({
    Name: 'one',
    GroupName: 'deployments',
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    Target: { Arn: 'arn:aws:sqs:x:0:alarms', RoleArn: 'arn:aws:iam::0:role/r', Input: '"ring"' },
    ...more,
  })
  const at = async (instant: string) => {
    present = Date.parse(instant)
    await server.tick()
  }

  it('fires once at its time, in its time zone, and goes if it was told to', async () => {
    await client.send(
      new CreateScheduleCommand(
        schedule('at(2026-06-01T03:00:00)', { ScheduleExpressionTimezone: 'Europe/Paris', ActionAfterCompletion: 'DELETE' }),
      ),
    )
    await at('2026-06-01T00:59:59Z')
    expect(delivered).toEqual([])
    await at('2026-06-01T01:00:00Z')
    await at('2026-06-01T02:00:00Z')
    expect(delivered).toEqual(['"ring"'])
    await expect(client.send(new GetScheduleCommand({ Name: 'one', GroupName: 'deployments' }))).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    )
  })

  it('fires after a restart what was due meanwhile', async () => {
    await client.send(new CreateScheduleCommand(schedule('at(2026-06-01T01:00:00)')))
    await server.close()
    present = Date.parse('2026-06-01T05:00:00Z')
    await open()
    await server.tick()
    expect(delivered).toEqual(['"ring"'])
  })

  it('can be moved, and is unknown once deleted', async () => {
    await client.send(new CreateScheduleCommand(schedule('at(2026-06-01T01:00:00)')))
    await expect(client.send(new CreateScheduleCommand(schedule('at(2026-06-01T01:00:00)')))).rejects.toBeInstanceOf(ConflictException)
    await client.send(new UpdateScheduleCommand(schedule('at(2026-06-02T01:00:00)')))
    await at('2026-06-01T12:00:00Z')
    expect(delivered).toEqual([])
    expect((await client.send(new ListSchedulesCommand({ GroupName: 'deployments' }))).Schedules).toHaveLength(1)
    await client.send(new DeleteScheduleCommand({ Name: 'one', GroupName: 'deployments' }))
    await at('2026-06-03T00:00:00Z')
    expect(delivered).toEqual([])
  })

  it('repeats by rate and by cron', async () => {
    await client.send(new CreateScheduleCommand(schedule('rate(5 minutes)')))
    await client.send(
      new CreateScheduleCommand(schedule('cron(0 2 * * ? *)', { Name: 'nightly', Target: { Arn: 'a', RoleArn: 'r', Input: '"night"' } })),
    )
    await at('2026-06-01T00:05:00Z')
    await at('2026-06-01T00:10:00Z')
    expect(delivered).toEqual(['"ring"', '"ring"'])
    await at('2026-06-01T02:00:00Z')
    expect(delivered.filter((input) => input === '"night"')).toHaveLength(1)
  })

  it('tries again, and gives up to the dead letters', async () => {
    fails = 2
    const Target = {
      Arn: 'a',
      RoleArn: 'r',
      Input: '"hard"',
      RetryPolicy: { MaximumRetryAttempts: 1 },
      DeadLetterConfig: { Arn: 'arn:dead' },
    }
    await client.send(new CreateScheduleCommand(schedule('at(2026-06-01T01:00:00)', { Target })))
    await at('2026-06-01T01:00:00Z')
    await at('2026-06-01T01:01:00Z')
    expect(delivered).toEqual([])
    expect(dead).toEqual(['"hard"'])
  })

  it.each(['at(2026-02-30T00:00:00)', 'at(tomorrow)', 'rate(0 minutes)', 'rate(1 minutes)', 'cron(61 * * * ? *)', 'every day'])(
    'refuses %s',
    async (expression) => {
      await expect(client.send(new CreateScheduleCommand(schedule(expression)))).rejects.toBeInstanceOf(ValidationException)
    },
  )
})
