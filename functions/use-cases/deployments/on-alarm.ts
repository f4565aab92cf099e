/**
 * A deployment's alarm rang: what is due becomes ready, leases that ended are taken back, what a person or the clock
 * ended ends, closed windows put off what was ready. Early, late or twice is harmless.
 */
import { nextInstant } from '#shared/domain/deployment/next-instant.ts'
import { isOpen, isOutOfTime, type Rules } from '#shared/domain/deployment/rules.ts'
import { countsByState } from '#shared/domain/deployment/standing.ts'
import { isHeld, waitingStates } from '#shared/domain/deployment/states.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { Queue } from '../../adapters/queues.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { inTurns } from '../../adapters/table.ts'
import { type AlarmPorts, armAlarm } from './arm-alarm.ts'
import { totalCounts } from './counts.ts'
import { relaunchSome } from './relaunch.ts'
import { rulesOf, siteReader } from './rules.ts'
import { writeAllSettled, writeSettled } from './settle.ts'

export type OnAlarmPorts = AlarmPorts & {
  readonly executions: ExecutionStore
  readonly sites: Pick<SiteStore, 'get'>
  readonly expandQueue: Queue
  readonly alarmsQueue: Queue
}

const pageSize = 500
/** A function has a minute. */
const goesOnForMs = 20_000
// While anything is unfinished somebody looks at least this often, whatever was lost.
const safetyMs = 15 * 60_000

export const onAlarm = async (ports: OnAlarmPorts, deploymentId: string): Promise<void> => {
  const { deployments } = ports
  const deployment = await deployments.get(deploymentId)
  if (!deployment) return
  await deployments.disarm(deploymentId)

  const unexpanded = await deployments.unexpanded(deploymentId)
  await ports.expandQueue.sendAll(unexpanded.map((chunk) => ({ deploymentId, chunk })))

  const siteOf = siteReader(ports.sites)
  const rules = new Map<string, Rules>()
  for (const siteId of deployment.siteIds) rules.set(siteId, rulesOf(deployment, await siteOf(siteId)))

  const relaunching = await relaunchSome(ports, deployment, rules)
  const { settledSome, full } = await settleLines(ports, deployment, rules)
  // More are waiting than there was time for, or a person asked for something else meanwhile: at once again.
  if (relaunching || (full && settledSome) || !(await isStillAsked(ports, deployment))) return ports.alarmsQueue.send({ deploymentId })
  await armNext(ports, deployment, rules, unexpanded.length > 0)
}

const isStillAsked = async ({ deployments }: OnAlarmPorts, { id, control, relaunch }: DeploymentRecord): Promise<boolean> => {
  const asked = await deployments.get(id)
  return asked?.control === control && asked.relaunch?.at === relaunch?.at
}

type Line = (query: { limit: number; cursor: string | undefined }) => Promise<{ items: ExecutionRecord[]; nextCursor: string | null }>

/** Goes along each line in which something may have to move. `full`: one was longer than there was time for. */
const settleLines = async (
  ports: OnAlarmPorts,
  deployment: DeploymentRecord,
  rules: ReadonlyMap<string, Rules>,
): Promise<{ settledSome: boolean; full: boolean }> => {
  const { executions, now } = ports
  let settledSome = false
  let full = false
  const present = now()
  const settleAll = async (found: readonly ExecutionRecord[]): Promise<void> => {
    const known = found.flatMap((execution) => {
      const rule = rules.get(execution.siteId)
      return rule ? [{ execution, rules: rule }] : []
    })
    const waiting = known.filter(({ execution }) => !isHeld(execution.state))
    if ((await writeAllSettled(executions, waiting, present)) > 0) settledSome = true
    await inTurns(
      known.filter(({ execution }) => isHeld(execution.state)),
      16,
      async ({ execution, rules: rule }) => {
        if (!(await writeSettled(executions, execution, rule, present))) return
        settledSome = true
        // The line may have been behind: what a person asked of it a moment ago must not be forgotten with the lease.
        const stored = (await executions.siblings(execution.id)).find(({ id }) => id === execution.id)
        if (stored) await writeSettled(executions, stored, rule, present)
      },
    )
  }
  const goAlong = async (line: Line): Promise<void> => {
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await line({ limit: pageSize, cursor })
      await settleAll(items)
      cursor = nextCursor ?? undefined
    } while (cursor !== undefined && now() - present < goesOnForMs && (await isStillAsked(ports, deployment)))
    full ||= cursor !== undefined
  }
  await goAlong((query) => executions.due(deployment.id, new Date(present).toISOString(), query))
  const everything = deployment.control !== 'run' || [...rules.values()].some((rule) => isOutOfTime(rule, present))
  if (everything) {
    for (const state of waitingStates) await goAlong((query) => executions.withStanding(deployment.id, [`${state}.`], query))
    return { settledSome, full }
  }
  // Those that were paused together with the deployment go on with it; those that were paused by themselves stay.
  await goAlong((query) => executions.withStanding(deployment.id, ['paused.'], query))
  for (const [siteId, rule] of rules) if (!isOpen(rule, present)) await goAlong((query) => executions.ready(siteId, deployment.id, query))
  return { settledSome, full }
}

const armNext = async (
  ports: OnAlarmPorts,
  deployment: DeploymentRecord,
  rules: ReadonlyMap<string, Rules>,
  isExpanding: boolean,
): Promise<void> => {
  const { deployments, executions, now, clock } = ports
  const due = await executions.nextDue(deployment.id)
  const counts = countsByState(await totalCounts(deployments, deployment.id))
  const ended = (counts.done ?? 0) + (counts.failed ?? 0) + (counts.stopped ?? 0) + (counts.unknown ?? 0)
  if (due === null && !isExpanding && ended >= deployment.total) {
    if (deployment.scheduled) await clock.cancel(deployment.id)
    return
  }
  const readyRules: Rules[] = []
  for (const [siteId, rule] of rules)
    if (rule.window !== null && (await executions.ready(siteId, deployment.id, { limit: 1 })).items.length > 0) readyRules.push(rule)
  const next = nextInstant({ nextDue: due === null ? null : Date.parse(due), readyRules, unended: [...rules.values()] }, now())
  await armAlarm(ports, deployment.id, Math.min(next ?? Number.POSITIVE_INFINITY, now() + safetyMs))
}
