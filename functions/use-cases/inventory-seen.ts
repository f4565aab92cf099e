/** What the perimeter of who asks allows of inventories. */
import type { MachineStore } from '../adapters/machines.ts'
import { machineSeenBy } from './machines.ts'
import type { Person } from './people/person.ts'
import { Refusal } from './refusal.ts'

type By = Pick<Person, 'perimeter'>

/** Doubts and refusals speak of machines of any entity, or of none yet: only who sees everything gets them. */
export const mustSeeEverything = ({ perimeter }: By): void => {
  if (perimeter !== 'everything')
    throw new Refusal('forbidden', 'This speaks of the machines of every entity; your perimeter is a part of them.')
}

export const machinesSeenBy = async (machines: MachineStore, by: By, ...ids: readonly string[]): Promise<void> => {
  for (const id of ids) await machineSeenBy(machines, by, id)
}
