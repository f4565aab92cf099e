import { type ApiGatewayManagementApiClient, GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
import { LiveParty, type ToConsole, type ToEdge, type Topic } from '#shared/contracts/live.ts'
import { ConnectionRecord } from './records.ts'
import { inTurns, type Table } from './table.ts'

// API Gateway closes a connection after two hours at the latest.
const connectionSeconds = 2 * 3600 + 600

/** Who watches executions is asked for by their deployment: a batch of changes may be about hundreds of them. */
const subjectOf = (topic: Topic): string => topic.replace(/^execution:([^.]*).*/, 'deployment:$1')

/** Tickets, connections, and who watches what. */
export const liveStore = (table: Table) => ({
  addTicket: (hash: string, party: LiveParty, expiresAt: number) => table.put({ pk: `TICKET#${hash}`, sk: 'TICKET', party, expiresAt }),
  /** Takes the ticket: it works once. */
  takeTicket: async (hash: string, nowSeconds: number): Promise<LiveParty | null> => {
    const item = await table.take({ pk: `TICKET#${hash}`, sk: 'TICKET' })
    return item && Number(item.expiresAt) > nowSeconds ? LiveParty.parse(item.party) : null
  },
  open: (id: string, party: LiveParty, nowSeconds: number) =>
    table.put({
      pk: `CONNECTION#${id}`,
      sk: 'CONNECTION',
      id,
      party,
      expiresAt: nowSeconds + connectionSeconds,
      ...(party.kind === 'edge' ? { gsi1pk: `SITE#${party.siteId}#BELLS`, gsi1sk: id } : {}),
    }),
  get: async (id: string) => {
    const item = await table.get({ pk: `CONNECTION#${id}`, sk: 'CONNECTION' })
    return item ? ConnectionRecord.parse(item) : null
  },
  watch: async (id: string, topics: readonly Topic[], nowSeconds: number): Promise<void> => {
    const before = (await table.list({ pk: `CONNECTION#${id}`, prefix: 'TOPIC#', consistent: true })).map((item) => String(item.topic))
    for (const topic of before)
      if (!topics.some((kept) => kept === topic)) await table.delete({ pk: `CONNECTION#${id}`, sk: `TOPIC#${topic}` })
    await table.putMany(
      topics.map((topic) => ({
        pk: `CONNECTION#${id}`,
        sk: `TOPIC#${topic}`,
        topic,
        id,
        gsi1pk: `TOPIC#${subjectOf(topic)}`,
        gsi1sk: id,
        expiresAt: nowSeconds + connectionSeconds,
      })),
    )
  },
  close: async (id: string): Promise<void> => {
    for (const item of await table.list({ pk: `CONNECTION#${id}`, consistent: true }))
      await table.delete({ pk: `CONNECTION#${id}`, sk: String(item.sk) })
  },
  /** Of these topics, who watches which. */
  watchers: async (topics: Iterable<Topic>): Promise<{ readonly id: string; readonly topic: Topic }[]> => {
    const bySubject = Map.groupBy(new Set(topics), subjectOf)
    const found: { id: string; topic: Topic }[] = []
    await inTurns([...bySubject], 4, async ([subject, some]) => {
      for (const item of await table.list({ index: 'gsi1', pk: `TOPIC#${subject}` })) {
        const topic = some.find((one) => one === item.topic)
        if (topic !== undefined) found.push({ id: String(item.id), topic })
      }
    })
    return found
  },
  bells: async (siteId: string): Promise<string[]> =>
    (await table.list({ index: 'gsi1', pk: `SITE#${siteId}#BELLS` })).map((item) => String(item.id)),
})
export type LiveStore = ReturnType<typeof liveStore>

/** Sends hints. A connection that is gone is forgotten; a hint that is lost is found by asking. */
export const liveSender = (store: LiveStore, client: ApiGatewayManagementApiClient) => {
  const post = async (id: string, message: ToConsole | ToEdge): Promise<void> => {
    try {
      await client.send(new PostToConnectionCommand({ ConnectionId: id, Data: new TextEncoder().encode(JSON.stringify(message)) }))
    } catch (error) {
      if (error instanceof GoneException) await store.close(id)
      else throw error
    }
  }
  return {
    post,
    changed: async (topics: Iterable<Topic>): Promise<void> => {
      await Promise.allSettled((await store.watchers(topics)).map(({ id, topic }) => post(id, { kind: 'changed', topic })))
    },
    ring: async (siteId: string): Promise<void> => {
      await Promise.allSettled((await store.bells(siteId)).map((id) => post(id, { kind: 'work' })))
    },
  }
}
export type LiveSender = ReturnType<typeof liveSender>
