/**
 * The WebSocket. A client asks for a ticket over HTTPS (POST /live-tickets for people, POST /edge/live-tickets for
 * edges) and connects to `<live>?ticket=<ticket>` within 30 s; a ticket works once. Messages are hints, never truth:
 * whoever misses one finds the same by asking again.
 */
import * as z from 'zod'
import { Id, Instant } from './common.ts'

/** What a console can watch: `machines`, `packages`, `deployments`, `deployment:<id>`, `execution:<id>`. */
export const Topic = z
  .string()
  .regex(/^(machines|packages|deployments|sites|deployment:[0-9A-Za-z_-]{1,64}|execution:[0-9A-Za-z_.-]{1,140})$/, 'must be a known topic')
export type Topic = z.infer<typeof Topic>

export const LiveTicket = z.object({ ticket: z.string(), expiresAt: Instant }).meta({ id: 'LiveTicket' })
export type LiveTicket = z.infer<typeof LiveTicket>

/** From the console. Each `watch` replaces the topics watched before. `ping` keeps the connection and is answered with `pong`. */
export const FromConsole = z.discriminatedUnion('action', [
  z.object({ action: z.literal('watch'), topics: z.array(Topic).max(20) }),
  z.object({ action: z.literal('ping') }),
])
export type FromConsole = z.infer<typeof FromConsole>

/** To the console: something under this topic is not what it was. */
export const ToConsole = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), topic: Topic }),
  z.object({ kind: z.literal('watching'), topics: z.array(Topic) }),
  z.object({ kind: z.literal('pong') }),
])
export type ToConsole = z.infer<typeof ToConsole>

/** To the edge: there is something for you, ask POST /edge/claims. */
export const ToEdge = z.discriminatedUnion('kind', [z.object({ kind: z.literal('work') }), z.object({ kind: z.literal('pong') })])
export type ToEdge = z.infer<typeof ToEdge>

/** From the edge: keeps the connection. */
export const FromEdge = z.object({ action: z.literal('ping') })

/** What a connection is for; kept with the ticket and the connection. */
export const LiveParty = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), subject: z.string(), rights: z.array(z.string()) }),
  z.object({ kind: z.literal('edge'), edgeId: Id, siteId: Id }),
])
export type LiveParty = z.infer<typeof LiveParty>
