import type { phases } from '#shared/domain/deployment/states.ts'
import type { DeploymentStore } from '../adapters/deployments.ts'
import type { ExecutionStore } from '../adapters/executions.ts'
import type { Queue } from '../adapters/queues.ts'
import { chunkSize, type DeploymentRecord, type ExecutionRecord, executionId, type TargetsRecord } from '../adapters/records.ts'
import { inTurns } from '../adapters/table.ts'

export type ExpandPorts = {
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly alarmsQueue: Queue
  readonly now: () => number
}

const toDo = { status: 'to-do', startedAt: null, endedAt: null, exitCode: null } as const
export const nothingDone = (): ExecutionRecord['phases'] =>
  ({ transfer: toDo, execution: toDo, deletion: toDo }) satisfies Record<(typeof phases)[number], typeof toDo>

/** Makes the executions of one chunk. Their identifiers follow from the deployment, so a second time makes none. */
export const expandChunk = async (
  { deployments, executions, alarmsQueue, now }: ExpandPorts,
  deploymentId: string,
  chunk: number,
): Promise<void> => {
  const [deployment, list] = await Promise.all([deployments.get(deploymentId), deployments.targets(deploymentId, chunk)])
  if (!deployment || !list || list.expanded) return
  const at = new Date(now()).toISOString()
  await inTurns([...list.targets.entries()], 32, async ([place, target]) => {
    await executions.create(newExecution(deployment, chunk * chunkSize + place, target, at))
  })
  await deployments.markExpanded(deploymentId, chunk)
  await alarmsQueue.send({ deploymentId })
}

const newExecution = (
  deployment: DeploymentRecord,
  index: number,
  target: TargetsRecord['targets'][number],
  at: string,
): ExecutionRecord => ({
  id: executionId(deployment.id, index, 0),
  deploymentId: deployment.id,
  machineId: target.id,
  machineName: target.name,
  siteId: target.siteId,
  entityId: target.entityId,
  package: { id: deployment.package.id, label: deployment.package.label, version: deployment.package.version },
  state: 'scheduled',
  used: 0,
  attempt: 0,
  attempts: deployment.options.attempts,
  retryDelayMs: deployment.options.retryDelayMinutes * 60_000,
  lease: 0,
  leaseUntil: null,
  seq: 0,
  nextAt: deployment.options.startAt ?? at,
  phases: nothingDone(),
  reason: null,
  edgeId: null,
  startedAt: null,
  endedAt: null,
  createdAt: deployment.createdAt,
  updatedAt: at,
})
