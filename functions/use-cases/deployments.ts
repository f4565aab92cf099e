import type { CreateDeployment, Deployment, Execution } from '#shared/contracts/deployments.ts'
import { deploymentState } from '#shared/domain/deployment/deployment-state.ts'
import { endStates } from '#shared/domain/deployment/states.ts'
import { whyNotDone } from '#shared/domain/deployment/why.ts'
import type { DeploymentStore } from '../adapters/deployments.ts'
import type { ExecutionStore } from '../adapters/executions.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { PackageStore } from '../adapters/packages.ts'
import type { Queue } from '../adapters/queues.ts'
import { chunkSize, type DeploymentRecord, type ExecutionRecord, type MachineRecord } from '../adapters/records.ts'
import { outside, type Person, sees } from './people/person.ts'
import { invalid, notFound, Refusal } from './refusal.ts'

export type DeploymentPorts = {
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly machines: MachineStore
  readonly packages: PackageStore
  readonly expandQueue: Queue
  readonly alarmsQueue: Queue
  readonly newId: () => string
  readonly now: () => number
}

/** Stored whole before anything is sent: an alarm a minute later finds what a crash left unexpanded. */
export const createDeployment = async (
  ports: DeploymentPorts,
  order: CreateDeployment,
  by: Pick<Person, 'subject' | 'name' | 'perimeter'> & { requestKey: string | null },
): Promise<Deployment> => {
  const requestKey = by.requestKey === null ? null : `${by.subject}#${by.requestKey}`
  const earlier = requestKey === null ? null : await ports.deployments.byRequest(requestKey)
  if (earlier !== null) return resume(ports, by, earlier)

  const pack = await ports.packages.get(order.packageId)
  if (!pack) throw invalid('/packageId', order.packageId, 'must be a package that exists')
  if (pack.status !== 'ready' || pack.manifestSha256 === null)
    throw invalid('/packageId', order.packageId, 'must be a package that is complete; this one is pending')
  const targets = await targetsOf(ports.machines, by, order.machineIds)
  const createdAt = new Date(ports.now()).toISOString()
  const deployment: DeploymentRecord = {
    id: ports.newId(),
    name: order.name ?? `${pack.label} ${pack.version}${targets.length === 1 ? ` · ${targets[0]?.name ?? ''}` : ''}`,
    package: { id: pack.id, label: pack.label, version: pack.version, manifestSha256: pack.manifestSha256 },
    options: order.options,
    siteIds: [...new Set(targets.map(({ siteId }) => siteId))],
    entityIds: [...new Set(targets.map(({ entityId }) => entityId))],
    total: targets.length,
    chunks: Math.ceil(targets.length / chunkSize),
    stopRequestedAt: null,
    armedAt: null,
    scheduled: false,
    createdBy: by.name,
    createdAt,
  }
  const list = targets.map(({ id, name, siteId, entityId }) => ({ id, name, siteId, entityId }))
  if (!(await ports.deployments.create(deployment, list, requestKey))) {
    // The same request came twice at once, or the package went away.
    const other = requestKey === null ? null : await ports.deployments.byRequest(requestKey)
    if (other !== null) return resume(ports, by, other)
    throw new Refusal('conflict', 'The package was deleted meanwhile.')
  }
  await send(ports, deployment)
  return present(deployment, {}, deployment.options.startAt)
}

const send = async ({ expandQueue, alarmsQueue }: DeploymentPorts, { id, chunks }: DeploymentRecord): Promise<void> => {
  await expandQueue.sendAll(Array.from({ length: chunks }, (_, chunk) => ({ deploymentId: id, chunk })))
  await alarmsQueue.send({ deploymentId: id }, 60)
}

const resume = async (ports: DeploymentPorts, by: By, id: string): Promise<Deployment> => {
  const deployment = await ports.deployments.get(id)
  if (!deployment) throw new Error(`the deployment ${id} of an earlier request is not stored`)
  if ((await ports.deployments.unexpanded(id)).length > 0) await send(ports, deployment)
  return getDeployment(ports, by, id)
}

const targetsOf = async (machines: MachineStore, by: By, ids: readonly string[]): Promise<MachineRecord[]> => {
  const known = await machines.getMany(ids)
  const seen = new Set<string>()
  const targets: MachineRecord[] = []
  const errors: { field: string; value: unknown; message: string }[] = []
  for (const [at, id] of ids.entries()) {
    const machine = known.get(id)
    if (!machine) errors.push({ field: `/machineIds/${at}`, value: id, message: 'must be a machine that exists' })
    else if (seen.has(id)) errors.push({ field: `/machineIds/${at}`, value: id, message: 'must be named once only' })
    else targets.push(machine)
    seen.add(id)
  }
  const stranger = targets.find(({ entityId }) => !sees(by, entityId))
  if (stranger) throw outside('machine', stranger.id, `/machineIds/${ids.indexOf(stranger.id)}`)
  if (errors.length > 0)
    throw new Refusal('invalid-request', `${errors.length} of the machines cannot be deployed to.`, errors.slice(0, 100))
  return targets
}

type By = Pick<Person, 'perimeter'>

