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
import { chunksOfPart } from './parts.ts'
import { columnNames, csvLine } from './report-csv.ts'
import { hasClosing } from './rules.ts'
import { type By, deploymentSeenBy, executionSeenBy, seenOf } from './seen.ts'
import { executionsPerMachine, type ShowPorts, showDeployment, showExecution, showExecutions, showWithSites } from './show.ts'

export type ReadPorts = ShowPorts & {
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly machines: Pick<MachineStore, 'get'>
}

export const getDeployment = async (ports: ReadPorts, by: By, id: string): Promise<DeploymentWithSites> => {
  const { deployment, seen } = await deploymentSeenBy(ports, by, id)
  return showWithSites(ports, deployment, seen)
}

export const listDeployments = async (
  ports: ReadPorts,
  by: By,
  { limit, cursor, ...filter }: DeploymentQuery,
): Promise<{ items: Deployment[]; nextCursor: string | null }> => {
  const { items, nextCursor } = await ports.deployments.list(
    filter,
    limit,
    cursor,
    by.perimeter === 'everything' ? undefined : (deployment) => seenOf(by, deployment) !== null,
  )
  return {
    items: await Promise.all(items.map((deployment) => showDeployment(ports, deployment, seenOf(by, deployment) ?? undefined))),
    nextCursor,
  }
}

export const listExecutions = async (
  ports: ReadPorts,
  by: By,
  deploymentId: string,
  { state, standing, place, limit, cursor }: ExecutionQuery,
): Promise<{ items: Execution[]; nextCursor: string | null }> => {
  const { seen } = await deploymentSeenBy(ports, by, deploymentId)
  const standings = standing?.split(',') ?? (state === undefined ? null : [state])
  const { items, nextCursor } =
    standings === null
      ? await ports.executions.list(deploymentId, seen.chunks, { place, limit, cursor })
      : await ports.executions.withStanding(deploymentId, standings, { place, limit, cursor, keep: seen.isWhole ? undefined : seen.shows })
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
  const { deployment, seen } = await deploymentSeenBy(ports, by, id)
  const byPlace = await ports.deployments.countsByPlace(id, seen.isWhole ? undefined : new Set(seen.chunks))
  const total = seen.machines * executionsPerMachine(deployment)
  const figuresOf = (counts: Parameters<typeof reportOf>[0], of: number): DeploymentReport['figures'] => copy(reportOf(counts, of))
  const places = [
    ...deployment.packages.map(({ place, label, version }) => ({ place, label: `${label} ${version}` })),
    ...(hasClosing(deployment) ? [{ place: deployment.packages.length, label: '' }] : []),
  ]
  return {
    total,
    figures: figuresOf(sumOf(byPlace.values()), total),
    packages:
      places.length === 1
        ? []
        : places.map(({ place, label }) => ({
            place,
            label,
            total: seen.machines,
            figures: figuresOf(byPlace.get(place) ?? {}, seen.machines),
          })),
  }
}

const copy = (figures: ReturnType<typeof reportOf>): DeploymentReport['figures'] =>
  figures.map(({ standings, parts, ...figure }) => ({ ...figure, standings: [...standings], parts: copy(parts) }))

// A part keeps well under an answer's 6 MB.
const rowsInPart = 10_000
const pageSize = 500

/** One part of the report as CSV; the first one begins with the names of the columns, one after the last is empty. */
export const exportReport = async (ports: ReadPorts, by: By, id: string, part: number): Promise<string> => {
  const { deployment, seen } = await deploymentSeenBy(ports, by, id)
  const chunks = chunksOfPart(deployment, seen.chunks, Math.floor(rowsInPart / executionsPerMachine(deployment)), part)
  const lines = part === 0 ? [columnNames] : []
  let cursor = chunks.length > 0 ? `${chunks[0]}.` : null
  while (cursor !== null) {
    const page: Awaited<ReturnType<ExecutionStore['list']>> = await ports.executions.list(id, chunks, { limit: pageSize, cursor })
    lines.push(...(await showExecutions(ports, page.items)).map(csvLine))
    cursor = page.nextCursor
  }
  return lines.join('')
}
