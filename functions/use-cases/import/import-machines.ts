/**
 * Machines from elsewhere. Every line is looked at before anything is written; one at fault keeps all from it, unless
 * lines at fault are to be left out. What breaks off in between is completed by sending the same list again: a line is
 * known again by its external id, else by its name on its site.
 */

import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { type ImportBody, type ImportOutcome, type ImportQuery, type ImportReport, mostFaults } from '#shared/contracts/machine-import.ts'
import type { EntityStore } from '../../adapters/entities.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import { inTurns } from '../../adapters/table.ts'
import { entityByRules } from '../entity-of-machine.ts'
import { sees } from '../people/person.ts'
import { type RecordPorts, recordBrought } from '../record-inventory.ts'
import { Refusal } from '../refusal.ts'
import { broughtInventory } from './brought-inventory.ts'
import { type By, type Checked, type CheckPorts, checkLines, type Fault, faultAt } from './check-lines.ts'
import { readLines } from './read-lines.ts'

export type ImportPorts = CheckPorts &
  Omit<RecordPorts, 'changed'> & {
    readonly machines: MachineStore
    readonly entities: EntityStore
    readonly changed: (...machineIds: readonly string[]) => Promise<void>
  }

/** A line that may be written. */
type Work = Checked & { readonly entity: string; readonly record: InventoryRecord | null; readonly change: Partial<MachineRecord> }
const writesAtOnce = 16

