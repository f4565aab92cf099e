/** The places in bitmaps of machines that somebody names. */
import type { FieldError } from '#shared/contracts/problem.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import { inTurns } from '../../adapters/table.ts'
import { sees } from '../people/person.ts'
import { Refusal } from '../refusal.ts'
import type { By } from '../search-terms.ts'

export type MachinePorts = {
  readonly machines: Pick<MachineStore, 'getMany' | 'nextOrdinal' | 'giveOrdinal'>
  /** Machines changed: what is indexed of them follows. */
  readonly changed: (...machineIds: readonly string[]) => Promise<void>
}

/** Of a machine of before there were ordinals, one is given to it. */
export const withOrdinals = async (ports: MachinePorts, machines: readonly MachineRecord[]): Promise<number[]> => {
  const without = machines.filter(({ ordinal }) => ordinal === null)
  const given = new Map<string, number>()
  await inTurns(without, 8, async ({ id }) => {
    const ordinal = await ports.machines.giveOrdinal(id, await ports.machines.nextOrdinal())
    if (ordinal !== null) given.set(id, ordinal)
  })
  if (given.size > 0) await ports.changed(...given.keys())
  return machines.flatMap(({ id, ordinal }) => ordinal ?? given.get(id) ?? [])
}

const mostNamed = 100

/** Of machines that are there and within the perimeter; a refusal names the others. */
export const ordinalsOf = async (ports: MachinePorts, by: By, ids: readonly string[], field: string): Promise<number[]> => {
  const known = await ports.machines.getMany(ids)
  const faults = (isAtFault: (id: string) => boolean, message: string): FieldError[] =>
    ids.flatMap((id, at) => (isAtFault(id) ? [{ field: `${field}/${at}`, value: id, message }] : []))
  const gone = faults((id) => !known.has(id), 'must be a machine that exists')
  if (gone.length > 0) throw new Refusal('invalid-request', `${gone.length} of the machines are not there.`, gone.slice(0, mostNamed))
  const outside = faults((id) => !sees(by, known.get(id)?.entityId ?? ''), 'must be a machine within your perimeter')
  if (outside.length > 0)
    throw new Refusal('forbidden', `${outside.length} of the machines are outside your perimeter.`, outside.slice(0, mostNamed))
  return withOrdinals(ports, [...known.values()])
}
