import { firstPhases } from '#shared/domain/deployment/execution.ts'
import { firstInstant, iso, type Rules } from '#shared/domain/deployment/rules.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { Queue } from '../../adapters/queues.ts'
import { chunkSize, type DeploymentRecord, type ExecutionRecord, executionId, type TargetsRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { askedAt, hasClosing, rulesReader } from './rules.ts'
import { settled } from './settle.ts'

export type ExpandPorts = {
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly sites: Pick<SiteStore, 'get'>
  readonly alarmsQueue: Queue
  readonly now: () => number
}

/** Makes the executions of one chunk. Their identifiers follow from the deployment, so a second time makes none. */
export const expandChunk = async (ports: ExpandPorts, deploymentId: string, chunk: number): Promise<void> => {
  const { deployments, executions, alarmsQueue, now } = ports
  const [deployment, list] = await Promise.all([deployments.get(deploymentId), deployments.targets(deploymentId, chunk)])
  if (!deployment || !list || list.expanded) return
  const rulesOn = rulesReader(ports.sites)
  const places = placesOf(deployment)
  const rules = new Map<string, Rules>()
  for (const siteId of new Set(list.targets.map((target) => target.siteId))) rules.set(siteId, await rulesOn(deployment, siteId))
  for (const place of places)
    await executions.createAll(
      list.targets.flatMap((target, at) => {
        const rule = rules.get(target.siteId)
        return rule ? [newExecution(deployment, chunk * chunkSize + at, place, target, rule, now())] : []
      }),
    )
  await deployments.markExpanded(deploymentId, chunk)
  await alarmsQueue.send({ deploymentId })
}

type Place = { readonly place: number; readonly order: number; readonly package: ExecutionRecord['package'] }

/** Lowest order first: one that waits for others is never there without them, even if this ends half-way. */
const placesOf = (deployment: DeploymentRecord): readonly Place[] => {
  const packages = deployment.packages
    .map(({ place, order, id, label, version }) => ({ place, order, package: { id, label, version } }))
    .sort((a, b) => a.order - b.order)
  if (!hasClosing(deployment)) return packages
  return [...packages, { place: packages.length, order: Math.max(...packages.map(({ order }) => order)) + 1, package: null }]
}

/** Stored as it stands now: what may begin at once is ready from the beginning. */
const newExecution = (
  deployment: DeploymentRecord,
  index: number,
  { place, order, package: pack }: Place,
  target: TargetsRecord['targets'][number],
  rules: Rules,
  now: number,
): ExecutionRecord => {
  const isBlocked = deployment.packages.some((other) => other.order < order)
  return settled(
    {
      id: executionId(deployment.id, index, place),
      deploymentId: deployment.id,
      machineId: target.id,
      machineName: target.name,
      siteId: target.siteId,
      entityId: target.entityId,
      package: pack,
      place,
      order,
      inBundle: deployment.packages.length > 1,
      state: 'scheduled',
      used: 0,
      earlier: 0,
      attempt: 0,
      scriptStartedIn: 0,
      attempts: deployment.options.attempts,
      retryDelayMs: deployment.options.retryDelayMinutes * 60_000,
      lease: 0,
      leaseUntil: null,
      seq: 0,
      nextAt: isBlocked ? null : iso(firstInstant(rules, now)),
      isBlocked,
      asked: null,
      phases: firstPhases(askedAt(deployment, place)),
      reason: null,
      edgeId: null,
      startedAt: null,
      endedAt: null,
      createdAt: deployment.createdAt,
      updatedAt: iso(now),
    },
    rules,
    now,
  )
}