export const importMachines = async (ports: ImportPorts, by: By, query: ImportQuery, body: ImportBody): Promise<ImportReport> => {
  const read = readLines(body)
  const { checked, faults } = await checkLines(ports, by, read.lines, query.siteId)
  const all: Fault[] = [...read.faults, ...faults]
  const works: Work[] = []
  for (const one of checked) {
    const work = await workOf(ports, by, one)
    if ('faults' in work) all.push(...work.faults)
    else works.push(work)
  }
  all.sort((a, b) => a.line - b.line)
  // A header that is not understood says something about every line.
  const mayLeaveOut = query.partial && read.headerIsClear
  if (all.length > 0 && !query.dryRun && !mayLeaveOut) throw refusalOf(all)
  const done = query.dryRun
    ? works.map((work) => ({ work, id: work.present?.id ?? null, outcome: outcomeOf(work) }))
    : await writeAll(ports, works)
  const count = (outcome: ImportOutcome): number => done.filter((one) => one.outcome === outcome).length
  return {
    written: !query.dryRun,
    lines: read.total,
    counts: {
      created: count('created'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      refused: new Set(all.map(({ line }) => line)).size,
    },
    machines: done.map(({ work, id, outcome }) => ({ line: work.line, name: work.wanted.name, outcome, id })),
    faults: all.slice(0, mostFaults).map(({ isOutside: _, ...fault }) => fault),
  }
}

const refusalOf = (faults: readonly Fault[]): Refusal => {
  const lines = new Set(faults.map(({ line }) => line)).size
  return new Refusal(
    faults.some(({ isOutside }) => isOutside) ? 'forbidden' : 'invalid-request',
    `${lines} ${lines === 1 ? 'line is' : 'lines are'} at fault; nothing was written.`,
    faults.slice(0, mostFaults).map(({ line, field, value, message }) => ({
      field: `line ${line}: ${field}`,
      ...(value === null ? {} : { value }),
      message,
    })),
  )
}

const workOf = async (ports: ImportPorts, by: By, checked: Checked): Promise<Work | { faults: Fault[] }> => {
  const { line, wanted, siteId, present } = checked
  const brought =
    wanted.inventory &&
    broughtInventory(wanted.inventory, {
      name: wanted.name,
      tag: wanted.tag ?? null,
      deviceId: wanted.externalId ?? `${siteId} ${wanted.name}`,
      at: new Date(ports.now()).toISOString(),
    })
  if (brought && 'faults' in brought)
    return { faults: brought.faults.map(({ path, value, message }) => faultAt(line, path, value, message)) }
  const [address = '', ...others] = wanted.addresses
  const placing = { addresses: others, tag: wanted.tag ?? null }
  const entity =
    checked.entityId ?? (present ? present.entityId : await entityByRules(ports.entities, { name: wanted.name, address }, placing))
  if (!sees(by, entity))
    return { faults: [{ ...faultAt(line, 'entity', entity, 'must be an entity within your perimeter'), isOutside: true }] }
  return { ...checked, entity, record: brought?.record ?? null, change: changeOf(checked) }
}

/** What the list says of a machine that is there. What it does not mention stays. */
const changeOf = ({ wanted, present }: Checked): Partial<MachineRecord> => {
  const [address = '', ...others] = wanted.addresses
  const said: Partial<MachineRecord> = {
    name: wanted.name,
    address,
    addressBy: 'hand',
    ...(others.length > 0 ? { addresses: others } : {}),
    ...(wanted.macs.length > 0 ? { macs: wanted.macs } : {}),
    ...(wanted.sshUser === undefined ? {} : { user: wanted.sshUser }),
    ...(wanted.sshPort === undefined ? {} : { port: wanted.sshPort }),
    ...(wanted.keyName === undefined ? {} : { keyName: wanted.keyName }),
    ...(wanted.tag === undefined ? {} : { tag: wanted.tag }),
    ...(wanted.externalId === undefined ? {} : { externalId: wanted.externalId }),
  }
  const isNews = ([field, value]: [string, unknown]): boolean => JSON.stringify(Reflect.get(present ?? {}, field)) !== JSON.stringify(value)
  return Object.fromEntries(Object.entries(said).filter(isNews))
}

const movesEntity = ({ present, entityId }: Checked): boolean =>
  present !== null && entityId !== null && (present.entityId !== entityId || present.entityBy !== 'hand')

const outcomeOf = (work: Work): ImportOutcome =>
  work.present === null ? 'created' : Object.keys(work.change).length > 0 || movesEntity(work) || work.record ? 'changed' : 'unchanged'

type Done = { readonly work: Work; readonly id: string; readonly outcome: ImportOutcome }

const writeAll = async (ports: ImportPorts, works: readonly Work[]): Promise<Done[]> => {
  const done = new Map<number, Done>()
  const touched: string[] = []
  try {
    await inTurns(works, writesAtOnce, async (work) => {
      const { id, outcome } = work.present
        ? await change(ports, work, work.present)
        : { id: await create(ports, work), outcome: 'created' as const }
      touched.push(id)
      const recorded = work.record === null ? 'unchanged' : await bring(ports, id, work.siteId, work.record)
      done.set(work.line, { work, id, outcome: outcome === 'unchanged' && recorded !== 'unchanged' ? 'changed' : outcome })
    })
  } finally {
    // Also of what was written before a fault of ours.
    if (touched.length > 0) await ports.changed(...touched)
  }
  return works.flatMap(({ line }) => done.get(line) ?? [])
}

const meanwhile = (line: number): Refusal =>
  new Refusal(
    'conflict',
    `The machine of line ${line} was changed by somebody else meanwhile. Send the list again: what is done stays done.`,
  )

const create = async (ports: ImportPorts, { line, siteId, entity, entityId, change: said }: Work): Promise<string> => {
  const at = new Date(ports.now()).toISOString()
  const machine: MachineRecord = {
    id: ports.newId(),
    name: '',
    siteId,
    entityId: entity,
    entityBy: entityId === null ? 'rule' : 'hand',
    address: '',
    addressBy: 'hand',
    addresses: [],
    reachedAddress: null,
    reachedAt: null,
    port: null,
    user: null,
    keyName: 'site',
    macs: [],
    tag: null,
    externalId: null,
    hostKey: null,
    refusedHostKey: null,
    ping: null,
    ssh: null,
    checkedAt: null,
    detail: null,
    ordinal: await ports.machines.nextOrdinal(),
    operatingSystem: null,
    lastInventoryAt: null,
    lastSeenAt: null,
    createdAt: at,
    updatedAt: at,
    ...said,
  }
  if (!(await ports.machines.create(machine))) throw meanwhile(line)
  return machine.id
}

const change = async (ports: ImportPorts, work: Work, present: MachineRecord): Promise<{ id: string; outcome: ImportOutcome }> => {
  const updatedAt = new Date(ports.now()).toISOString()
  const { change: said, line, entityId } = work
  const isMoved = movesEntity(work)
  if (isMoved && entityId !== null && !(await ports.machines.moveToEntity(present, entityId, 'hand', updatedAt))) throw meanwhile(line)
  const { externalId } = said
  if (externalId && !(await ports.machines.takeExternalId(present, externalId))) throw meanwhile(line)
  if (Object.keys(said).length > 0) await ports.machines.edit(present, { ...said, updatedAt })
  return { id: present.id, outcome: isMoved || Object.keys(said).length > 0 ? 'changed' : 'unchanged' }
}

const bring = async (ports: ImportPorts, machineId: string, siteId: string, record: InventoryRecord): Promise<string> => {
  const { kind } = await recordBrought({ ...ports, changed: async () => {} }, machineId, siteId, record)
  return kind
}
