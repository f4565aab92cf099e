/**
 * The synthesized template, running on this machine: stores, functions, event sources, API, WebSocket and identity
 * behind one address. The console and the edge launcher are not its business.
 */
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { JSONWebKeySet } from 'jose'
import { deliverSchedule } from './deliveries.ts'
import { expirySweepMs, sweepExpired } from './dynamodb/expiry.ts'
import { startSources } from './event-sources/start-sources.ts'
import { httpApi } from './front/api/api.ts'
import { declaredApi } from './front/api/declared-api.ts'
import { issuerKeys } from './front/api/issuer-keys.ts'
import { type Front, openFront } from './front/front.ts'
import { managementEndpoint } from './front/live/management.ts'
import { openSockets } from './front/live/sockets.ts'
import { signatureVerifier } from './front/live/verify.ts'
import { declaredFunctions } from './functions/declared-functions.ts'
import { type RunningFunction, type RunningFunctions, runFunctions } from './functions/run-functions.ts'
import { startIdentity } from './identity/provider.ts'
import type { OpenInstallation } from './installation.ts'
import { decide } from './permissions/policy.ts'
import { permissionRecord, type Recorded } from './permissions/record.ts'
import { type StandIns, startStandIns } from './stand-ins.ts'
import { declaredClients, declaredPool } from './template/declared.ts'
import { type Addresses, region } from './template/references.ts'
import { openStack, type Stack } from './template/stack.ts'
import type { Template } from './template/template.ts'

/** How long a clean end waits for what runs. */
const drainMs = 10_000

export type CloudOptions = {
  readonly template: Template
  /** Folder that the functions' sources are relative to. */
  readonly root: string
  readonly data: string
  readonly host: string
  readonly port: number
  readonly installation: OpenInstallation
  /** A DynamoDB-compatible server for platforms without the stand-in. */
  readonly otherDynamoDb: string | undefined
  readonly recordPermissions: string | null
  /** Keys beside another provider's own, with which the start of this installation speaks for the first administrator. */
  readonly startKeys?: JSONWebKeySet
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void
  /** A part without which nothing works ended by itself. */
  readonly onFatal: (sentence: string) => void
}

