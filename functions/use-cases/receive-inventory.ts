/** The door of the inventory agents: who is it, what does it ask, is its upload safe in the bucket; then the answer. */
import type { InventoryMessage } from '#shared/contracts/inventory.ts'
import { inventoryRealm } from '#shared/contracts/inventory-views.ts'
import { type Asked, askedIn, noTasks, type Reply, refusal, replyTo } from '#shared/domain/inventory/dialogue.ts'
import { agentKeysOf, deviceKeyOf } from '#shared/domain/inventory/identity.ts'
import { withoutSecrets } from '#shared/domain/inventory/secrets.ts'
import { type Codec, packedReply, packingOf, unpack } from '#shared/domain/inventory/wire.ts'
import type { AgentStore } from '../adapters/agents.ts'
import type { DoubtStore } from '../adapters/doubts.ts'
import type { InventoryStore } from '../adapters/inventories.ts'
import { type InventoryObjects, uploadKey } from '../adapters/inventory-objects.ts'
import type { Queue } from '../adapters/queues.ts'
import { siteOfAgent } from './site-of-agent.ts'
import { refusalOf, tooManyNew, type Unfit } from './unfit-uploads.ts'

export type ReceivePorts = {
  readonly agents: Pick<AgentStore, 'secret' | 'countUpload' | 'needsFull' | 'roomForNew' | 'countNew'>
  readonly inventories: Pick<InventoryStore, 'identities'>
  readonly doubts: Pick<DoubtStore, 'refuse'>
  readonly objects: InventoryObjects
  readonly inventoriesQueue: Queue
  readonly codec: Codec
  readonly newId: () => string
  readonly now: () => number
}
/** Where the site is known already. */
export type SitePorts = Omit<ReceivePorts, 'agents'> & { readonly agents: Omit<ReceivePorts['agents'], 'secret'> }
export type AgentRequest = {
  readonly authorization: string | null
  readonly bytes: Uint8Array
  readonly userAgent: string
  readonly agentId: string | null
  readonly sourceIp: string
}
export type AgentAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  /** Nothing is wrong with it: whoever keeps it may bring it again. */
  readonly isForLater?: boolean
}

/** Uploads of one device within ten minutes. A person who tries an agent out sends a few; a loop sends hundreds. */
const mostUploads = 30

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
  const list = (unfit: Unfit) => ports.doubts.refuse(refusalOf(sent(ports, siteId, request), unfit))
  const unpacked = unpack(ports.codec, request.bytes)
  if (unpacked.kind === 'refused') {
    const { status, sentence: why } = unpacked
    await list({ deviceId: request.agentId ?? '', reason: status === 413 ? 'too-large' : 'unreadable', why })
    return answerWith(ports.codec, packingOf(request.bytes), refusal('xml', status, why))
  }
  const text = envelopeText(unpacked.bytes)
  const asked = askedIn(text)
  const answer = (reply: Reply) => answerWith(ports.codec, unpacked.packing, reply)
  if (asked.kind === 'refused') {
    await list({ deviceId: request.agentId ?? '', reason: asked.reason, why: asked.sentence })
    return answer(replyTo(asked, { agentId: request.agentId, needsFull: false }))
  }
  const agentKey = deviceKeyOf(siteId, request.agentId ?? asked.deviceId)
  if (asked.kind !== 'inventory') {
    const needsFull = request.agentId !== null && (await ports.agents.needsFull(agentKey))
    return answer(replyTo(asked, { agentId: request.agentId, needsFull }))
  }
  const isNew = !(await isKnown(ports, siteId, request.agentId, asked.deviceId))
  const unfit = isNew ? await tooManyNew(ports, siteId, asked.deviceId) : null
  if (unfit) {
    await list(unfit)
    return { ...answer(refusal(asked.format, 429, unfit.why)), isForLater: true }
  }
  const nowSeconds = Math.floor(ports.now() / 1000)
  const uploads = await ports.agents.countUpload(agentKey, nowSeconds)
  if (uploads > mostUploads) {
    const why = `This device has sent more than ${mostUploads} inventories within ten minutes.`
    // A loop is one line.
    if (uploads === mostUploads + 1) await list({ deviceId: asked.deviceId, reason: 'too-many', why })
    return answer(refusal(asked.format, 429, why))
  }
  if (isNew) await ports.agents.countNew(siteId, nowSeconds)
  await store(ports, siteId, request, asked, { text, isCounted: isNew })
  return answer(replyTo(asked, { agentId: request.agentId, needsFull: false }))
}

/** JSON is UTF-8. Of XML only the envelope is read here; Latin-1 keeps each byte, whatever charset the document is in. */
const envelopeText = (bytes: Uint8Array): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isJson = /^[\s\u00ef\u00bb\u00bf]*\{/.test(buffer.subarray(0, 100).toString('latin1'))
  return buffer.toString(isJson ? 'utf8' : 'latin1')
}

const sent = (ports: SitePorts, siteId: string, { userAgent, sourceIp }: Omit<AgentRequest, 'authorization'>) => ({
  id: ports.newId(),
  siteId,
  at: new Date(ports.now()).toISOString(),
  userAgent: printable(userAgent, 300),
  sourceIp: sourceIp.slice(0, 100),
})

/** Which agent it is by name, its document will say: each that it may be is looked for. */
const isKnown = async ({ inventories }: SitePorts, siteId: string, agentId: string | null, deviceId: string): Promise<boolean> => {
  // The envelope was read byte by byte; the record has it in its own charset.
  const names = [...new Set([deviceId, Buffer.from(deviceId, 'latin1').toString('utf8')])]
  const keys = names.flatMap((name) => agentKeysOf(siteId, agentId, name))
  return (await inventories.identities(keys)).size > 0
}

const store = async (
  ports: SitePorts,
  siteId: string,
  request: Omit<AgentRequest, 'authorization'>,
  asked: Extract<Asked, { kind: 'inventory' }>,
  { text, isCounted }: { text: string; isCounted: boolean },
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
    isCounted,
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
