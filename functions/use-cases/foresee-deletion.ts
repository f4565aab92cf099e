/** What a person is told before they delete a machine. */
import type { DeletionForeseen } from '#shared/contracts/machines.ts'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import type { ExecutionStore } from '../adapters/executions.ts'
import type { InventoryStore } from '../adapters/inventories.ts'
import type { MachineStore } from '../adapters/machines.ts'
import { machineSeenBy } from './machines.ts'
import type { Person } from './people/person.ts'

export type ForeseeDeletionPorts = {
  readonly machines: MachineStore
  readonly inventories: Pick<InventoryStore, 'head' | 'historyLength'>
  readonly executions: Pick<ExecutionStore, 'ofMachine'>
}

/** Latest executions that are looked at: what has not ended is among them. */
const looked = 100

export const foreseeDeletion = async (
  { machines, inventories, executions }: ForeseeDeletionPorts,
  by: Pick<Person, 'perimeter'>,
  id: string,
): Promise<DeletionForeseen> => {
  const { hostKey, externalId } = await machineSeenBy(machines, by, id)
  const [head, changes, latest] = await Promise.all([inventories.head(id), inventories.historyLength(id), executions.ofMachine(id, looked)])
  return {
    inventory: head && { since: head.firstAt, latestAt: head.receivedAt, changes, agents: head.sources.length },
    hostKey: hostKey !== null,
    externalId,
    underWay: latest.items.filter(({ state }) => !hasEnded(state)).length,
    more: latest.nextCursor !== null,
  }
}
