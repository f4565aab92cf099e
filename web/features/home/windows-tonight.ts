/** Deployments of which a window opens soon, the next first. Pure. */
import type { Deployment } from '#shared/contracts/deployments.ts'
import { isUnfinished } from '../deployments/state-looks.ts'

/** "Tonight" is what begins within this time: by the next morning, whenever one looks. Milliseconds. */
const soonMs = 18 * 3_600_000

export const opensSoon = (deployments: readonly Deployment[], now: Date): readonly (Deployment & { readonly nextAt: string })[] =>
  deployments
    .flatMap((deployment) => (deployment.nextAt === null ? [] : [{ ...deployment, nextAt: deployment.nextAt }]))
    .filter((deployment) => {
      const ahead = Date.parse(deployment.nextAt) - now.getTime()
      return (
        deployment.options.intervals !== null && deployment.control === 'run' && isUnfinished(deployment) && ahead > 0 && ahead <= soonMs
      )
    })
    .sort((a, b) => a.nextAt.localeCompare(b.nextAt))
