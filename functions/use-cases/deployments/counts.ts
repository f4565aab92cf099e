import type { StandingCounts } from '#shared/domain/deployment/standing.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'

export const sumOf = (counts: Iterable<StandingCounts>): StandingCounts => {
  const sums: Record<string, number> = {}
  for (const each of counts) for (const [standing, count] of Object.entries(each)) sums[standing] = (sums[standing] ?? 0) + count
  return sums
}

/** Executions of the whole deployment by where they stand. */
export const totalCounts = async (deployments: Pick<DeploymentStore, 'countsByPlace'>, id: string): Promise<StandingCounts> =>
  sumOf((await deployments.countsByPlace(id)).values())
