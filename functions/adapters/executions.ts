import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { LogLine } from '#shared/contracts/deployments.ts'
import { type Event, type State, statesBefore } from '#shared/domain/deployment/states.ts'
import { ExecutionRecord, executionKey, turnOf } from './records.ts'
import type { Table } from './table.ts'

const item = (execution: ExecutionRecord) => ({
  ...executionKey(execution.id),
  ...turnOf(execution, execution.updatedAt),
  gsi2pk: `MACHINE#${execution.machineId}`,
  gsi2sk: `${execution.createdAt}#${execution.id}`,
  ...execution,
})

/** A change to one execution, legal only for an event of the state table. */
export type Change = {
  readonly event: Event
  readonly to: State
  readonly set: Partial<ExecutionRecord>
  /** The lease that must still be the present one. */
  readonly lease: number
  /** The report's number, which must be greater than the last. */
  readonly seq?: number
}

const logSeconds = 400 * 86_400

export const executionStore = (table: Table) => ({
  create: async (execution: ExecutionRecord): Promise<boolean> => table.create(item(execution)),
  get: async (id: string): Promise<ExecutionRecord | null> => {
    const found = await table.get(executionKey(id))
    return found ? ExecutionRecord.parse(found) : null
  },
  /** Chunk by chunk, in the order the machines were named. `cursor` carries the chunk. */
  list: async (deploymentId: string, chunks: number, query: { state?: State | undefined; limit: number; cursor?: string | undefined }) => {
    const [at, ...rest] = query.cursor?.split('.') ?? []
    let chunk = at !== undefined && /^\d{1,4}$/.test(at) ? Number(at) : 0
    let inner = rest.length > 0 && rest[0] !== '' ? rest.join('.') : undefined
    const filter = query.state
      ? { filter: { expression: '#state = :state', names: { '#state': 'state' }, values: { ':state': query.state } } }
      : {}
    const items: ExecutionRecord[] = []
    for (; chunk < chunks; chunk++) {
      const page = await table.page(
        { pk: `D#${deploymentId}#${chunk}`, prefix: 'E#', consistent: true, ...filter },
        query.limit - items.length,
        inner,
      )
      items.push(...page.items.map((found) => ExecutionRecord.parse(found)))
      if (page.nextCursor !== null) return { items, nextCursor: `${chunk}.${page.nextCursor}` }
      inner = undefined
      if (items.length === query.limit) return { items, nextCursor: chunk + 1 < chunks ? `${chunk + 1}.` : null }
    }
    return { items, nextCursor: null }
  },
  ofMachine: async (machineId: string, limit: number, cursor?: string) => {
    const { items, nextCursor } = await table.page({ index: 'gsi2', pk: `MACHINE#${machineId}`, latestFirst: true }, limit, cursor)
    return { items: items.map((found) => ExecutionRecord.parse(found)), nextCursor }
  },
  /** Whose instant has come (or whose lease has ended) by `upTo`; at most `limit`. */
  due: async (deploymentId: string, upTo: string, limit: number): Promise<ExecutionRecord[]> =>
    (await table.page({ index: 'gsi1', pk: `DUE#${deploymentId}`, upTo }, limit)).items.map((found) => ExecutionRecord.parse(found)),
  /** The earliest instant in line, or null. */
  nextDue: async (deploymentId: string): Promise<string | null> => {
    const [first] = (await table.page({ index: 'gsi1', pk: `DUE#${deploymentId}` }, 1)).items
    return first ? String(first.gsi1sk) : null
  },
  waiting: async (deploymentId: string, limit: number): Promise<ExecutionRecord[]> =>
    (await table.page({ index: 'gsi1', pk: `DUE#${deploymentId}` }, limit)).items.map((found) => ExecutionRecord.parse(found)),
  ready: async (siteId: string, deploymentId: string, limit: number): Promise<ExecutionRecord[]> =>
    (await table.page({ index: 'gsi1', pk: `READY#${siteId}#${deploymentId}` }, limit)).items.map((found) => ExecutionRecord.parse(found)),
  /** Applies a change under the table's condition; null when it no longer holds. */
  move: async (before: ExecutionRecord, change: Change): Promise<ExecutionRecord | null> => {
    const after: ExecutionRecord = { ...before, ...change.set, state: change.to, ...(change.seq === undefined ? {} : { seq: change.seq }) }
    const turn = turnOf(after, after.updatedAt)
    const from = statesBefore(change.event)
    const legal = from.map((_, at) => `:from${at}`).join(', ')
    const done = await table.update(executionKey(before.id), {
      set: { ...after, ...turn },
      ...(turn ? {} : { remove: ['gsi1pk', 'gsi1sk'] }),
      condition: `#state IN (${legal}) AND #lease = :leaseNow${change.seq === undefined ? '' : ' AND #seq < :seq'}`,
      values: { ':leaseNow': change.lease, ...Object.fromEntries(from.map((state, at) => [`:from${at}`, state])) },
    })
    return done ? after : null
  },
  renew: (execution: Pick<ExecutionRecord, 'id' | 'deploymentId'>, lease: number, edgeId: string, leaseUntil: string) =>
    table.update(executionKey(execution.id), {
      set: { leaseUntil, gsi1sk: leaseUntil },
      condition: '#lease = :lease AND #edgeId = :edgeId AND begins_with(#gsi1pk, :due) AND attribute_exists(#leaseUntil)',
      names: { '#lease': 'lease', '#edgeId': 'edgeId', '#gsi1pk': 'gsi1pk' },
      values: { ':lease': lease, ':edgeId': edgeId, ':due': 'DUE#' },
    }),
  addLog: (executionId: string, lease: number, seq: number, lines: readonly LogLine[], nowSeconds: number) =>
    table.putMany(
      lines.map((line, at) => ({
        pk: `LOG#${executionId}`,
        sk: `${String(lease).padStart(6, '0')}#${String(seq).padStart(9, '0')}#${String(at).padStart(4, '0')}`,
        expiresAt: nowSeconds + logSeconds,
        ...line,
      })),
    ),
  log: async (executionId: string, limit: number, after?: string) => {
    const found = await table.client.send(logQuery(table.name, executionId, limit, after))
    const items = found.Items ?? []
    const last = items.at(-1)
    return {
      items: items.map((line) => LogLine.parse(line)),
      last: last ? String(last.sk) : (after ?? null),
      complete: found.LastEvaluatedKey === undefined,
    }
  },
})
export type ExecutionStore = ReturnType<typeof executionStore>

const logQuery = (table: string, executionId: string, limit: number, after?: string) =>
  new QueryCommand({
    TableName: table,
    KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: after === undefined ? { ':pk': `LOG#${executionId}` } : { ':pk': `LOG#${executionId}`, ':after': after },
    Limit: limit,
    ConsistentRead: true,
  })
