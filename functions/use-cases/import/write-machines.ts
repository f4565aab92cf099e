/** Writes what the lines of a list ask for, many at a time. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import type { ImportOutcome } from '#shared/contracts/machine-import.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import { inTurns } from '../../adapters/table.ts'
import { neverSeen } from '../never-seen.ts'
import { type RecordPorts, recordBrought } from '../record-inventory.ts'
import { Refusal } from '../refusal.ts'
import { movesEntity, type Work } from './line-work.ts'

export type WritePorts = Omit<RecordPorts, 'changed'> & {
  readonly machines: MachineStore
  readonly changed: () => Promise<void>
}

const writesAtOnce = 16

type Done = { readonly work: Work; readonly id: string; readonly outcome: ImportOutcome }

export const writeAll = async (ports: WritePorts, works: readonly Work[]): Promise<Done[]> => {
  const done = new Map<number, Done>()
  let isAnyTouched = false
  try {
    await inTurns(works, writesAtOnce, async (work) => {
      const { id, outcome } = work.present
        ? await change(ports, work, work.present)
        : { id: await create(ports, work), outcome: 'created' as const }
      isAnyTouched = true
      const recorded = work.record === null ? 'unchanged' : await bring(ports, id, work.siteId, work.record)
      done.set(work.line, { work, id, outcome: outcome === 'unchanged' && recorded !== 'unchanged' ? 'changed' : outcome })
    })
  } finally {
    // Also of what was written before a fault of ours.
    if (isAnyTouched) await ports.changed()
  }
  return works.flatMap(({ line }) => done.get(line) ?? [])
}

const meanwhile = (line: number): Refusal =>
  new Refusal(
    'conflict',
    `The machine of line ${line} was changed by somebody else meanwhile. Send the list again: what is done stays done.`,
  )

const create = async (ports: WritePorts, { line, siteId, entity, entityId, change: said }: Work): Promise<string> => {
  const at = new Date(ports.now()).toISOString()
  const machine: MachineRecord = {
    ...neverSeen,
    id: ports.newId(),
    name: '',
    siteId,
    entityId: entity,
    entityBy: entityId === null ? 'rule' : 'hand',
    address: '',
    addressBy: 'hand',
    port: null,
    user: null,
    keyName: 'site',
    macs: [],
    ordinal: await ports.machines.nextOrdinal(),
    createdAt: at,
    updatedAt: at,
    ...said,
  }
  if (!(await ports.machines.create(machine))) throw meanwhile(line)
  return machine.id
}

const change = async (ports: WritePorts, work: Work, present: MachineRecord): Promise<{ id: string; outcome: ImportOutcome }> => {
  const updatedAt = new Date(ports.now()).toISOString()
  const { change: said, line, entityId } = work
  const isMoved = movesEntity(work)
  if (isMoved && entityId !== null && !(await ports.machines.moveToEntity(present, entityId, 'hand', updatedAt))) throw meanwhile(line)
  const { externalId } = said
  if (externalId && !(await ports.machines.takeExternalId(present, externalId))) throw meanwhile(line)
  if (Object.keys(said).length > 0) await ports.machines.edit(present, { ...said, updatedAt })
  return { id: present.id, outcome: isMoved || Object.keys(said).length > 0 ? 'changed' : 'unchanged' }
}

const bring = async (ports: WritePorts, machineId: string, siteId: string, record: InventoryRecord): Promise<string> => {
  const { kind } = await recordBrought({ ...ports, changed: async () => {} }, machineId, siteId, record)
  return kind
}
