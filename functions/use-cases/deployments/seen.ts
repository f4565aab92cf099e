/** Deployments and executions within the perimeter of who asks. docs/decisions/0008. */
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import { outside, type Person, sees } from '../people/person.ts'
import { notFound, Refusal } from '../refusal.ts'

export type By = Pick<Person, 'perimeter'>

/** What somebody sees of a deployment. The entities are those at the time of ordering. */
export type Seen = {
  readonly isWhole: boolean
  /** Ascending. */
  readonly chunks: readonly number[]
  readonly machines: number
  readonly siteIds: readonly string[]
  readonly shows: (execution: Pick<ExecutionRecord, 'entityId'>) => boolean
}

export const wholeOf = ({ chunks, machines, siteIds }: DeploymentRecord): Seen => ({
  isWhole: true,
  chunks: Array.from({ length: chunks }, (_, chunk) => chunk),
  machines,
  siteIds,
  shows: () => true,
})

/** null: nothing of it. Deployments from before they had parts are seen whole or not at all. */
export const seenOf = (by: By, deployment: DeploymentRecord): Seen | null => {
  if (deployment.entityIds.every((id) => sees(by, id))) return wholeOf(deployment)
  const mine = [...deployment.parts.entries()].filter(([, { entityId }]) => sees(by, entityId))
  if (mine.length === 0) return null
  return {
    isWhole: false,
    chunks: mine.map(([chunk]) => chunk),
    machines: mine.reduce((sum, [, { machines }]) => sum + machines, 0),
    siteIds: [...new Set(mine.flatMap(([, { siteIds }]) => siteIds))],
    shows: ({ entityId }) => sees(by, entityId),
  }
}

type DeploymentPorts = { readonly deployments: Pick<DeploymentStore, 'get'> }

export const foundDeployment = async ({ deployments }: DeploymentPorts, id: string): Promise<DeploymentRecord> => {
  const deployment = await deployments.get(id)
  if (!deployment) throw notFound('deployment', id)
  return deployment
}

/** To be looked at, as far as it is seen. */
export const deploymentSeenBy = async (
  ports: DeploymentPorts,
  by: By,
  id: string,
): Promise<{ readonly deployment: DeploymentRecord; readonly seen: Seen }> => {
  const deployment = await foundDeployment(ports, id)
  const seen = seenOf(by, deployment)
  if (seen === null) throw outside('deployment', id)
  return { deployment, seen }
}

/** To be acted on: what is asked of it reaches all its machines. */
export const wholeDeploymentSeenBy = async (ports: DeploymentPorts, by: By, id: string): Promise<DeploymentRecord> => {
  const { deployment, seen } = await deploymentSeenBy(ports, by, id)
  if (!seen.isWhole)
    throw new Refusal('forbidden', 'Some machines of the deployment are outside your perimeter: act on those that you see, one by one.', [
      { field: 'path.id', value: id, message: 'must be a deployment whose machines are all within your perimeter' },
    ])
  return deployment
}

/** By where its machine is now; of one that is gone, by where it was. */
export const executionSeenBy = async (
  { executions, machines }: { readonly executions: Pick<ExecutionStore, 'get'>; readonly machines: Pick<MachineStore, 'get'> },
  by: By,
  id: string,
): Promise<ExecutionRecord> => {
  const record = await executions.get(id)
  if (!record) throw notFound('execution', id)
  const entityId = by.perimeter === 'everything' ? record.entityId : ((await machines.get(record.machineId))?.entityId ?? record.entityId)
  if (!sees(by, entityId)) throw outside('execution', id)
  return record
}
