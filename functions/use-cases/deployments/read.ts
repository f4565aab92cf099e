/** What people look at: deployments, their executions, logs and reports. */
import type {
  Deployment,
  DeploymentQuery,
  DeploymentReport,
  DeploymentWithSites,
  Execution,
  ExecutionQuery,
} from '#shared/contracts/deployments.ts'
import { reportOf } from '#shared/domain/deployment/standing.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import { invalid } from '../refusal.ts'
import { sumOf } from './counts.ts'
import { columnNames, csvLine } from './report-csv.ts'
import { hasClosing } from './rules.ts'
import { type By, deploymentSeenBy, executionSeenBy, isSeenBy } from './seen.ts'
import { type ShowPorts, showDeployment, showExecution, showExecutions, showWithSites } from './show.ts'

export type ReadPorts = ShowPorts & {
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly machines: Pick<MachineStore, 'get'>
}

export const getDeployment = async (ports: ReadPorts, by: By, id: string): Promise<DeploymentWithSites> =>
  showWithSites(ports, await deploymentSeenBy(ports, by, id))

export const listDeployments = async (
  ports: ReadPorts,
  by: By,
  { limit, cursor, ...filter }: DeploymentQuery,
): Promise<{ items: Deployment[]; nextCursor: string | null }> => {
  const { items, nextCursor } = await ports.deployments.list(
    filter,
    limit,
    cursor,
    by.perimeter === 'everything' ? undefined : (deployment) => isSeenBy(by, deployment),
  )
  return { items: await Promise.all(items.map((deployment) => showDeployment(ports, deployment))), nextCursor }
}

export const listExecutions = async (
  ports: ReadPorts,
  by: By,
  deploymentId: string,
  { state, standing, place, limit, cursor }: ExecutionQuery,
): Promise<{ items: Execution[]; nextCursor: string | null }> => {
  const deployment = await deploymentSeenBy(ports, by, deploymentId)
  const standings = standing?.split(',') ?? (state === undefined ? null : [state])
  const { items, nextCursor } =
    standings === null
      ? await ports.executions.list(deploymentId, deployment.chunks, { place, limit, cursor })
      : await ports.executions.withStanding(deploymentId, standings, { place, limit, cursor })
  return { items: await showExecutions(ports, items), nextCursor }
}

export const getExecution = async (ports: ReadPorts, by: By, id: string): Promise<Execution> =>
  showExecution(ports, await executionSeenBy(ports, by, id))

export const listMachineExecutions = async (ports: ReadPorts, machineId: string, query: { limit: number; cursor?: string | undefined }) => {
  const { items, nextCursor } = await ports.executions.ofMachine(machineId, query.limit, query.cursor)
  return { items: await showExecutions(ports, items), nextCursor }
}

export const readLog = async (ports: ReadPorts, by: By, id: string, query: { limit: number; cursor?: string | undefined }) => {
  await executionSeenBy(ports, by, id)
  const after = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url').toString('utf8')
  if (after !== undefined && !/^\d{6}#\d{9}#\d{4}$/.test(after))
    throw invalid('query.cursor', query.cursor, 'must be a nextCursor of an earlier answer')
  const { items, last, complete } = await ports.executions.log(id, query.limit, after)
  return { items, nextCursor: last === null ? null : Buffer.from(last).toString('base64url'), complete }
}

export const getReport = async (ports: ReadPorts, by: By, id: string): Promise<DeploymentReport> => {
  const deployment = await deploymentSeenBy(ports, by, id)
  const byPlace = await ports.deployments.countsByPlace(id)
  const figuresOf = (counts: Parameters<typeof reportOf>[0], total: number): DeploymentReport['figures'] => copy(reportOf(counts, total))
  const places = [
    ...deployment.packages.map(({ place, label, version }) => ({ place, label: `${label} ${version}` })),
    ...(hasClosing(deployment) ? [{ place: deployment.packages.length, label: '' }] : []),
  ]
  return {
    total: deployment.total,
    figures: figuresOf(sumOf(byPlace.values()), deployment.total),
    packages:
      places.length === 1
        ? []
        : places.map(({ place, label }) => ({
            place,
            label,
            total: deployment.machines,
            figures: figuresOf(byPlace.get(place) ?? {}, deployment.machines),
          })),
  }
}

const copy = (figures: ReturnType<typeof reportOf>): DeploymentReport['figures'] =>
  figures.map(({ standings, parts, ...figure }) => ({ ...figure, standings: [...standings], parts: copy(parts) }))

const rowsInPart = 10_000
const pageSize = 500

/** One part of the report as CSV; the first one begins with the names of the columns, one after the last is empty. */
export const exportReport = async (ports: ReadPorts, by: By, id: string, part: number): Promise<string> => {
  const deployment = await deploymentSeenBy(ports, by, id)
  const lines = part === 0 ? [columnNames] : []
  // Whole chunks of 1,000 machines in each part, however many packages: a part keeps well under an answer's 6 MB.
  const chunks = Math.max(1, Math.floor(rowsInPart / 1000 / Math.max(1, Math.round(deployment.total / Math.max(1, deployment.machines)))))
  for (let chunk = part * chunks; chunk < Math.min(deployment.chunks, (part + 1) * chunks); chunk++) {
    let cursor: string | undefined = `${chunk}.`
    do {
      const page: Awaited<ReturnType<ExecutionStore['list']>> = await ports.executions.list(id, chunk + 1, { limit: pageSize, cursor })
      lines.push(...(await showExecutions(ports, page.items)).map(csvLine))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }
  return lines.join('')
}
