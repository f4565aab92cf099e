/** The group of machines that a deployment was ordered for. Groups are private: only who sees one hears of it. */
import type { CreateDeployment, Deployment } from '#shared/contracts/deployments.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import type { DeploymentRecord } from '../../adapters/records.ts'
import { isSeen, type Viewer } from '../groups/seen.ts'
import { invalid } from '../refusal.ts'

type Ports = { readonly groups: Pick<GroupStore, 'get' | 'getMany'> }

/** As it is called now, to be found later under this name. */
export const groupOfOrder = async ({ groups }: Ports, { machineFilter }: CreateDeployment): Promise<DeploymentRecord['group']> => {
  const group = machineFilter?.groupId === undefined ? null : await groups.get(machineFilter.groupId)
  return group && { id: group.id, name: group.name }
}

/** Whether somebody may ask for the history of a group. */
export const mustSeeGroup = async ({ groups }: Ports, by: Viewer, groupId: string | undefined): Promise<void> => {
  if (groupId === undefined) return
  const group = await groups.get(groupId)
  if (!group || !isSeen(by, group)) throw invalid('query.groupId', groupId, 'must be a group that exists')
}

export const withGroupsSeen = async <D extends Deployment>({ groups }: Ports, by: Viewer, deployments: readonly D[]): Promise<D[]> => {
  const known = await groups.getMany(deployments.flatMap(({ group }) => group?.id ?? []))
  return deployments.map((deployment) => {
    const group = deployment.group && known.get(deployment.group.id)
    return { ...deployment, group: group && isSeen(by, group) ? deployment.group : null }
  })
}

export const withGroupSeen = async <D extends Deployment>(ports: Ports, by: Viewer, deployment: D): Promise<D> => {
  const [shown = deployment] = await withGroupsSeen(ports, by, [deployment])
  return shown
}
