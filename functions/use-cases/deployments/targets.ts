/** The machines that an order names: by id, by whole name, or as the list of machines shows them for the same words. */
import { type CreateDeployment, maxTargets } from '#shared/contracts/deployments.ts'
import type { FieldError } from '#shared/contracts/problem.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import { inTurns } from '../../adapters/table.ts'
import { type AskedPorts, askedFor } from '../asked-machines.ts'
import type { Viewer } from '../groups/seen.ts'
import { outside, sees } from '../people/person.ts'
import { invalid, Refusal } from '../refusal.ts'
import { type ShownPorts, shownMachines } from '../shown-machines.ts'

type Targets = Pick<CreateDeployment, 'machineIds' | 'machineNames' | 'machineFilter'>

/** At least one, each once; or a refusal that names those at fault. */
export const targetsOf = async (
  ports: AskedPorts & ShownPorts & { readonly machines: Pick<MachineStore, 'named'> },
  by: Viewer,
  { machineIds, machineNames, machineFilter }: Targets,
): Promise<MachineRecord[]> => {
  const { machines } = ports
  if (machineIds !== undefined) return within(by, '/machineIds', await byIds(machines, machineIds))
  if (machineNames !== undefined) return within(by, '/machineNames', await byNames(machines, machineNames))
  const found: MachineRecord[] = []
  const filter = await askedFor(ports, by, machineFilter ?? {}, '/machineFilter/')
  for await (const machine of shownMachines(ports, filter, machineFilter ?? {})) {
    found.push(machine)
    if (found.length > maxTargets)
      throw new Refusal('invalid-request', `The filter shows more than ${maxTargets} machines.`, [
        { field: '/machineFilter', message: `must show at most ${maxTargets} machines` },
      ])
  }
  if (found.length === 0)
    throw new Refusal('invalid-request', 'The filter shows no machine.', [
      { field: '/machineFilter', value: Object.values(machineFilter ?? {}).join(', '), message: 'must show at least one machine' },
    ])
  return found
}

const within = (by: Viewer, field: string, machines: MachineRecord[]): MachineRecord[] => {
  const stranger = machines.findIndex(({ entityId }) => !sees(by, entityId))
  if (stranger >= 0) throw outside('machine', machines[stranger]?.id ?? '', `${field}/${stranger}`)
  return machines
}

const byIds = async (machines: Pick<MachineStore, 'getMany'>, ids: readonly string[]): Promise<MachineRecord[]> => {
  const known = await machines.getMany(ids)
  return once(
    ids
      .map((id) => ({ said: id, found: known.get(id) ? [known.get(id)] : [] }))
      .map(firstOf('/machineIds', 'must be a machine that exists')),
  )
}

const byNames = async (machines: Pick<MachineStore, 'named'>, names: readonly string[]): Promise<MachineRecord[]> => {
  const found = new Map<string, MachineRecord[]>()
  await inTurns(names, 32, async (name) => {
    found.set(name, await machines.named(name))
  })
  return once(
    names
      .map((name) => ({ said: name, found: found.get(name) ?? [] }))
      .map(firstOf('/machineNames', 'must be the name of a machine that exists')),
  )
}

type Named = { readonly machine: MachineRecord } | { readonly error: FieldError }

const firstOf =
  (field: string, message: string) =>
  ({ said, found }: { said: string; found: readonly (MachineRecord | undefined)[] }, at: number): Named & { at: string; said: string } => {
    const place = { at: `${field}/${at}`, said }
    const [machine, other] = found
    if (!machine) return { ...place, error: { field: place.at, value: said, message } }
    if (other) return { ...place, error: { field: place.at, value: said, message: `must be one machine's name; ${found.length} have it` } }
    return { ...place, machine }
  }

const once = (named: readonly (Named & { at: string; said: string })[]): MachineRecord[] => {
  const seen = new Set<string>()
  const targets: MachineRecord[] = []
  const errors: FieldError[] = []
  for (const one of named) {
    if ('error' in one) errors.push(one.error)
    else if (seen.has(one.machine.id)) errors.push({ field: one.at, value: one.said, message: 'must be named once only' })
    else {
      seen.add(one.machine.id)
      targets.push(one.machine)
    }
  }
  if (errors.length === 1) throw invalid(errors[0]?.field ?? '', errors[0]?.value, errors[0]?.message ?? '')
  if (errors.length > 1)
    throw new Refusal('invalid-request', `${errors.length} of the machines cannot be deployed to.`, errors.slice(0, 100))
  return targets
}
