import * as z from 'zod'
import type { DeploymentState } from '#shared/domain/deployment/deployment-state.ts'
import type { Control } from '#shared/domain/deployment/rules.ts'
import type { StandingCounts } from '#shared/domain/deployment/standing.ts'
import { DeploymentRecord, TargetsRecord } from './records.ts'
import type { Item, Table } from './table.ts'

const key = (id: string) => ({ pk: `DEPLOYMENT#${id}`, sk: 'DEPLOYMENT' })
const activeKey = (siteId: string, deploymentId: string) => ({ pk: `SITE#${siteId}`, sk: `ACTIVE#${deploymentId}` })
const countKey = (chunk: string, place: number): string => `COUNT#${chunk.padStart(4, '0')}#${String(place).padStart(3, '0')}`
// Instants are compared as text: one spelling for all.
const canonical = (instant: string): string => new Date(instant).toISOString()
type Target = TargetsRecord['targets'][number]

const Counted = z.record(z.string(), z.number())
/** What the deployments of a list must have; texts in any case. */
export type DeploymentFilter = {
  readonly state?: DeploymentState | undefined
  readonly packageId?: string | undefined
  readonly groupId?: string | undefined
  readonly createdBy?: string | undefined
  readonly name?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Deployments as ordered, the machines they name, their counters, and which sites have something ready. */
export const deploymentStore = (table: Table) => ({
  /** The chunks first, then the deployment itself with its idempotency key and the package's relation: a crash before leaves nothing that counts. */
  create: async (deployment: DeploymentRecord, chunks: readonly (readonly Target[])[], requestKey: string | null): Promise<boolean> => {
    await table.putMany(
      chunks.map((targets, chunk) => ({
        pk: `DEPLOYMENT#${deployment.id}`,
        sk: `TARGETS#${String(chunk).padStart(4, '0')}`,
        chunk,
        expanded: false,
        targets,
      })),
    )
    const created = { TableName: table.name, ConditionExpression: 'attribute_not_exists(pk)' }
    const refused = await table.transact([
      {
        Put: {
          ...created,
          Item: {
            ...key(deployment.id),
            gsi1pk: 'DEPLOYMENTS',
            gsi1sk: `${deployment.createdAt}#${deployment.id}`,
            nameLower: deployment.name.toLowerCase(),
            createdByLower: deployment.createdBy.toLowerCase(),
            packageIds: deployment.packages.map(({ id }) => id),
            ...deployment,
          },
        },
      },
      ...deployment.packages.flatMap(({ id }) => [
        { Put: { TableName: table.name, Item: { pk: `PACKAGE#${id}`, sk: `USED#${deployment.id}` } } },
        // The package must still be there: deleting it and using it exclude each other.
        {
          ConditionCheck: {
            TableName: table.name,
            Key: { pk: `PACKAGE#${id}`, sk: 'PACKAGE' },
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
      ]),
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
  /** Latest first. */
  list: async (filter: DeploymentFilter, limit: number, cursor?: string, keepOne?: (deployment: DeploymentRecord) => boolean) => {
    const keep = keepOne && ((item: Item) => keepOne(DeploymentRecord.parse(item)))
    const conditions = [
      filter.state === undefined ? '' : '#stateSeen = :state',
      filter.packageId === undefined ? '' : 'contains(#packageIds, :packageId)',
      filter.groupId === undefined ? '' : '#group.#id = :groupId',
      filter.createdBy === undefined ? '' : 'contains(#createdByLower, :createdBy)',
      filter.name === undefined ? '' : 'contains(#nameLower, :name)',
    ].filter((part) => part !== '')
    const names = Object.fromEntries(
      ['stateSeen', 'packageIds', 'group', 'id', 'createdByLower', 'nameLower']
        .filter((name) => conditions.some((condition) => condition.includes(`#${name}`)))
        .map((name) => [`#${name}`, name]),
    )
    const values = {
      ':state': filter.state,
      ':packageId': filter.packageId,
      ':groupId': filter.groupId,
      ':createdBy': filter.createdBy?.toLowerCase(),
      ':name': filter.name?.toLowerCase(),
    }
    const dates =
      filter.from === undefined && filter.to === undefined
        ? {}
        : { from: canonical(filter.from ?? '0000-01-01T00:00:00Z'), upTo: canonical(filter.to ?? '9999-01-01T00:00:00Z') }
    const { items, nextCursor } = await table.page(
      {
        index: 'gsi1',
        pk: 'DEPLOYMENTS',
        latestFirst: true,
        keep,
        ...dates,
        ...(conditions.length > 0 ? { filter: { expression: conditions.join(' AND '), names, values } } : {}),
      },
      limit,
      cursor,
    )
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
  /** What a person asks of the whole of it from now on. */
  setControl: (id: string, control: Control) => table.update(key(id), { set: { control } }),
  requestRelaunch: (id: string, relaunch: NonNullable<DeploymentRecord['relaunch']>, options: DeploymentRecord['options']) =>
    table.update(key(id), { set: { control: 'run', relaunch, options } }),
  /** Unless another was asked for since. */
  relaunchDone: (id: string, at: string) =>
    table.update(key(id), {
      set: { relaunch: null },
      condition: '#relaunch.#at = :at',
      names: { '#at': 'at' },
      values: { ':at': at },
    }),
  setStateSeen: (id: string, stateSeen: DeploymentState) =>
    table.update(key(id), {
      set: { stateSeen },
      condition: 'attribute_exists(pk) AND #stateSeen <> :stateSeen',
    }),

  /** Executions by standing: of each package of the deployment, by its place; of all chunks or of some. */
  countsByPlace: async (id: string, chunks?: ReadonlySet<number>): Promise<Map<number, StandingCounts>> => {
    const places = new Map<number, Record<string, number>>()
    for (const item of await table.list({ pk: `DEPLOYMENT#${id}`, prefix: 'COUNT#', consistent: true })) {
      const [, chunk = 0, place = 0] = String(item.sk).split('#').map(Number)
      if (chunks && !chunks.has(chunk)) continue
      const sums = places.get(place) ?? {}
      for (const [standing, count] of Object.entries(Counted.parse(item.standings)))
        if (count !== 0) sums[standing] = (sums[standing] ?? 0) + count
      places.set(place, sums)
    }
    return places
  },
  /** The counter of one chunk and place. `last`: the sequence number up to which it has counted; empty at first. */
  counter: async (id: string, chunk: string, place: number): Promise<{ last: string; counts: StandingCounts }> => {
    const item = await table.get({ pk: `DEPLOYMENT#${id}`, sk: countKey(chunk, place) })
    return item ? { last: String(item.last), counts: Counted.parse(item.standings) } : { last: '', counts: {} }
  },
  /** False when another wrote in between: read again. */
  setCounter: (id: string, chunk: string, place: number, before: string, next: { last: string; counts: StandingCounts }) =>
    table.update(
      { pk: `DEPLOYMENT#${id}`, sk: countKey(chunk, place) },
      {
        set: { last: next.last, standings: next.counts },
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
    table.update(activeKey(siteId, deploymentId), {
      set: { deploymentId, mark },
      condition: 'attribute_exists(pk) OR attribute_not_exists(pk)',
    }),
  /** With something ready on the site, the one first that was served longest ago. */
  active: async (siteId: string): Promise<{ deploymentId: string; mark: string }[]> =>
    (await table.list({ pk: `SITE#${siteId}`, prefix: 'ACTIVE#', consistent: true }))
      .map((item) => ({
        deploymentId: String(item.deploymentId),
        mark: String(item.mark),
        servedAt: typeof item.servedAt === 'string' ? item.servedAt : '',
      }))
      .sort((a, b) => a.servedAt.localeCompare(b.servedAt) || a.deploymentId.localeCompare(b.deploymentId)),
  markServed: (siteId: string, deploymentId: string, servedAt: string) =>
    table.update(activeKey(siteId, deploymentId), { set: { servedAt } }),
  /** Unless it was marked anew since. */
  unmarkActive: (siteId: string, deploymentId: string, mark: string) =>
    table.delete(activeKey(siteId, deploymentId), { expression: 'mark = :mark', values: { ':mark': mark } }),
})
export type DeploymentStore = ReturnType<typeof deploymentStore>
