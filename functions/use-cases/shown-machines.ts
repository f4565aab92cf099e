/** All machines that the list shows for a filter. */
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'
import type { ChunkMembers } from '../adapters/chunk-members.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { fits, type MachineFilter, smallFleet } from './machine-filter.ts'

export type ShownPorts = {
  readonly machines: Pick<MachineStore, 'all' | 'getMany' | 'ordinalsGiven'>
  readonly members: Pick<ChunkMembers, 'idsOf'>
}

/** By name. Of a group in a large fleet only its machines are read. */
export async function* shownMachines(ports: ShownPorts, filter: MachineFilter, query: MachineFilterQuery): AsyncGenerator<MachineRecord> {
  if (filter.group !== null && (await ports.machines.ordinalsGiven()) > smallFleet) {
    const machines = await ports.machines.getMany(await ports.members.idsOf(filter.group))
    yield* [...machines.values()].filter((machine) => fits(filter, machine)).sort((one, other) => one.name.localeCompare(other.name, 'en'))
    return
  }
  for await (const machine of ports.machines.all(query)) if (fits(filter, machine)) yield machine
}
