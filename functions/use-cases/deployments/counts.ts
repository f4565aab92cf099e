import type { StandingCounts } from '#shared/domain/deployment/standing.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'

export const sumOf = (counts: Iterable<StandingCounts>): StandingCounts => {
  const sums: Record<string, number> = {}
  for (const each of counts) for (const [standing, count] of Object.entries(each)) sums[standing] = (sums[standing] ?? 0) + count
  return sums
}

/** Executions by where they stand: of the whole deployment, or of some of its chunks. */
export const totalCounts = async (
  deployments: Pick<DeploymentStore, 'countsByPlace'>,
  id: string,
  chunks?: ReadonlySet<number>,
): Promise<StandingCounts> => sumOf((await deployments.countsByPlace(id, chunks)).values())
