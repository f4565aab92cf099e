import type { Clock } from '../../adapters/clock.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'

export type AlarmPorts = { readonly deployments: DeploymentStore; readonly clock: Clock; readonly now: () => number }

// An alarm this late has been lost; whoever comes next sets it anew.
const overdueMs = 120_000

/** Makes sure that the deployment is looked at no later than `at` (milliseconds). */
export const armAlarm = async ({ deployments, clock, now }: AlarmPorts, deploymentId: string, at: number): Promise<void> => {
  const present = now()
  const instant = new Date(Math.max(at, present)).toISOString()
  if (await deployments.armEarlier(deploymentId, instant, clock.needsSchedule(at, present), new Date(present - overdueMs).toISOString()))
    await clock.ring(deploymentId, at, present)
}
