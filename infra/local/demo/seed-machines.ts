/** Puts the machines of the fleet into the installation, and keeps their ports right. */
import type * as z from 'zod'
import type { CreateMachine, EditMachine, Machine, ProbeMachines } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { Call } from './api.ts'
import type { FleetMachine } from './fleet-file.ts'
import type { Memory } from './seeded.ts'

/** Creates what was never there, patches ports that changed, leaves alone what a person deleted or changed; then asks for the lamps. */
export const seedMachines = async (call: Call, memory: Memory, siteId: string, fleet: readonly FleetMachine[]): Promise<void> => {
  const machineIds: string[] = []
  for (const machine of fleet) {
    const id = memory.known.machines[machine.name] ? await followPort(call, memory, machine) : await create(call, memory, siteId, machine)
    if (id !== null) machineIds.push(id)
  }
  if (machineIds.length === 0) return
  const body: z.input<typeof ProbeMachines> = { machineIds }
  await call(routes.probeMachines, { body })
}

/** The machine's id, or null when somebody deleted it. */
const followPort = async (call: Call, memory: Memory, { name, port }: FleetMachine): Promise<string | null> => {
  const known = memory.known.machines[name]
  if (!known) return null
  const answer = await call(routes.getMachine, { params: { id: known.id } })
  if (answer === null) return null
  const stored = routes.getMachine.response.parse(answer)
  if (known.port === port) return stored.id
  // A port that a person has set is theirs.
  if (stored.port === known.port) {
    const body: z.input<typeof EditMachine> = { port }
    await call(routes.editMachine, { params: { id: known.id }, body })
  }
  memory.rememberMachine(name, { id: known.id, port })
  return stored.id
}

const create = async (call: Call, memory: Memory, siteId: string, machine: FleetMachine): Promise<string> => {
  const { name, address, port, user } = machine
  const body: z.input<typeof CreateMachine> = { name, siteId, address, port, user }
  // Made a moment ago by a run that ended before it could write that down?
  const made = (await findByName(call, siteId, machine)) ?? routes.createMachine.response.parse(await call(routes.createMachine, { body }))
  memory.rememberMachine(name, { id: made.id, port: made.port })
  return made.id
}

const findByName = async (call: Call, siteId: string, { name, address, port }: FleetMachine): Promise<Machine | undefined> => {
  const answer = await call(routes.listMachines, { query: { name, siteId, limit: '100' } })
  const { items } = routes.listMachines.response.parse(answer)
  return items.find((item) => item.name === name && item.address === address && item.port === port)
}
