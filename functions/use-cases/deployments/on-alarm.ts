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
import { writeSettled } from './settle.ts'

export type OnAlarmPorts = AlarmPorts & {
  readonly executions: ExecutionStore
  readonly sites: Pick<SiteStore, 'get'>
  readonly expandQueue: Queue
  readonly alarmsQueue: Queue
}

const pageSize = 500
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
  const { settledSome, full } = await settlePage(ports, deployment, rules)
  // More than one page is waiting, or a person asked for something else meanwhile: at once again.
  const asked = await deployments.get(deploymentId)
  if (relaunching || (full && settledSome) || asked?.control !== deployment.control || asked.relaunch?.at !== deployment.relaunch?.at)
    return ports.alarmsQueue.send({ deploymentId })
  await armNext(ports, deployment, rules, unexpanded.length > 0)
}

/** Looks at one page of each line in which something may have to move. `full`: a line was longer than that. */
const settlePage = async (
  { executions, now }: OnAlarmPorts,
  deployment: DeploymentRecord,
  rules: ReadonlyMap<string, Rules>,
): Promise<{ settledSome: boolean; full: boolean }> => {
  let settledSome = false
  let full = false
  const present = now()
  const settleAll = async (found: readonly ExecutionRecord[]): Promise<void> => {
    full ||= found.length === pageSize
    await inTurns(found, 16, async (execution) => {
      const rule = rules.get(execution.siteId)
      if (!rule || !(await writeSettled(executions, execution, rule, present))) return
      settledSome = true
      // The line may have been behind: what a person asked of it a moment ago must not be forgotten with the lease.
      const stored = isHeld(execution.state) ? (await executions.siblings(execution.id)).find(({ id }) => id === execution.id) : undefined
      if (stored) await writeSettled(executions, stored, rule, present)
    })
  }
  await settleAll(await executions.due(deployment.id, new Date(present).toISOString(), pageSize))
  const everything = deployment.control !== 'run' || [...rules.values()].some((rule) => isOutOfTime(rule, present))
  if (everything)
    for (const state of waitingStates)
      await settleAll((await executions.withStanding(deployment.id, [`${state}.`], { limit: pageSize })).items)
  else {
    // Those that were paused together with the deployment go on with it, however many were paused by themselves before them.
    let cursor: string | undefined
    do {
      const page = await executions.withStanding(deployment.id, ['paused.'], { limit: pageSize, cursor })
      await settleAll(page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined && !settledSome)
    for (const [siteId, rule] of rules) if (!isOpen(rule, present)) await settleAll(await executions.ready(siteId, deployment.id, pageSize))
  }
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
    if (rule.window !== null && (await executions.ready(siteId, deployment.id, 1)).length > 0) readyRules.push(rule)
  const next = nextInstant({ nextDue: due === null ? null : Date.parse(due), readyRules, unended: [...rules.values()] }, now())
  await armAlarm(ports, deployment.id, Math.min(next ?? Number.POSITIVE_INFINITY, now() + safetyMs))
}
