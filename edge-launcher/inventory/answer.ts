/** What an agent on the LAN hears. Its inventory is on the disk before it does. */
import { timingSafeEqual } from 'node:crypto'
import { inventoryRealm } from '#shared/contracts/inventory-views.ts'
import { askedIn, noTasks, type Reply, refusal, replyTo } from '#shared/domain/inventory/dialogue.ts'
import { withoutSecrets } from '#shared/domain/inventory/secrets.ts'
import { packedReply, packingOf, unpack } from '#shared/domain/inventory/wire.ts'
import { codec } from './codec.ts'
import type { Spool } from './spool.ts'

export type Login = { readonly user: string; readonly password: string }
export type RelayPorts = {
  readonly spool: Spool
  /** Whether the cloud wants everything of this agent anew; false while it is away. */
  readonly needsFull: (agentId: string) => Promise<boolean>
  readonly onUpload: () => void
  readonly now: () => number
  readonly login: Login | null
}
export type LanRequest = {
  readonly method: string
  readonly authorization: string | undefined
  readonly userAgent: string
  readonly agentId: string | null
  readonly sourceIp: string
}
export type LanAnswer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly bytes: Uint8Array }

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const packed = (packing: 'zlib' | 'gzip' | 'none', reply: Reply): LanAnswer => {
  const { type, bytes } = packedReply(codec, packing, reply, utf8)
  return { status: reply.status, headers: { 'content-type': type }, bytes }
}

/** null: may go on. Asked before the body is read. */
export const challengeFor = ({ login }: Pick<RelayPorts, 'login'>, authorization: string | undefined): LanAnswer | null => {
  if (login === null) return null
  const expected = Buffer.from(`Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`)
  const given = Buffer.from(authorization ?? '')
  if (given.length === expected.length && timingSafeEqual(given, expected)) return null
  return {
    status: 401,
    headers: { 'www-authenticate': `Basic realm="${inventoryRealm}"` },
    bytes: utf8('A user and a password are needed.\n'),
  }
}

export const answerAgent = async (ports: RelayPorts, request: LanRequest, body: Uint8Array): Promise<LanAnswer> => {
  if (request.method === 'GET') return packed('none', noTasks)
  const unpacked = unpack(codec, body)
  if (unpacked.kind === 'refused') return packed(packingOf(body), refusal('xml', unpacked.status, unpacked.sentence))
  const buffer = Buffer.from(unpacked.bytes.buffer, unpacked.bytes.byteOffset, unpacked.bytes.byteLength)
  const isJson = /^[\s\u00ef\u00bb\u00bf]*\{/.test(buffer.subarray(0, 100).toString('latin1'))
  // Latin-1 keeps each byte of an XML document, whatever its charset.
  const charset = isJson ? 'utf8' : 'latin1'
  const text = buffer.toString(charset)
  const asked = askedIn(text)
  const { agentId } = request
  const answer = (reply: Reply) => packed(unpacked.packing, reply)
  if (asked.kind !== 'inventory') {
    const asks = asked.kind !== 'refused' && agentId !== null
    return answer(replyTo(asked, { agentId, needsFull: asks && (await ports.needsFull(agentId)) }))
  }
  const kept = await ports.spool.add({
    receivedAt: new Date(ports.now()).toISOString(),
    userAgent: request.userAgent.slice(0, 300),
    agentId,
    sourceIp: request.sourceIp.slice(0, 100),
    body: Buffer.from(codec.pack('gzip', Buffer.from(withoutSecrets(text, asked.format), charset))).toString('base64'),
  })
  if (!kept)
    return answer(refusal(asked.format, 503, 'The edge launcher has no room for more inventories: the cloud has been away for long.'))
  ports.onUpload()
  return answer(replyTo(asked, { agentId, needsFull: false }))
}
