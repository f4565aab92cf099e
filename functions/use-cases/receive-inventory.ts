/** The door of the inventory agents: who is it, what does it ask, is its upload safe in the bucket; then the answer. */
import { timingSafeEqual } from 'node:crypto'
import type { InventoryMessage } from '#shared/contracts/inventory.ts'
import { inventoryRealm } from '#shared/contracts/inventory-views.ts'
import { type Asked, askedIn, noTasks, type Reply, refusal, replyTo } from '#shared/domain/inventory/dialogue.ts'
import { deviceKeyOf } from '#shared/domain/inventory/identity.ts'
import { withoutSecrets } from '#shared/domain/inventory/secrets.ts'
import { type Codec, packedReply, packingOf, unpack } from '#shared/domain/inventory/wire.ts'
import type { AgentStore } from '../adapters/agents.ts'
import { type InventoryObjects, uploadKey } from '../adapters/inventory-objects.ts'
import type { Queue } from '../adapters/queues.ts'
import { secretHash } from './sites.ts'

export type ReceivePorts = {
  readonly agents: Pick<AgentStore, 'secret' | 'countUpload' | 'needsFull'>
  readonly objects: InventoryObjects
  readonly inventoriesQueue: Queue
  readonly codec: Codec
  readonly newId: () => string
  readonly now: () => number
}
/** Where the site is known already. */
export type SitePorts = Omit<ReceivePorts, 'agents'> & { readonly agents: Pick<AgentStore, 'countUpload' | 'needsFull'> }
export type AgentRequest = {
  readonly authorization: string | null
  readonly bytes: Uint8Array
  readonly userAgent: string
  readonly agentId: string | null
  readonly sourceIp: string
}
export type AgentAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array }

/** Uploads of one device within ten minutes. A person who tries an agent out sends a few; a loop sends hundreds. */
const mostUploads = 30

/** The site whose secret it is, or null. */
export const siteOfAgent = async (
  { agents, now }: Pick<ReceivePorts, 'agents' | 'now'>,
  authorization: string | null,
): Promise<string | null> => {
  const encoded = /^Basic ([A-Za-z0-9+/=]{4,1000})$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [, user = '', password = ''] = /^([0-9A-Za-z_-]{1,64}):(.{1,200})$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  if (user === '') return null
  const secret = await agents.secret(user)
  if (!secret) return null
  const given = secretHash(password)
  if (isSame(given, secret.hash)) return user
  const previousCounts = secret.previousHash !== null && secret.previousUntil !== null && Date.parse(secret.previousUntil) > now()
  return previousCounts && isSame(given, secret.previousHash ?? '') ? user : null
}

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8')

export const challenge: AgentAnswer = {
  status: 401,
  headers: { 'www-authenticate': `Basic realm="${inventoryRealm}"`, 'content-type': 'text/plain; charset=utf-8' },
  bytes: utf8("The site's user and password for inventory agents are needed.\n"),
}

/** Before anything is unpacked or counted: most agents send each upload without the password first. */
export const receiveInventory = async (ports: ReceivePorts, request: AgentRequest): Promise<AgentAnswer> => {
  const siteId = await siteOfAgent(ports, request.authorization)
  return siteId === null ? challenge : receiveFromSite(ports, siteId, request)
}

export const agentTasks = async (ports: ReceivePorts, authorization: string | null): Promise<AgentAnswer> =>
  (await siteOfAgent(ports, authorization)) === null ? challenge : answerWith(ports.codec, 'none', noTasks)

export const receiveFromSite = async (
  ports: SitePorts,
  siteId: string,
  request: Omit<AgentRequest, 'authorization'>,
): Promise<AgentAnswer> => {
  const unpacked = unpack(ports.codec, request.bytes)
  if (unpacked.kind === 'refused')
    return answerWith(ports.codec, packingOf(request.bytes), refusal('xml', unpacked.status, unpacked.sentence))
  const text = envelopeText(unpacked.bytes)
  const asked = askedIn(text)
  const answer = (reply: Reply) => answerWith(ports.codec, unpacked.packing, reply)
  if (asked.kind === 'refused') return answer(replyTo(asked, { agentId: request.agentId, needsFull: false }))
  const agentKey = deviceKeyOf(siteId, request.agentId ?? asked.deviceId)
  if (asked.kind !== 'inventory') {
    const needsFull = request.agentId !== null && (await ports.agents.needsFull(agentKey))
    return answer(replyTo(asked, { agentId: request.agentId, needsFull }))
  }
  if ((await ports.agents.countUpload(agentKey, Math.floor(ports.now() / 1000))) > mostUploads)
    return answer(refusal(asked.format, 429, `This device has sent more than ${mostUploads} inventories within ten minutes.`))
  await store(ports, siteId, request, asked, text)
  return answer(replyTo(asked, { agentId: request.agentId, needsFull: false }))
}

/** JSON is UTF-8. Of XML only the envelope is read here; Latin-1 keeps each byte, whatever charset the document is in. */
const envelopeText = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isJson = /^[\s\u00ef\u00bb\u00bf]*\{/.test(buffer.subarray(0, 100).toString('latin1'))
  return buffer.toString(isJson ? 'utf8' : 'latin1')
}

const store = async (
  ports: SitePorts,
  siteId: string,
  request: Omit<AgentRequest, 'authorization'>,
  asked: Extract<Asked, { kind: 'inventory' }>,
  text: string,
) => {
  const receivedAt = new Date(ports.now()).toISOString()
  const uploadId = ports.newId()
  const objectKey = uploadKey(siteId, uploadId, receivedAt)
  const kept = Buffer.from(withoutSecrets(text, asked.format), asked.format === 'json' ? 'utf8' : 'latin1')
  const message: InventoryMessage = {
    uploadId,
    siteId,
    objectKey,
    receivedAt,
    userAgent: printable(request.userAgent, 300),
    agentId: request.agentId,
    sourceIp: request.sourceIp.slice(0, 100),
  }
  // In the bucket first: once the agent has its answer, it will not send this again.
  await ports.objects.putUpload(objectKey, ports.codec.pack('gzip', kept), { received: receivedAt, agent: message.userAgent })
  await ports.inventoriesQueue.send(message)
}

/** Headers of objects are ASCII. */
const printable = (text: string, longest: number): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, longest)

const answerWith = (codec: Codec, packing: 'zlib' | 'gzip' | 'none', reply: Reply): AgentAnswer => {
  const { type, bytes } = packedReply(codec, packing, reply, utf8)
  return { status: reply.status, headers: { 'content-type': type, 'cache-control': 'no-store' }, bytes }
}
