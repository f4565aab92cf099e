/** Deployments and executions as the API gives them. */
import type { Deployment, DeploymentWithSites, Execution } from '#shared/contracts/deployments.ts'
import { deploymentState } from '#shared/domain/deployment/deployment-state.ts'
import { attemptShown } from '#shared/domain/deployment/execution.ts'
import { closingAfter, firstInstant, isOpen, iso, type Rules } from '#shared/domain/deployment/rules.ts'
import { countsByState, standingOf } from '#shared/domain/deployment/standing.ts'
import { type SiteFacts, silentMs, whyNotDone, whySentence } from '#shared/domain/deployment/why.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { totalCounts } from './counts.ts'
import { rulesOf } from './rules.ts'
import { type Seen, wholeOf } from './seen.ts'

export type ShowPorts = {
  readonly deployments: Pick<DeploymentStore, 'get' | 'countsByPlace'>
  readonly executions: Pick<ExecutionStore, 'nextDue' | 'getMany'>
  readonly sites: Pick<SiteStore, 'get' | 'edges'>
  readonly now: () => number
}

type Counts = Deployment['counts']

/** `counts`: of the whole, whose state is shown; `seenCounts`: of what is seen of it. */
const presentDeployment = (
  deployment: DeploymentRecord,
  seen: Seen,
  { counts, seenCounts, nextAt }: { counts: Counts; seenCounts: Counts; nextAt: string | null },
): Deployment => {
  const { id, name, options, total, control, createdBy, createdAt } = deployment
  return {
    id,
    name,
    packages: deployment.packages.map(({ manifestSha256: _, ...pack }) => pack),
    options,
    state: deploymentState({ counts, total, control }),
    control,
    partial: !seen.isWhole,
    machines: seen.machines,
    group: deployment.group,
    total: seen.machines * executionsPerMachine(deployment),
    counts: seenCounts,
    nextAt,
    createdBy,
    createdAt,
  }
}

export const executionsPerMachine = ({ total, machines }: DeploymentRecord): number => Math.round(total / Math.max(1, machines))

export const showDeployment = async (
  { deployments, executions }: ShowPorts,
  deployment: DeploymentRecord,
  seen: Seen = wholeOf(deployment),
): Promise<Deployment> => {
  const { id } = deployment
  const [counts, seenCounts, nextAt] = await Promise.all([
    totalCounts(deployments, id),
    seen.isWhole ? null : totalCounts(deployments, id, new Set(seen.chunks)),
    executions.nextDue(id, seen.isWhole ? undefined : seen.shows),
  ])
  return presentDeployment(deployment, seen, { counts: countsByState(counts), seenCounts: countsByState(seenCounts ?? counts), nextAt })
}

type SiteKnown = { readonly facts: SiteFacts; readonly timeZone: string }
type SiteKnower = (id: string) => Promise<SiteKnown | null>

/** Reads each site and its edges once. */
const siteKnower = ({ sites }: Pick<ShowPorts, 'sites'>): SiteKnower => {
  const known = new Map<string, Promise<SiteKnown | null>>()
  const read = async (id: string): Promise<SiteKnown | null> => {
    const [site, edges] = await Promise.all([sites.get(id), sites.edges(id)])
    if (!site) return null
    const seen = edges.map(({ id: edgeId, name, lastSeenAt, slotsUsed, slotsTotal }) => ({
      id: edgeId,
      name,
      seenAt: lastSeenAt,
      slotsUsed,
      slotsTotal,
    }))
    return { facts: { name: site.name, edges: seen }, timeZone: site.timeZone }
  }
  return (id) => {
    const found = known.get(id) ?? read(id)
    known.set(id, found)
    return found
  }
}