export type Cloud = {
  readonly front: Front
  readonly stack: Stack
  /** Null where the template has no user pool. */
  readonly identity: { readonly issuer: string; readonly clientId: string; readonly file: string } | null
  /** The environment with which the ordinary AWS tools look into the stand-ins. */
  readonly aws: Readonly<Record<string, string>>
  readonly calls: () => readonly Recorded[]
  /** Loads every function's code ahead of need. */
  readonly warm: () => Promise<void>
  readonly close: () => Promise<void>
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const listenOnLoopback = async (): Promise<{ server: Server; url: string }> => {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  if (!address || typeof address !== 'object') throw new Error('the listener has no port')
  return { server, url: `http://127.0.0.1:${address.port}` }
}

/** Resolves when requests are answered. Throws when anything cannot start; what had started is closed again. */
export const startCloud = async (options: CloudOptions): Promise<Cloud> => {
  const closers: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each()
  }
  try {
    return { ...(await startParts(options, (closer) => closers.push(closer))), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** `onClose`: what closes a part; called in the reverse order. */
const startParts = async (options: CloudOptions, onClose: (closer: () => Promise<void> | void) => void): Promise<Omit<Cloud, 'close'>> => {
  const { template, data, installation, say } = options
  const trouble = (what: string) => (error: unknown) => say(`${what}: ${messageOf(error)}`)
  const front = await openFront({ host: options.host, port: options.port, onTrouble: trouble('front') })
  onClose(() => front.close(drainMs))
  const management = await listenOnLoopback()
  onClose(() => {
    management.server.closeAllConnections()
    management.server.close()
  })

  let addresses: Addresses | null = null
  const stack = openStack(template, () => {
    if (!addresses) throw new Error('an address is needed before the servers listen')
    return addresses
  })
  const record = permissionRecord(options.recordPermissions, (call) =>
    say(`refused: the role of the function ${call.function} does not allow ${call.action} on ${call.resource}`),
  )
  let functions: RunningFunctions | null = null
  const functionOf = (name: string): RunningFunction => {
    if (!functions) throw new Error('the functions do not run yet')
    return functions.get(name)
  }
  /** Requests that a function signed for others to send are judged by its role. */
  const mayCall = ({ accessKeyId, action, bucket, key }: { accessKeyId: string; action: string; bucket: string; key: string }): boolean => {
    const name = installation.functionOf(accessKeyId)
    if (name === null) return accessKeyId === installation.operator.accessKeyId
    const need = { action: action.includes(':') ? action : `s3:${action}`, resource: `arn:aws:s3:::${bucket}/${key}` }
    const { allowed } = decide(functionOf(name).spec.start.statements, need)
    record.add({ function: name, ...need, allowed })
    return allowed
  }
  let closing = false
  onClose(() => {
    closing = true
  })
  const standIns: StandIns = await startStandIns({
    stack,
    data,
    operator: installation.operator,
    secretOf: installation.secretOf,
    mayCall,
    deliver: (delivery) =>
      deliverSchedule(delivery, {
        stack,
        sqs: standIns.clients.sqs,
        queueUrl: standIns.sqs.queueUrl,
        functionOf: (arn) => functionOf(arn).running,
        record,
      }),
    deadLetter: async (queueArn, body) => {
      const QueueUrl = standIns.sqs.queueUrl(queueArn.split(':').at(-1) ?? '')
      await standIns.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))
    },
    otherDynamoDb: options.otherDynamoDb,
    onDynamoDbExit: (code) => {
      if (!closing) options.onFatal(`the DynamoDB stand-in ended with ${code}`)
    },
  })
  onClose(() => standIns.close())
  addresses = {
    front: front.origin,
    s3: standIns.s3.url,
    sqs: standIns.sqs.url,
    management: management.url,
    issuer: `${front.origin}/identity`,
  }

  const clients = declaredClients(stack)
  const [client] = clients
  const pool = declaredPool(stack)
  const file = join(data, 'identity.db')
  const identity = client
    ? await startIdentity({
        file,
        issuer: addresses.issuer,
        clients,
        administrator: installation.administrator,
        ...(pool && { policy: pool.policy }),
      })
    : null
  if (identity) {
    front.behind.identity = identity.handle
    onClose(() => identity.close())
  }

  const specs = declaredFunctions(stack, {
    root: options.root,
    compileCache: join(options.root, '.build/compile-cache'),
    keysOf: installation.keysOf,
    endpoints: standIns.endpoints,
  })
  functions = runFunctions(specs, { data, record, say })
  const running = functions
  onClose(() => running.close(drainMs))

  const ownIssuer = addresses.issuer
  const found = issuerKeys(Date.now)
  const otherKeys = async (issuer: string): Promise<JSONWebKeySet> => ({
    keys: [...(await found(issuer)).keys, ...(options.startKeys?.keys ?? [])],
  })
  const outside = {
    functionOf: (arn: string) => functionOf(arn).running,
    jwks: (issuer: string) => (identity && issuer === ownIssuer ? identity.jwks() : otherKeys(issuer)),
    now: Date.now,
    host: () => new URL(front.origin).host,
  }
  const http = declaredApi(stack, 'HTTP')
  if (http) front.behind.api = httpApi(http, outside)
  const live = declaredApi(stack, 'WEBSOCKET')
  let closeSockets = async (): Promise<void> => {}
  if (live) {
    const sockets = openSockets(live, outside)
    front.behind.sockets = sockets
    const manage = managementEndpoint(live.stage, sockets, signatureVerifier(installation.secretOf, Date.now))
    management.server.on('request', (request, response) => {
      manage(request, response).catch((error: unknown) => {
        say(`connections: ${messageOf(error)}`)
        response.destroy()
      })
    })
    closeSockets = () => sockets.close()
  }
  const sources = startSources({ stack, standIns, data, functionOf, record, onTrouble: (what, error) => trouble(what)(error) })
  onClose(() => sources.stop(drainMs))
  const sweep = setInterval(() => {
    sweepExpired(standIns.clients.dynamodb, standIns.tables, Date.now(), standIns.dynamodb.file).catch(trouble('expiry'))
  }, expirySweepMs)
  onClose(() => clearInterval(sweep))
  // First of all: no new requests, while those in flight still find everything.
  onClose(async () => {
    await Promise.all([front.close(drainMs), closeSockets()])
  })

  return {
    front,
    stack,
    identity: client ? { issuer: addresses.issuer, clientId: client.clientId, file } : null,
    aws: {
      ...standIns.endpoints,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: installation.operator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: installation.operator.secretAccessKey,
    },
    calls: record.all,
    warm: running.warm,
  }
}