/** Its counts speak of all its machines: only who sees them all sees it. The history of a machine has the others' part. */
const isSeenBy = (by: By, { entityIds }: DeploymentRecord): boolean => entityIds.every((id) => sees(by, id))

const present = (deployment: DeploymentRecord, counts: Deployment['counts'], nextAt: string | null): Deployment => {
  const { id, name, options, total, stopRequestedAt, createdBy, createdAt } = deployment
  const { manifestSha256: _, ...pack } = deployment.package
  return {
    id,
    name,
    package: pack,
    options,
    state: deploymentState({ counts, total, stopRequested: stopRequestedAt !== null }),
    total,
    counts,
    nextAt,
    stopRequestedAt,
    createdBy,
    createdAt,
  }
}

const withCounts = async ({ deployments, executions }: DeploymentPorts, deployment: DeploymentRecord): Promise<Deployment> => {
  const [counts, nextAt] = await Promise.all([deployments.counts(deployment.id), executions.nextDue(deployment.id)])
  return present(deployment, counts, nextAt)
}

const found = async ({ deployments }: Pick<DeploymentPorts, 'deployments'>, by: By, id: string): Promise<DeploymentRecord> => {
  const deployment = await deployments.get(id)
  if (!deployment) throw notFound('deployment', id)
  if (!isSeenBy(by, deployment)) throw outside('deployment', id)
  return deployment
}

export const getDeployment = async (ports: DeploymentPorts, by: By, id: string): Promise<Deployment> =>
  withCounts(ports, await found(ports, by, id))

export const listDeployments = async (ports: DeploymentPorts, by: By, query: { limit: number; cursor?: string | undefined }) => {
  const { items, nextCursor } = await ports.deployments.list(
    query.limit,
    query.cursor,
    by.perimeter === 'everything' ? undefined : (deployment) => isSeenBy(by, deployment),
  )
  return { items: await Promise.all(items.map((deployment) => withCounts(ports, deployment))), nextCursor }
}

/** Waiting executions end at once; what an edge holds is told to stop at its next claim. */
export const stopDeployment = async (ports: DeploymentPorts, by: By, id: string): Promise<Deployment> => {
  const before = await getDeployment(ports, by, id)
  if (['done', 'done-with-failures', 'stopped'].includes(before.state))
    throw new Refusal('conflict', `The deployment is over (${before.state}): there is nothing to stop.`)
  await ports.deployments.requestStop(id, new Date(ports.now()).toISOString())
  await ports.alarmsQueue.send({ deploymentId: id })
  return getDeployment(ports, by, id)
}

export const isUnfinished = async (ports: Pick<DeploymentPorts, 'deployments'>, id: string): Promise<boolean> => {
  const deployment = await ports.deployments.get(id)
  if (!deployment) return false
  const counts = await ports.deployments.counts(id)
  const ended = endStates.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  return ended < deployment.total
}

export const showExecution = (record: ExecutionRecord): Execution => ({
  id: record.id,
  deploymentId: record.deploymentId,
  machine: { id: record.machineId, name: record.machineName },
  siteId: record.siteId,
  package: record.package,
  state: record.state,
  attempt: record.attempt,
  attempts: record.attempts,
  phases: record.phases,
  reason: record.reason,
  why: whyNotDone(record),
  nextAt: record.nextAt,
  edgeId: record.edgeId,
  startedAt: record.startedAt,
  endedAt: record.endedAt,
  updatedAt: record.updatedAt,
})

export const listExecutions = async (
  ports: DeploymentPorts,
  by: By,
  id: string,
  query: { state?: ExecutionRecord['state'] | undefined; limit: number; cursor?: string | undefined },
) => {
  const { chunks } = await found(ports, by, id)
  const { items, nextCursor } = await ports.executions.list(id, chunks, query)
  return { items: items.map(showExecution), nextCursor }
}

/** By where its machine is now; of one that is gone, by where it was. */
const executionSeenBy = async ({ executions, machines }: Pick<DeploymentPorts, 'executions' | 'machines'>, by: By, id: string) => {
  const record = await executions.get(id)
  if (!record) throw notFound('execution', id)
  const entityId = by.perimeter === 'everything' ? record.entityId : ((await machines.get(record.machineId))?.entityId ?? record.entityId)
  if (!sees(by, entityId)) throw outside('execution', id)
  return record
}

export const getExecution = async (ports: Pick<DeploymentPorts, 'executions' | 'machines'>, by: By, id: string): Promise<Execution> =>
  showExecution(await executionSeenBy(ports, by, id))

export const readLog = async (
  ports: Pick<DeploymentPorts, 'executions' | 'machines'>,
  by: By,
  id: string,
  query: { limit: number; cursor?: string | undefined },
) => {
  await executionSeenBy(ports, by, id)
  const after = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url').toString('utf8')
  if (after !== undefined && !/^\d{6}#\d{9}#\d{4}$/.test(after))
    throw invalid('query.cursor', query.cursor, 'must be a nextCursor of an earlier answer')
  const { items, last, complete } = await ports.executions.log(id, query.limit, after)
  return { items, nextCursor: last === null ? null : Buffer.from(last).toString('base64url'), complete }
}