export const showWithSites = async (ports: ShowPorts, deployment: DeploymentRecord, seen: Seen): Promise<DeploymentWithSites> => {
  const shown = await showDeployment(ports, deployment, seen)
  const siteOf = siteKnower(ports)
  const now = ports.now()
  const sites = await Promise.all(
    seen.siteIds.map(async (id) => {
      const site = await siteOf(id)
      if (!site) return []
      const rules = rulesOf(deployment, site)
      const open = isOpen(rules, now)
      const closes = open ? closingAfter(rules, now) : null
      const { edges, name } = site.facts
      return [
        {
          id,
          name,
          timeZone: site.timeZone,
          open,
          opens: open ? null : iso(firstInstant(rules, now)),
          closes: closes === null ? null : iso(closes),
          edges: edges.length,
          edgesSeen: edges.filter(({ seenAt }) => seenAt !== null && now - Date.parse(seenAt) < silentMs).length,
        },
      ]
    }),
  )
  return { ...shown, sites: sites.flat() }
}

/** With the sentence that says why each is not done. What it needs of deployments, sites and neighbours is read once. */
export const showExecutions = async (ports: ShowPorts, records: readonly ExecutionRecord[]): Promise<Execution[]> => {
  const siteOf = siteKnower(ports)
  const deployments = new Map<string, DeploymentRecord | null>()
  for (const id of new Set(records.map(({ deploymentId }) => deploymentId))) deployments.set(id, await ports.deployments.get(id))
  const firsts = await firstOfBundles(ports, deployments, records)
  return Promise.all(
    records.map(async (record) => {
      const deployment = deployments.get(record.deploymentId)
      const site = await siteOf(record.siteId)
      const rules = deployment && site ? rulesOf(deployment, site) : always
      return present(record, rules, site?.facts ?? { name: record.siteId, edges: [] }, firsts, ports.now())
    }),
  )
}

export const showExecution = async (ports: ShowPorts, record: ExecutionRecord): Promise<Execution> => {
  const [shown] = await showExecutions(ports, [record])
  if (!shown) throw new Error(`the execution ${record.id} could not be shown`)
  return shown
}

const always: Rules = { control: 'run', startAt: null, endAt: null, window: null }

/** Those that blocked executions wait for, by id. */
const firstOfBundles = async (
  { executions }: ShowPorts,
  deployments: ReadonlyMap<string, DeploymentRecord | null>,
  records: readonly ExecutionRecord[],
): Promise<ReadonlyMap<string, ExecutionRecord>> => {
  const ids = records.filter(({ isBlocked }) => isBlocked).flatMap((record) => lowerOf(record, deployments.get(record.deploymentId)))
  return executions.getMany(ids)
}

const lowerOf = (record: ExecutionRecord, deployment: DeploymentRecord | null | undefined): string[] => {
  const [deploymentId, index] = record.id.split('.')
  return (deployment?.packages ?? []).filter(({ order }) => order < record.order).map(({ place }) => `${deploymentId}.${index}.${place}`)
}

const present = (
  record: ExecutionRecord,
  rules: Rules,
  site: SiteFacts,
  firsts: ReadonlyMap<string, ExecutionRecord>,
  now: number,
): Execution => {
  const [deploymentId, index] = record.id.split('.')
  const waitsFor = record.isBlocked
    ? [...firsts.values()]
        .filter(({ id, order, state }) => id.startsWith(`${deploymentId}.${index}.`) && order < record.order && state !== 'done')
        .map(({ package: pack }) => (pack === null ? '' : `${pack.label} ${pack.version}`))
    : []
  const edgeName = record.edgeId === null ? null : (site.edges.find(({ id }) => id === record.edgeId)?.name ?? record.edgeId)
  const why = whyNotDone({ ...record, edgeName }, { rules, site, waitsFor, now })
  return {
    id: record.id,
    deploymentId: record.deploymentId,
    machine: { id: record.machineId, name: record.machineName },
    siteId: record.siteId,
    package: record.package,
    order: record.order,
    state: record.state,
    standing: standingOf(record),
    attempt: attemptShown(record),
    attempts: record.attempts,
    phases: record.phases,
    reason: record.reason,
    why: why === null ? null : { ...why, text: whySentence(why) },
    nextAt: record.nextAt,
    edgeId: record.edgeId,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    updatedAt: record.updatedAt,
  }
}
