/** What changed in the executions table becomes counters, doorbells, alarms, turns in bundles, and hints for open pages. */
import type { Topic } from '#shared/contracts/live.ts'
import { bundleStep } from '#shared/domain/deployment/bundle.ts'
import { deploymentState } from '#shared/domain/deployment/deployment-state.ts'
import { countsByState } from '#shared/domain/deployment/standing.ts'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { LiveSender } from '../../adapters/live.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { inTurns } from '../../adapters/table.ts'
import { type AlarmPorts, armAlarm } from './arm-alarm.ts'
import { totalCounts } from './counts.ts'
import { type RulesReader, rulesReader } from './rules.ts'
import { writeSettled } from './settle.ts'

/** One stream record of an execution. `sequence` is DynamoDB's number, as many digits as it likes. */
export type ExecutionChange = {
  readonly sequence: string
  readonly chunk: string
  readonly fromStanding: string | null
  readonly toStanding: string
  readonly before: ExecutionRecord | null
  readonly after: ExecutionRecord
  /** When it is due or its lease ends, ISO; null when nothing is awaited. */
  readonly awaits: string | null
}

export type ProgressPorts = AlarmPorts & {
  readonly deployments: DeploymentStore
  readonly executions: Pick<ExecutionStore, 'siblings' | 'move'>
  readonly sites: Pick<SiteStore, 'get'>
  readonly live: LiveSender
  readonly mark: () => string
}

/** Throws when the counters of a chunk cannot be written: the batch must come again. */
export const recordProgress = async (ports: ProgressPorts, changes: readonly ExecutionChange[]): Promise<void> => {
  const moved = changes.filter(({ fromStanding, toStanding }) => fromStanding !== toStanding)
  await Promise.all(
    [...groupBy(moved, ({ after, chunk }) => `${after.deploymentId}/${chunk}/${after.place}`).values()].map((group) =>
      count(ports.deployments, group),
    ),
  )
  await announceReady(ports, moved)
  const deploymentOf = reader(ports.deployments)
  await takeTurns(ports, deploymentOf, changes)
  for (const [deploymentId, group] of groupBy(changes, ({ after }) => after.deploymentId)) {
    const instants = group.flatMap(({ awaits }) => (awaits === null ? [] : [Date.parse(awaits)]))
    if (instants.length > 0) await armAlarm(ports, deploymentId, Math.min(...instants))
  }
  for (const deploymentId of new Set(moved.map(({ after }) => after.deploymentId))) await noteState(ports, deploymentOf, deploymentId)
  await ports.live.changed(
    changes.flatMap(({ after: { id, deploymentId } }): Topic[] => ['deployments', `deployment:${deploymentId}`, `execution:${id}`]),
  )
}

type DeploymentReader = (id: string) => Promise<DeploymentRecord | null>
const reader = (deployments: DeploymentStore): DeploymentReader => {
  const known = new Map<string, Promise<DeploymentRecord | null>>()
  return (id) => {
    const found = known.get(id) ?? deployments.get(id)
    known.set(id, found)
    return found
  }
}

/** Sequence numbers as text of one length, so that text order is number order. */
const ordered = (sequence: string): string => sequence.padStart(40, '0')

/** docs/decisions/0003: what is at or below the stored number was counted already. */
const count = async (deployments: DeploymentStore, changes: readonly ExecutionChange[]): Promise<void> => {
  const [first] = changes
  if (!first) return
  const { deploymentId, place } = first.after
  for (let tries = 0; tries < 10; tries++) {
    const { last, counts } = await deployments.counter(deploymentId, first.chunk, place)
    const fresh = changes.filter(({ sequence }) => ordered(sequence) > last)
    if (fresh.length === 0) return
    const next: Record<string, number> = { ...counts }
    for (const { fromStanding, toStanding } of fresh) {
      if (fromStanding !== null) next[fromStanding] = (next[fromStanding] ?? 0) - 1
      next[toStanding] = (next[toStanding] ?? 0) + 1
    }
    const reached =
      fresh
        .map(({ sequence }) => ordered(sequence))
        .sort()
        .at(-1) ?? last
    const kept = Object.fromEntries(Object.entries(next).filter(([, standing]) => standing !== 0))
    if (await deployments.setCounter(deploymentId, first.chunk, place, last, { last: reached, counts: kept })) return
  }
  throw new Error(`the counters of ${deploymentId} chunk ${first.chunk} change too fast`)
}

/** Whatever became ready, for whatever reason, is put in its site's line, and the edges of the site hear the bell. */
const announceReady = async ({ deployments, live, mark }: ProgressPorts, changes: readonly ExecutionChange[]): Promise<void> => {
  const ready = changes.filter(({ before, after }) => after.state === 'ready' && before?.state !== 'ready').map(({ after }) => after)
  for (const group of groupBy(ready, ({ siteId, deploymentId }) => `${siteId}/${deploymentId}`).values()) {
    const [first] = group
    if (first) await deployments.markActive(first.siteId, first.deploymentId, mark())
  }
  await Promise.all([...new Set(ready.map(({ siteId }) => siteId))].map((siteId) => live.ring(siteId)))
}

/** In a bundle: one that ended lets others begin or breaks them; one that waits for its turn may find that it has come. */
const takeTurns = async (ports: ProgressPorts, deploymentOf: DeploymentReader, changes: readonly ExecutionChange[]): Promise<void> => {
  const rulesOn: RulesReader = rulesReader(ports.sites)
  const touched = changes.filter(
    ({ before, after }) => after.inBundle && (hasEnded(after.state) || after.isBlocked) && before?.state !== after.state,
  )
  const machines = new Map(touched.map(({ after }) => [`${after.deploymentId}/${after.machineId}`, after]))
  await inTurns([...machines.values()], 16, async (one) => {
    const deployment = await deploymentOf(one.deploymentId)
    if (!deployment) return
    const rules = await rulesOn(deployment, one.siteId)
    const members = (await ports.executions.siblings(one.id)).map((member) => ({ ...member, label: labelOf(member) }))
    for (const { label: _, ...member } of members) {
      const change = bundleStep({ ...member, label: '' }, members, rules, ports.now())
      const after = change && (await ports.executions.move(member, { ...change, lease: member.lease }))
      if (after) await writeSettled(ports.executions, after, rules, ports.now())
    }
  })
}

const labelOf = ({ package: pack }: ExecutionRecord): string => (pack === null ? '' : `${pack.label} ${pack.version}`)

/** What lists are filtered by. Behind by a moment at most: whoever counts last writes last. */
const noteState = async ({ deployments }: ProgressPorts, deploymentOf: DeploymentReader, id: string): Promise<void> => {
  const deployment = await deploymentOf(id)
  if (!deployment) return
  const counts = countsByState(await totalCounts(deployments, id))
  await deployments.setStateSeen(id, deploymentState({ counts, total: deployment.total, control: deployment.control }))
}

const groupBy = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
