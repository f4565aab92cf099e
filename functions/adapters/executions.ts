import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { LogLine } from '#shared/contracts/deployments.ts'
import { type Event, heldStates, type State, statesBefore } from '#shared/domain/deployment/states.ts'
import { ExecutionRecord, executionKey, standingKey, turnOf } from './records.ts'
import { badCursor, type Item, inTurns, type Page, type Table, type Update } from './table.ts'

const item = (execution: ExecutionRecord) => ({
  ...executionKey(execution.id),
  ...turnOf(execution),
  ...standingKey(execution),
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
  /** The lease must have ended by this instant: what was read may be older than a renewal. */
  readonly leaseEndedBy?: string
}

export type Move = { readonly before: ExecutionRecord; readonly change: Change }

/** Only what changes is written: what was read, from an index perhaps, may be behind in the rest. */
const moved = (before: ExecutionRecord, change: Change): { readonly after: ExecutionRecord; readonly update: Update } => {
  const changed = { ...change.set, state: change.to, ...(change.seq === undefined ? {} : { seq: change.seq }) }
  const after: ExecutionRecord = { ...before, ...changed }
  const turn = turnOf(after)
  const { gsi3sk } = standingKey(after)
  const from = oneOf('#state', statesBefore(change.event))
  const conditions = [from.expression, '#lease = :leaseNow']
  if (change.seq !== undefined) conditions.push('#seq < :seq')
  if (change.leaseEndedBy !== undefined) conditions.push('#leaseUntil <= :leaseEndedBy')
  return {
    after,
    update: {
      set: { ...changed, ...turn, gsi3sk },
      ...(turn ? {} : { remove: ['gsi1pk', 'gsi1sk'] }),
      condition: conditions.join(' AND '),
      names: { '#lease': 'lease', ...(change.leaseEndedBy === undefined ? {} : { '#leaseUntil': 'leaseUntil' }) },
      values: { ':leaseNow': change.lease, ':leaseEndedBy': change.leaseEndedBy, ...from.values },
    },
  }
}

const logSeconds = 400 * 86_400

const refuse = (cursor: string | undefined): never => {
  throw badCursor(cursor ?? '')
}

const oneOf = (name: string, values: readonly string[]) => ({
  expression: `${name} IN (${values.map((_, at) => `:one${at}`).join(', ')})`,
  values: Object.fromEntries(values.map((value, at) => [`:one${at}`, value])),
})
const parsed = (items: readonly unknown[]): ExecutionRecord[] => items.map((found) => ExecutionRecord.parse(found))

const createdAtOnce = 32

type Keep = (execution: ExecutionRecord) => boolean
const kept = (keep: Keep | undefined) => keep && ((found: Item) => keep(ExecutionRecord.parse(found)))

const ofPlace = (place: number | undefined) =>
  place === undefined ? {} : { filter: { expression: '#place = :place', names: { '#place': 'place' }, values: { ':place': place } } }

/** One after the other of these, ascending, from `at` on, until `limit` are found; the cursor says where to go on. */
const inTurn = async (
  at: number,
  within: string,
  numbers: readonly number[],
  read: (number: number, limit: number, cursor: string | undefined) => Promise<Page>,
  limit: number,
): Promise<{ items: ExecutionRecord[]; nextCursor: string | null }> => {
  const items: ExecutionRecord[] = []
  let inner = within === '' ? undefined : within
  for (const [place, number] of numbers.entries()) {
    if (number < at) continue
    const page = await read(number, limit - items.length, inner)
    items.push(...parsed(page.items))
    if (page.nextCursor !== null) return { items, nextCursor: `${number}.${page.nextCursor}` }
    inner = undefined
    const next = numbers[place + 1]
    if (items.length === limit) return { items, nextCursor: next === undefined ? null : `${next}.` }
  }
  return { items, nextCursor: null }
}

export const executionStore = (table: Table) => ({
  /** Those that are there already stay as they are. One by one: what is ready can be claimed while the rest is being made. */
  createAll: async (executions: readonly ExecutionRecord[]): Promise<void> => {
    await inTurns(executions, createdAtOnce, async (execution) => {
      await table.create(item(execution))
    })
  },
  get: async (id: string): Promise<ExecutionRecord | null> => {
    const found = await table.get(executionKey(id))
    return found ? ExecutionRecord.parse(found) : null
  },
  getMany: async (ids: readonly string[]): Promise<Map<string, ExecutionRecord>> => {
    const items = await table.getMany([...new Set(ids)].map(executionKey))
    return new Map(items.map((found) => ExecutionRecord.parse(found)).map((execution) => [execution.id, execution]))
  },
  /** All of one machine in its deployment, by place. `id`: of any of them. */
  siblings: async (id: string): Promise<ExecutionRecord[]> => {
    const { pk, sk } = executionKey(id)
    return parsed(await table.list({ pk, prefix: sk.slice(0, sk.lastIndexOf('#') + 1), consistent: true }))
  },
  /** Those of some chunks, ascending. `cursor` carries the chunk. */
  list: async (
    deploymentId: string,
    chunks: readonly number[],
    query: { place?: number | undefined; limit: number; cursor?: string | undefined },
  ) => {
    const [, at = '0', within = ''] = /^(\d{1,4})\.([\w-]*)$/.exec(query.cursor ?? '0.') ?? refuse(query.cursor)
    const filter = ofPlace(query.place)
    return inTurn(
      Number(at),
      within,
      chunks,
      (chunk, limit, inner) => table.page({ pk: `D#${deploymentId}#${chunk}`, prefix: 'E#', consistent: true, ...filter }, limit, inner),
      query.limit,
    )
  },
  /** Those whose standing begins with one of these, standing after standing. `cursor` carries which. `keep`: only some. */
  withStanding: async (
    deploymentId: string,
    standings: readonly string[],
    query: { place?: number | undefined; limit: number; cursor?: string | undefined; keep?: Keep | undefined },
  ) => {
    const [, at = '0', within = ''] = /^(\d{1,4})\.([\w-]*)$/.exec(query.cursor ?? '0.') ?? refuse(query.cursor)
    const filter = { ...ofPlace(query.place), keep: kept(query.keep) }
    return inTurn(
      Number(at),
      within,
      [...standings.keys()],
      (number, limit, inner) =>
        table.page({ index: 'gsi3', pk: `D#${deploymentId}`, prefix: standings[number] ?? '', ...filter }, limit, inner),
      query.limit,
    )
  },
  ofMachine: async (machineId: string, limit: number, cursor?: string) => {
    const { items, nextCursor } = await table.page({ index: 'gsi2', pk: `MACHINE#${machineId}`, latestFirst: true }, limit, cursor)
    return { items: items.map((found) => ExecutionRecord.parse(found)), nextCursor }
  },
  /** Whose instant has come (or whose lease has ended) by `upTo`. */
  due: async (deploymentId: string, upTo: string, query: { limit: number; cursor?: string | undefined }) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: `DUE#${deploymentId}`, upTo }, query.limit, query.cursor)
    return { items: parsed(items), nextCursor }
  },
  /** The earliest instant in line, of whoever waits for it or of a lease's end; or null. */
  nextDue: async (deploymentId: string, keep?: Keep): Promise<string | null> => {
    const [first] = (await table.page({ index: 'gsi1', pk: `DUE#${deploymentId}`, keep: kept(keep) }, 1)).items
    return first ? String(first.gsi1sk) : null
  },
  ready: async (siteId: string, deploymentId: string, query: { limit: number; cursor?: string | undefined }) => {
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: `READY#${siteId}#${deploymentId}` }, query.limit, query.cursor)
    return { items: parsed(items), nextCursor }
  },
  /** Applies a change under the table's condition; null when it no longer holds. */
  move: async (before: ExecutionRecord, change: Change): Promise<ExecutionRecord | null> => {
    const { after, update } = moved(before, change)
    return (await table.update(executionKey(before.id), update)) ? after : null
  },
  /** As `move`, of many executions; by place what became of each. */
  moveAll: async (moves: readonly Move[]): Promise<(ExecutionRecord | null)[]> => {
    const all = moves.map(({ before, change }) => ({ key: executionKey(before.id), ...moved(before, change) }))
    const done = await table.writeEach(all.map(({ key, update }) => ({ Update: table.updateOf(key, update) })))
    return all.map(({ after }, place) => (done[place] === true ? after : null))
  },
  /** What a person asks of this one, while an edge holds it. */
  ask: (id: string, lease: number, asked: ExecutionRecord['asked']) => {
    const held = oneOf('#state', heldStates)
    return table.update(executionKey(id), {
      set: { asked },
      condition: `#lease = :lease AND ${held.expression}`,
      names: { '#lease': 'lease', '#state': 'state' },
      values: { ':lease': lease, ...held.values },
    })
  },
  /** Only while the edge holds it: the instant of one that waits for its next attempt must not move. */
  renew: (id: string, lease: number, edgeId: string, leaseUntil: string) => {
    const held = oneOf('#state', heldStates)
    return table.update(executionKey(id), {
      set: { leaseUntil, gsi1sk: leaseUntil },
      condition: `#lease = :lease AND #edgeId = :edgeId AND ${held.expression}`,
      names: { '#lease': 'lease', '#edgeId': 'edgeId', '#state': 'state' },
      values: { ':lease': lease, ':edgeId': edgeId, ...held.values },
    })
  },
  /** `from`: the place of the first line in its report. The same line again replaces itself. */
  addLog: (executionId: string, lease: number, seq: number, from: number, lines: readonly LogLine[], nowSeconds: number) =>
    table.putMany(
      lines.map((line, at) => ({
        pk: `LOG#${executionId}`,
        sk: `${String(lease).padStart(6, '0')}#${String(seq).padStart(9, '0')}#${String(from + at).padStart(4, '0')}`,
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
