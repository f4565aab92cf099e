/** SQS as the SDK speaks it (AWS JSON 1.0), for local mode, on loopback. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { verifyRequest } from '../sigv4/verify.ts'
import { openQueues, type QueueSpec, type QueueStore, type Sent } from './store.ts'

export type { QueueSpec } from './store.ts'

/** Limits of the real service. */
const maxBatch = 10
const maxMessageBytes = 1024 * 1024
const maxWaitSeconds = 20
const maxDelaySeconds = 900

const codes = {
  QueueDoesNotExist: ['AWS.SimpleQueueService.NonExistentQueue', 400],
  ReceiptHandleIsInvalid: ['ReceiptHandleIsInvalid', 400],
  MessageNotInflight: ['AWS.SimpleQueueService.MessageNotInflight', 400],
  EmptyBatchRequest: ['AWS.SimpleQueueService.EmptyBatchRequest', 400],
  TooManyEntriesInBatchRequest: ['AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 400],
  BatchRequestTooLong: ['AWS.SimpleQueueService.BatchRequestTooLong', 400],
  InvalidParameterValue: ['InvalidParameterValue', 400],
  MissingParameter: ['MissingParameter', 400],
  UnsupportedOperation: ['AWS.SimpleQueueService.UnsupportedOperation', 400],
  InvalidClientTokenId: ['InvalidClientTokenId', 403],
  SignatureDoesNotMatch: ['SignatureDoesNotMatch', 403],
} as const
class SqsError extends Error {
  readonly code: keyof typeof codes
  constructor(code: keyof typeof codes, message: string) {
    super(message)
    this.code = code
  }
}

const Attribute = z.object({ DataType: z.string(), StringValue: z.string().optional(), BinaryValue: z.string().optional() })
const Attributes = z.record(z.string(), Attribute).optional()
const Message = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.int().min(0).max(maxDelaySeconds).optional(),
  MessageAttributes: Attributes,
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
})
const OnQueue = z.object({ QueueUrl: z.string() })
const Receive = OnQueue.extend({
  MaxNumberOfMessages: z.int().min(1).max(maxBatch).default(1),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.int().min(0).max(maxWaitSeconds).optional(),
})
const entries = <T extends z.ZodRawShape>(shape: T) => OnQueue.extend({ Entries: z.array(z.object({ Id: z.string(), ...shape })) })
const DeleteBatch = entries({ ReceiptHandle: z.string() })
const VisibilityBatch = entries({ ReceiptHandle: z.string(), VisibilityTimeout: z.int().min(0).max(43_200) })
const SendBatch = entries(Message.shape)

export type SqsOptions = {
  readonly file: string
  readonly queues: readonly QueueSpec[]
  readonly secretOf: (accessKeyId: string) => string | undefined
  readonly region: string
  readonly accountId: string
  readonly port?: number
  readonly now?: () => number
}

