import { type State, states } from '#shared/domain/deployment/states.ts'
import { chunkSize, DeploymentRecord, TargetsRecord } from './records.ts'
import type { Item, Table } from './table.ts'

const key = (id: string) => ({ pk: `DEPLOYMENT#${id}`, sk: 'DEPLOYMENT' })
type Target = TargetsRecord['targets'][number]
export type Counted = Partial<Record<State, number>>

/** Deployments as ordered, the machines they name, their counters, and which sites have something ready. */
export const deploymentStore = (table: Table) => ({
  /** The chunks first, then the deployment itself with its idempotency key and the package's relation: a crash before leaves nothing that counts. */
  create: async (deployment: DeploymentRecord, targets: readonly Target[], requestKey: string | null): Promise<boolean> => {
    await table.putMany(
      Array.from({ length: deployment.chunks }, (_, chunk) => ({
        pk: `DEPLOYMENT#${deployment.id}`,
        sk: `TARGETS#${String(chunk).padStart(4, '0')}`,
        chunk,
        expanded: false,
        targets: targets.slice(chunk * chunkSize, (chunk + 1) * chunkSize),
      })),
    )
    const created = { TableName: table.name, ConditionExpression: 'attribute_not_exists(pk)' }
    const refused = await table.transact([
      {
        Put: {
          ...created,
          Item: { ...key(deployment.id), gsi1pk: 'DEPLOYMENTS', gsi1sk: `${deployment.createdAt}#${deployment.id}`, ...deployment },
        },
      },
      { Put: { TableName: table.name, Item: { pk: `PACKAGE#${deployment.package.id}`, sk: `USED#${deployment.id}` } } },
      // The package must still be there: deleting it and using it exclude each other.
      {
        ConditionCheck: {
          TableName: table.name,
          Key: { pk: `PACKAGE#${deployment.package.id}`, sk: 'PACKAGE' },
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
      ...(requestKey === null
        ? []
        : [
            {
              Put: {
                ...created,
                Item: {
                  pk: `REQUEST#${requestKey}`,
                  sk: 'REQUEST',
                  deploymentId: deployment.id,
                  expiresAt: Math.floor(Date.parse(deployment.createdAt) / 1000) + 7 * 86_400,
                },
              },
            },
          ]),
    ])
    return refused.length === 0
  },
  byRequest: async (requestKey: string): Promise<string | null> => {
    const item = await table.get({ pk: `REQUEST#${requestKey}`, sk: 'REQUEST' })
    return item ? String(item.deploymentId) : null
  },
  get: async (id: string): Promise<DeploymentRecord | null> => {
    const item = await table.get(key(id))
    return item ? DeploymentRecord.parse(item) : null
  },
  list: async (limit: number, cursor?: string, keepOne?: (deployment: DeploymentRecord) => boolean) => {
    const keep = keepOne && ((item: Item) => keepOne(DeploymentRecord.parse(item)))
    const { items, nextCursor } = await table.page({ index: 'gsi1', pk: 'DEPLOYMENTS', latestFirst: true, keep }, limit, cursor)
    return { items: items.map((item) => DeploymentRecord.parse(item)), nextCursor }
  },
  targets: async (id: string, chunk: number): Promise<TargetsRecord | null> => {
    const item = await table.get({ pk: `DEPLOYMENT#${id}`, sk: `TARGETS#${String(chunk).padStart(4, '0')}` })
    return item ? TargetsRecord.parse(item) : null
  },
  unexpanded: async (id: string): Promise<number[]> => {
    const filter = { expression: 'expanded = :no', names: {}, values: { ':no': false } }
    return (await table.list({ pk: `DEPLOYMENT#${id}`, prefix: 'TARGETS#', consistent: true, filter })).map((item) => Number(item.chunk))
  },
  markExpanded: (id: string, chunk: number) =>
    table.update({ pk: `DEPLOYMENT#${id}`, sk: `TARGETS#${String(chunk).padStart(4, '0')}` }, { set: { expanded: true } }),
  requestStop: (id: string, at: string) =>
    table.update(key(id), {
      set: { stopRequestedAt: at },
      condition: 'attribute_exists(pk) AND #stopRequestedAt = :none',
      values: { ':none': null },
    }),

  counts: async (id: string): Promise<Counted> => {
    const total: Counted = {}
    for (const item of await table.list({ pk: `DEPLOYMENT#${id}`, prefix: 'COUNT#', consistent: true }))
      for (const state of states) {
        const count = Number(item[`n_${state}`] ?? 0)
        if (count !== 0) total[state] = (total[state] ?? 0) + count
      }
    return total
  },
  counter: async (id: string, chunk: string): Promise<{ last: string; counts: Counted }> => {
    const item = await table.get({ pk: `DEPLOYMENT#${id}`, sk: `COUNT#${chunk}` })
    const counts: Counted = {}
    for (const state of states) counts[state] = Number(item?.[`n_${state}`] ?? 0)
    return { last: typeof item?.last === 'string' ? item.last : '', counts }
  },
  /** False when another wrote in between: read again. */
  setCounter: (id: string, chunk: string, before: string, next: { last: string; counts: Counted }) =>
    table.update(
      { pk: `DEPLOYMENT#${id}`, sk: `COUNT#${chunk}` },
      {
        set: { last: next.last, ...Object.fromEntries(states.map((state) => [`n_${state}`, next.counts[state] ?? 0])) },
        condition: before === '' ? 'attribute_not_exists(pk)' : '#last = :before',
        ...(before === '' ? {} : { values: { ':before': before } }),
      },
    ),

  /** Takes the alarm when it is earlier than the one that is set, or when that one is overdue. */
  armEarlier: (id: string, at: string, scheduled: boolean, overdueBefore: string) =>
    table.update(key(id), {
      set: { armedAt: at, scheduled },
      condition: 'attribute_exists(pk) AND (#armedAt = :none OR #armedAt > :armedAt OR #armedAt < :overdue)',
      values: { ':none': null, ':overdue': overdueBefore },
    }),
  disarm: (id: string) => table.update(key(id), { set: { armedAt: null } }),

  markActive: (siteId: string, deploymentId: string, mark: string) =>
    table.put({ pk: `SITE#${siteId}`, sk: `ACTIVE#${deploymentId}`, deploymentId, mark }),
  active: async (siteId: string): Promise<{ deploymentId: string; mark: string }[]> =>
    (await table.list({ pk: `SITE#${siteId}`, prefix: 'ACTIVE#', consistent: true })).map((item) => ({
      deploymentId: String(item.deploymentId),
      mark: String(item.mark),
    })),
  /** Unless it was marked anew since. */
  unmarkActive: (siteId: string, deploymentId: string, mark: string) =>
    table.delete({ pk: `SITE#${siteId}`, sk: `ACTIVE#${deploymentId}` }, { expression: 'mark = :mark', values: { ':mark': mark } }),
})
export type DeploymentStore = ReturnType<typeof deploymentStore>
