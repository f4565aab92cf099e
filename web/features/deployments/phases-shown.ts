import type { DeploymentOptions } from '#shared/contracts/deployments.ts'
import { type Phase, phases } from '#shared/domain/deployment/states.ts'

/** The phases that a deployment can have by its options; the others would be columns of nothing. */
export const phasesShown = (options: DeploymentOptions): readonly Phase[] => {
  const asked: Record<Phase, boolean> = {
    wol: options.wakeOnLan,
    transfer: true,
    execution: options.runScript,
    deletion: options.deleteFiles,
    inventory: options.inventory,
    halt: options.afterSuccess !== 'nothing',
  }
  return phases.filter((phase) => asked[phase])
}
