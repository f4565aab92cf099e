import { FromConsole, type LiveParty, type LiveTicket, type Topic } from '#shared/contracts/live.ts'
import type { Right } from '#shared/domain/rights.ts'
import type { LiveSender, LiveStore } from '../adapters/live.ts'
import { newSecret, secretHash } from './sites.ts'

export type LivePorts = { readonly connections: LiveStore; readonly live: LiveSender; readonly now: () => number }

const ticketSeconds = 30

export const createTicket = async ({ connections, now }: Pick<LivePorts, 'connections' | 'now'>, party: LiveParty): Promise<LiveTicket> => {
  const ticket = newSecret()
  const expiresAt = Math.floor(now() / 1000) + ticketSeconds
  await connections.addTicket(secretHash(ticket), party, expiresAt)
  return { ticket, expiresAt: new Date(expiresAt * 1000).toISOString() }
}

/** Whether the connection may be opened. People come from a page of ours; edges send no Origin. */
export const connect = async (
  { connections, now }: LivePorts,
  request: { id: string; ticket: string | undefined; origin: string | undefined; origins: readonly string[] },
): Promise<boolean> => {
  const nowSeconds = Math.floor(now() / 1000)
  if (request.origin !== undefined && !request.origins.includes(request.origin)) return false
  if (request.ticket === undefined) return false
  const party = await connections.takeTicket(secretHash(request.ticket), nowSeconds)
  if (!party || (party.kind === 'person') !== (request.origin !== undefined)) return false
  await connections.open(request.id, party, nowSeconds)
  return true
}

const rightFor = (topic: Topic): Right => {
  if (topic === 'machines') return 'machine:list'
  if (topic === 'packages') return 'package:list'
  if (topic === 'sites') return 'site:list'
  return 'deployment:list'
}

export const receive = async ({ connections, live, now }: LivePorts, id: string, text: string): Promise<void> => {
  const message = FromConsole.safeParse(parseJson(text))
  if (!message.success) return
  if (message.data.action === 'ping') return live.post(id, { kind: 'pong' })
  const connection = await connections.get(id)
  if (connection?.party.kind !== 'person') return
  const { rights } = connection.party
  const topics = message.data.topics.filter((topic) => rights.includes(rightFor(topic)))
  await connections.watch(id, topics, Math.floor(now() / 1000))
  await live.post(id, { kind: 'watching', topics })
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
