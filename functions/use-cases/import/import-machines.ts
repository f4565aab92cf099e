/**
 * Machines from elsewhere. Every line is looked at before anything is written; one at fault keeps all from it, unless
 * lines at fault are to be left out. What breaks off in between is completed by sending the same list again: a line is
 * known again by its external id, else by its name on its site.
 */

import { type ImportBody, type ImportOutcome, type ImportQuery, type ImportReport, mostFaults } from '#shared/contracts/machine-import.ts'
import type { EntityStore, Rules } from '../../adapters/entities.ts'
import { entityUnder } from '../entity-of-machine.ts'
import { sees } from '../people/person.ts'
import { Refusal } from '../refusal.ts'
import { broughtInventory } from './brought-inventory.ts'
import { type By, type Checked, type CheckPorts, checkLines, type Fault, faultAt } from './check-lines.ts'
import { changeOf, outcomeOf, type Work } from './line-work.ts'
import { readLines } from './read-lines.ts'
import { type WritePorts, writeAll } from './write-machines.ts'

export type ImportPorts = CheckPorts &
  WritePorts & {
    readonly entities: EntityStore
  }

export const importMachines = async (ports: ImportPorts, by: By, query: ImportQuery, body: ImportBody): Promise<ImportReport> => {
  const read = readLines(body)
  const { checked, faults } = await checkLines(ports, by, read.lines, query.siteId)
  const all: Fault[] = [...read.faults, ...faults]
  const known = { rules: (await ports.entities.rules()).rules, at: new Date(ports.now()).toISOString() }
  const works: Work[] = []
  for (const one of checked) {
    const work = workOf(known, by, one)
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

const workOf = ({ rules, at }: { rules: Rules['rules']; at: string }, by: By, checked: Checked): Work | { faults: Fault[] } => {
  const { line, wanted, siteId, present } = checked
  const tag = wanted.tag ?? null
  const about = { name: wanted.name, tag, deviceId: wanted.externalId ?? `${siteId} ${wanted.name}`, at }
  const brought = wanted.inventory && broughtInventory(wanted.inventory, about)
  if (brought && 'faults' in brought)
    return { faults: brought.faults.map(({ path, value, message }) => faultAt(line, path, value, message)) }
  const [address = '', ...others] = wanted.addresses
  const entity = checked.entityId ?? present?.entityId ?? entityUnder(rules, { name: wanted.name, address }, { addresses: others, tag })
  if (!sees(by, entity))
    return { faults: [{ ...faultAt(line, 'entity', entity, 'must be an entity within your perimeter'), isOutside: true }] }
  return { ...checked, entity, record: brought?.record ?? null, change: changeOf(checked) }
}
