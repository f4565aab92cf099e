import type { CheckedDeployment, CreateDeployment, DeploymentWithSites, Warning } from '#shared/contracts/deployments.ts'
import { stateOfStanding } from '#shared/domain/deployment/standing.ts'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import type { Queue } from '../../adapters/queues.ts'
import type { DeploymentRecord } from '../../adapters/records.ts'
import type { Viewer } from '../groups/seen.ts'
import type { Person } from '../people/person.ts'
import { Refusal } from '../refusal.ts'
import { totalCounts } from './counts.ts'
import { type Foreseen, type ForeseePorts, foresee } from './foresee.ts'
import { groupOfOrder } from './group.ts'
import { inParts, type Part } from './parts.ts'
import { type By, deploymentSeenBy, wholeOf } from './seen.ts'
import { type ShowPorts, showWithSites } from './show.ts'

export type LaunchPorts = ForeseePorts &
  ShowPorts & {
    readonly deployments: DeploymentStore
    readonly groups: Pick<GroupStore, 'get' | 'getMany'>
    readonly expandQueue: Queue
    readonly alarmsQueue: Queue
    readonly newId: () => string
  }
type Created = DeploymentWithSites & { readonly warnings: Warning[] }

/** Stored whole before anything is sent: an alarm a minute later finds what a crash left unexpanded. */
export const createDeployment = async (
  ports: LaunchPorts,
  order: CreateDeployment,
  by: Pick<Person, 'subject' | 'name'> & Viewer & { readonly requestKey: string | null },
): Promise<Created> => {
  const requestKey = by.requestKey === null ? null : `${by.subject}#${by.requestKey}`
  const earlier = requestKey === null ? null : await ports.deployments.byRequest(requestKey)
  if (earlier !== null) return resend(ports, by, earlier)

  const foreseen = await foresee(ports, by, order)
  const { parts, chunks } = inParts(foreseen.targets.map(({ id, name, siteId, entityId }) => ({ id, name, siteId, entityId })))
  const deployment = { ...recordOf(ports, order, foreseen, parts, by.name), group: await groupOfOrder(ports, order) }
  if (!(await ports.deployments.create(deployment, chunks, requestKey))) {
    // The same request came twice at once, or a package went away.
    const other = requestKey === null ? null : await ports.deployments.byRequest(requestKey)
    if (other !== null) return resend(ports, by, other)
    throw new Refusal('conflict', 'A package was deleted meanwhile.')
  }
  await send(ports, deployment)
  return { ...(await showWithSites(ports, deployment, wholeOf(deployment))), warnings: foreseen.checked.warnings }
}

export const checkDeployment = async (ports: ForeseePorts, by: Viewer, order: CreateDeployment): Promise<CheckedDeployment> =>
  (await foresee(ports, by, order)).checked

const recordOf = (
  ports: LaunchPorts,
  order: CreateDeployment,
  { targets, content, checked }: Foreseen,
  parts: Part[],
  createdBy: string,
): Omit<DeploymentRecord, 'group'> => ({
  id: ports.newId(),
  name: order.name ?? nameOf(targets.length === 1 ? (targets[0]?.name ?? '') : null, content),
  packages: content.packages,
  options: order.options,
  halt: content.halt,
  siteIds: checked.sites.map(({ id }) => id),
  entityIds: [...new Set(parts.map(({ entityId }) => entityId))],
  parts,
  machines: checked.machines,
  total: checked.executions,
  chunks: parts.length,
  control: 'run',
  relaunch: null,
  stateSeen: 'preparing',
  armedAt: null,
  scheduled: false,
  createdBy,
  createdAt: new Date(ports.now()).toISOString(),
})

const nameOf = (machine: string | null, { packages, bundleName }: Foreseen['content']): string => {
  const named = packages.map(({ label, version }) => `${label} ${version}`)
  const what = bundleName ?? (named.length > 3 ? `${named.slice(0, 3).join(', ')}, …` : named.join(', '))
  return (machine === null ? what : `${what} · ${machine}`).slice(0, 200)
}

const send = async ({ expandQueue, alarmsQueue }: LaunchPorts, { id, chunks }: DeploymentRecord): Promise<void> => {
  await expandQueue.sendAll(Array.from({ length: chunks }, (_, chunk) => ({ deploymentId: id, chunk })))
  await alarmsQueue.send({ deploymentId: id }, 60)
}

const resend = async (ports: LaunchPorts, by: By, id: string): Promise<Created> => {
  const { deployment, seen } = await deploymentSeenBy(ports, by, id)
  if ((await ports.deployments.unexpanded(id)).length > 0) await send(ports, deployment)
  return { ...(await showWithSites(ports, deployment, seen)), warnings: [] }
}

export const isUnfinished = async (
  ports: { readonly deployments: Pick<DeploymentStore, 'get' | 'countsByPlace'> },
  id: string,
): Promise<boolean> => {
  const deployment = await ports.deployments.get(id)
  if (!deployment) return false
  const counts = await totalCounts(ports.deployments, id)
  const ended = Object.entries(counts).reduce((sum, [standing, count]) => {
    const state = stateOfStanding(standing)
    return state !== null && hasEnded(state) ? sum + count : sum
  }, 0)
  return ended < deployment.total
}
