/** Carries out a relaunch that a person asked for, a page at a time. Twice is harmless: what was launched again has not ended. */
import { isChosen, type RelaunchChoice, relaunchTogether } from '#shared/domain/deployment/relaunch.ts'
import type { Rules } from '#shared/domain/deployment/rules.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../adapters/records.ts'
import { inTurns } from '../../adapters/table.ts'
import { askedAt } from './rules.ts'

export type RelaunchPorts = {
  readonly deployments: Pick<DeploymentStore, 'relaunchDone'>
  readonly executions: Pick<ExecutionStore, 'withStanding' | 'siblings' | 'move'>
  readonly now: () => number
}

const standingsOf: Record<RelaunchChoice, readonly string[]> = {
  failed: ['failed', 'stopped.bundle'],
  unfinished: ['failed', 'stopped', 'unknown'],
  all: ['failed', 'stopped', 'unknown', 'done'],
}
const mostAtOnce = 500

/** Whether there may be more to launch again: then it is to be called again. */
export const relaunchSome = async (
  ports: RelaunchPorts,
  deployment: DeploymentRecord,
  rules: ReadonlyMap<string, Rules>,
): Promise<boolean> => {
  const order = deployment.relaunch
  if (order === null) return false
  let launched = 0
  let cursor: string | undefined
  do {
    const page = await ports.executions.withStanding(deployment.id, standingsOf[order.which], { limit: mostAtOnce, cursor })
    const wanted = page.items.filter((execution) => isWanted(execution, order))
    // A machine at a time: what comes later in a bundle waits for what comes first, also for what is launched again with it.
    const machines = new Map(wanted.map((execution) => [execution.machineId, execution]))
    await inTurns([...machines.values()], 16, async (one) => {
      const rule = rules.get(one.siteId)
      const count = rule ? await relaunchMachine(ports, deployment, one, rule, (member) => isWanted(member, order)) : 0
      launched += count
    })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && launched < mostAtOnce)
  // The index may have been behind: it is over when a whole look launches nothing, be it that the rest cannot be.
  if (launched === 0) await ports.deployments.relaunchDone(deployment.id, order.at)
  return launched > 0
}

const isWanted = (execution: ExecutionRecord, { which, at }: NonNullable<DeploymentRecord['relaunch']>): boolean =>
  isChosen(execution, which) && (execution.endedAt ?? '') <= at

/** Launches the meant ones of one machine again, lowest order first, where the engine allows it. How many. */
export const relaunchMachine = async (
  { executions, now }: Pick<RelaunchPorts, 'executions' | 'now'>,
  deployment: DeploymentRecord,
  one: ExecutionRecord,
  rules: Rules,
  isMeant: (execution: ExecutionRecord) => boolean,
): Promise<number> => {
  const members = one.inBundle ? await executions.siblings(one.id) : [one]
  let launched = 0
  for (const { member, change } of relaunchTogether(members, isMeant, ({ place }) => askedAt(deployment, place), rules, now())) {
    // Those behind it were to wait for it.
    if (!(await executions.move(member, { ...change, lease: member.lease }))) break
    launched += 1
  }
  return launched
}
