/** Deployments and executions within the perimeter of who asks. */
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import { outside, type Person, sees } from '../people/person.ts'
import { notFound } from '../refusal.ts'
import { foundDeployment } from './show.ts'

export type By = Pick<Person, 'perimeter'>

/** Its counts speak of all its machines: only who sees them all sees it. The history of a machine has the others' part. */
export const isSeenBy = (by: By, { entityIds }: Pick<DeploymentRecord, 'entityIds'>): boolean => entityIds.every((id) => sees(by, id))

export const deploymentSeenBy = async (
  ports: { readonly deployments: Pick<DeploymentStore, 'get' | 'countsByPlace'> },
  by: By,
  id: string,
): Promise<DeploymentRecord> => {
  const deployment = await foundDeployment(ports, id)
  if (!isSeenBy(by, deployment)) throw outside('deployment', id)
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