export const startSqs = async (
  options: SqsOptions,
): Promise<{ url: string; queueUrl: (name: string) => string; queueArn: (name: string) => string; close: () => Promise<void> }> => {
  const store = openQueues(options.file, options.queues, options.now ?? Date.now)
  const closing = new AbortController()
  let url = ''
  const queueUrl = (name: string) => `${url}/${options.accountId}/${name}`
  const queueArn = (name: string) => `arn:aws:sqs:${options.region}:${options.accountId}:${name}`
  const server = createServer((request, response) => {
    answer(options, operations(store, queueUrl, queueArn), closing.signal, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    queueUrl,
    queueArn,
    close: async () => {
      closing.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      store.close()
    },
  }
}

const answer = async (
  options: SqsOptions,
  known: ReturnType<typeof operations>,
  closing: AbortSignal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = await read(request)
  // For who waits; the others are answered at once.
  const untilGone = (): AbortSignal => {
    const gone = new AbortController()
    response.once('close', () => gone.abort('closed'))
    return AbortSignal.any([gone.signal, closing])
  }
  const send = (status: number, value: unknown, headers: Record<string, string> = {}) => {
    const text = JSON.stringify(value)
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(text), ...headers })
      .end(text)
  }
  try {
    const verdict = verifyRequest({
      method: request.method ?? '',
      url: request.url ?? '/',
      headers: request.headers,
      body,
      secretOf: options.secretOf,
      now: Date.now(),
    })
    if (!verdict.ok)
      throw new SqsError(verdict.code === 'InvalidAccessKeyId' ? 'InvalidClientTokenId' : 'SignatureDoesNotMatch', verdict.message)
    const name = String(request.headers['x-amz-target'] ?? '').replace(/^AmazonSQS\./, '')
    const operation = Object.hasOwn(known, name) ? known[name] : undefined
    if (!operation) throw new SqsError('UnsupportedOperation', `${name} is not part of this stand-in`)
    send(200, (await operation(JSON.parse(body.toString('utf8')), untilGone)) ?? {})
  } catch (error) {
    const refusal =
      error instanceof SqsError
        ? error
        : error instanceof z.ZodError
          ? new SqsError('InvalidParameterValue', error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
          : null
    if (!refusal) return send(500, { __type: 'InternalFailure', message: error instanceof Error ? error.message : String(error) })
    const [queryCode, status] = codes[refusal.code]
    send(status, { __type: `com.amazonaws.sqs#${refusal.code}`, message: refusal.message }, { 'x-amzn-query-error': `${queryCode};Sender` })
  }
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 2 * maxMessageBytes) throw new Error('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

type Operation = (input: unknown, untilGone: () => AbortSignal) => unknown

const operations = (
  store: QueueStore,
  queueUrl: (name: string) => string,
  queueArn: (name: string) => string,
): Record<string, Operation> => {
  const queueOf = (input: unknown): QueueSpec => {
    const name = OnQueue.parse(input).QueueUrl.split('/').at(-1) ?? ''
    const spec = store.spec(name)
    if (!spec) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.')
    return spec
  }
  const sent = (spec: QueueSpec, message: z.output<typeof Message>): Sent => {
    if (Buffer.byteLength(message.MessageBody) > maxMessageBytes)
      throw new SqsError('InvalidParameterValue', 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.')
    if (spec.fifo && message.MessageGroupId === undefined)
      throw new SqsError('MissingParameter', 'The request must contain the parameter MessageGroupId.')
    if (spec.fifo && message.MessageDeduplicationId === undefined && !spec.contentBasedDeduplication)
      throw new SqsError(
        'InvalidParameterValue',
        'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
      )
    return {
      body: message.MessageBody,
      attributes: JSON.stringify(message.MessageAttributes ?? {}),
      ...(message.DelaySeconds === undefined || spec.fifo ? {} : { delaySeconds: message.DelaySeconds }),
      ...(message.MessageGroupId === undefined || !spec.fifo ? {} : { group: message.MessageGroupId }),
      ...(message.MessageDeduplicationId === undefined ? {} : { deduplicationId: message.MessageDeduplicationId }),
    }
  }
  const receipt = (message: z.output<typeof Message>, id: string) => ({
    MessageId: id,
    MD5OfMessageBody: md5(message.MessageBody),
    ...(message.MessageAttributes ? { MD5OfMessageAttributes: md5OfAttributes(message.MessageAttributes) } : {}),
  })
  const batch = <T>(all: readonly T[]): readonly T[] => {
    if (all.length === 0) throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.')
    if (all.length > maxBatch) throw new SqsError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are ${maxBatch}.`)
    return all
  }
  return {
    SendMessage: (input) => {
      const spec = queueOf(input)
      const message = Message.parse(input)
      const [id = ''] = store.send(spec.name, [sent(spec, message)])
      return receipt(message, id)
    },
    SendMessageBatch: (input) => {
      const spec = queueOf(input)
      const all = batch(SendBatch.parse(input).Entries)
      if (all.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0) > maxMessageBytes)
        throw new SqsError('BatchRequestTooLong', 'Batch requests cannot be longer than 1048576 bytes.')
      const ids = store.send(
        spec.name,
        all.map((entry) => sent(spec, entry)),
      )
      return { Successful: all.map((entry, at) => ({ Id: entry.Id, ...receipt(entry, ids[at] ?? '') })), Failed: [] }
    },
    ReceiveMessage: async (input, untilGone) => {
      const spec = queueOf(input)
      const { MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds = spec.receiveWaitSeconds } = Receive.parse(input)
      const deadline = Date.now() + WaitTimeSeconds * 1000
      const gone = untilGone()
      for (;;) {
        const got = gone.aborted ? [] : store.receive(spec.name, MaxNumberOfMessages, VisibilityTimeout)
        if (got.length > 0 || Date.now() >= deadline || gone.aborted) return { Messages: got.map(shown) }
        await store.wait(spec.name, deadline - Date.now(), gone)
      }
    },
    DeleteMessage: (input) => store.delete(queueOf(input).name, z.object({ ReceiptHandle: z.string() }).parse(input).ReceiptHandle),
    DeleteMessageBatch: (input) => {
      const { name } = queueOf(input)
      const all = batch(DeleteBatch.parse(input).Entries)
      store.deleteAll(
        name,
        all.map(({ ReceiptHandle }) => ReceiptHandle),
      )
      return { Successful: all.map(({ Id }) => ({ Id })), Failed: [] }
    },
    ChangeMessageVisibility: (input) => {
      const { ReceiptHandle, VisibilityTimeout } = z
        .object({ ReceiptHandle: z.string(), VisibilityTimeout: z.int().min(0).max(43_200) })
        .parse(input)
      if (!store.setVisibility(queueOf(input).name, ReceiptHandle, VisibilityTimeout))
        throw new SqsError('MessageNotInflight', 'The message referred to is not in flight.')
    },
    ChangeMessageVisibilityBatch: (input) => {
      const { name } = queueOf(input)
      const all = batch(VisibilityBatch.parse(input).Entries)
      const done = all.map((entry) => ({ entry, ok: store.setVisibility(name, entry.ReceiptHandle, entry.VisibilityTimeout) }))
      return {
        Successful: done.filter(({ ok }) => ok).map(({ entry }) => ({ Id: entry.Id })),
        Failed: done.filter(({ ok }) => !ok).map(({ entry }) => ({ Id: entry.Id, SenderFault: true, Code: codes.MessageNotInflight[0] })),
      }
    },
    GetQueueUrl: (input) => {
      const { QueueName } = z.object({ QueueName: z.string() }).parse(input)
      if (!store.spec(QueueName)) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.')
      return { QueueUrl: queueUrl(QueueName) }
    },
    ListQueues: (input) => {
      const { QueueNamePrefix = '' } = z.object({ QueueNamePrefix: z.string().optional() }).parse(input)
      return {
        QueueUrls: store
          .names()
          .filter((name) => name.startsWith(QueueNamePrefix))
          .map(queueUrl),
      }
    },
    PurgeQueue: (input) => store.purge(queueOf(input).name),
    GetQueueAttributes: (input) => {
      const spec = queueOf(input)
      const { AttributeNames = [] } = z.object({ AttributeNames: z.array(z.string()).optional() }).parse(input)
      const depth = store.depth(spec.name)
      const all: Record<string, string> = {
        QueueArn: queueArn(spec.name),
        ApproximateNumberOfMessages: String(depth.visible),
        ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
        ApproximateNumberOfMessagesDelayed: String(depth.delayed),
        VisibilityTimeout: String(spec.visibilityTimeoutSeconds),
        DelaySeconds: String(spec.delaySeconds),
        MessageRetentionPeriod: String(spec.retentionSeconds),
        ReceiveMessageWaitTimeSeconds: String(spec.receiveWaitSeconds),
        ...(spec.fifo ? { FifoQueue: 'true' } : {}),
        ...(spec.redrive
          ? {
              RedrivePolicy: JSON.stringify({
                deadLetterTargetArn: queueArn(spec.redrive.deadLetterQueueName),
                maxReceiveCount: spec.redrive.maxReceiveCount,
              }),
            }
          : {}),
      }
      return {
        Attributes: Object.fromEntries(
          Object.entries(all).filter(([name]) => AttributeNames.includes('All') || AttributeNames.includes(name)),
        ),
      }
    },
  }
}

const shown = (message: ReturnType<QueueStore['receive']>[number]) => {
  const attributes = Attributes.parse(JSON.parse(message.attributes)) ?? {}
  const hasAttributes = Object.keys(attributes).length > 0
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: {
      ApproximateReceiveCount: String(message.receiveCount),
      SentTimestamp: String(message.sentAt),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      SenderId: 'local',
      ...(message.group === null ? {} : { MessageGroupId: message.group }),
    },
    ...(hasAttributes ? { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) } : {}),
  }
}

const md5 = (data: string): string => createHash('md5').update(data).digest('hex')

/** As in AWS, "Calculating the MD5 message digest for message attributes". */
const md5OfAttributes = (attributes: Record<string, z.output<typeof Attribute>>): string => {
  const hash = createHash('md5')
  const put = (data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    hash.update(length).update(data)
  }
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    put(Buffer.from(name))
    put(Buffer.from(DataType))
    hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]))
    put(BinaryValue === undefined ? Buffer.from(StringValue ?? '') : Buffer.from(BinaryValue, 'base64'))
  }
  return hash.digest('hex')
}
