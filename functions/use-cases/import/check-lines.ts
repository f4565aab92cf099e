/** Each line of a list against the installation: which site and entity it means, and which machine it already is. */
import { ImportedMachine, type ImportFault } from '#shared/contracts/machine-import.ts'
import { isUsable } from '#shared/domain/machine/ssh-addresses.ts'
import { addressNumber } from '#shared/domain/people/ip-range.ts'
import type { EntityStore } from '../../adapters/entities.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { inTurns } from '../../adapters/table.ts'
import { type Person, sees } from '../people/person.ts'
import { allSites, entityMeant, siteMeant } from './places-meant.ts'
import type { Line } from './read-lines.ts'

export type CheckPorts = {
  readonly machines: Pick<MachineStore, 'getMany' | 'named' | 'byExternalIds'>
  readonly sites: Pick<SiteStore, 'list'>
  readonly entities: Pick<EntityStore, 'tree'>
}
export type By = Pick<Person, 'perimeter' | 'rights'>

export type Checked = {
  readonly line: number
  readonly wanted: ImportedMachine
  readonly siteId: string
  /** null: as the rules say. */
  readonly entityId: string | null
  readonly present: MachineRecord | null
}
export type Fault = ImportFault & { readonly isOutside?: boolean }

const shown = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).slice(0, 200) : null
export const faultAt = (line: number, field: string, value: unknown, message: string): Fault => ({
  line,
  field,
  value: shown(value),
  message,
})

const fieldsOf = ({ line, given }: Line): { wanted: ImportedMachine } | { faults: Fault[] } => {
  const parsed = ImportedMachine.safeParse(given, { reportInput: true })
  if (!parsed.success)
    return {
      faults: parsed.error.issues.flatMap((issue): Fault[] =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) =>
              faultAt(line, key, undefined, `is not known here; must be one of ${Object.keys(ImportedMachine.shape).join(', ')}`),
            )
          : [faultAt(line, issue.path.join('/'), issue.input, issue.input === undefined ? 'must be given' : issue.message)],
      ),
    }
  const { addresses } = parsed.data
  // The first is the one that a person fixes; the others must be such as an inventory would be believed for.
  const faults = addresses
    .slice(1)
    .flatMap((address, at) =>
      addressNumber(address) === null || isUsable(address)
        ? []
        : [faultAt(line, `addresses/${at + 1}`, address, 'must be an address that others reach: no loopback, link-local or multicast')],
    )
  return faults.length > 0 ? { faults } : { wanted: parsed.data }
}

/** The same words for the same machine: its external id, else its name on its site. */
const keyOf = ({ externalId, name }: ImportedMachine, siteId: string): string =>
  externalId === undefined ? `name ${siteId} ${name.toLowerCase()}` : `id ${externalId}`

export const checkLines = async (
  ports: CheckPorts,
  by: By,
  lines: readonly Line[],
  siteId: string | undefined,
): Promise<{ checked: Checked[]; faults: Fault[] }> => {
  const [sites, { entities: tree }] = await Promise.all([allSites(ports), ports.entities.tree()])
  const faults: Fault[] = []
  const meant: Omit<Checked, 'present'>[] = []
  const firstWith = new Map<string, number>()
  for (const one of lines) {
    const read = fieldsOf(one)
    if ('faults' in read) {
      faults.push(...read.faults)
      continue
    }
    const { line } = one
    const { wanted } = read
    const found: Fault[] = []
    const said = wanted.site ?? siteId
    const site = said === undefined ? null : siteMeant(sites, said)
    if (!site) found.push(faultAt(line, 'site', said, 'must be the id or the name of a site that exists'))
    const entityId = wanted.entity === undefined ? null : entityMeant(tree, wanted.entity)
    if (wanted.entity !== undefined && entityId === null)
      found.push(faultAt(line, 'entity', wanted.entity, 'must be the id or the path of an entity that exists'))
    if (entityId !== null && !sees(by, entityId))
      found.push({ ...faultAt(line, 'entity', wanted.entity, 'must be an entity within your perimeter'), isOutside: true })
    const key = keyOf(wanted, site?.id ?? '')
    const first = firstWith.get(key)
    if (first !== undefined) {
      const [field, value] = wanted.externalId === undefined ? ['name', wanted.name] : ['externalId', wanted.externalId]
      found.push(faultAt(line, field, value, `must be there once only: line ${first} has it`))
    } else firstWith.set(key, line)
    faults.push(...found)
    if (found.length === 0 && site) meant.push({ line, wanted, siteId: site.id, entityId })
  }
  const checked: Checked[] = []
  const present = await presentMachines(ports, meant)
  for (const one of meant) {
    const { found, fault } = present.get(one.line) ?? { found: null, fault: null }
    const refused = fault ?? (found ? faultOfPresent(by, one, found) : null)
    if (refused) faults.push(refused)
    else checked.push({ ...one, present: found })
  }
  return { checked, faults: faults.sort((a, b) => a.line - b.line) }
}

const faultOfPresent = (by: By, { line, wanted, siteId }: Omit<Checked, 'present'>, present: MachineRecord): Fault | null => {
  if (!sees(by, present.entityId))
    return { ...faultAt(line, 'name', wanted.name, 'must be a machine within your perimeter'), isOutside: true }
  if (present.siteId !== siteId) return faultAt(line, 'site', siteId, `must be ${present.siteId}, where this machine is`)
  if (!by.rights.has('machine:edit'))
    return faultAt(line, 'name', wanted.name, 'must be a new machine: to change one needs the right machine:edit')
  return null
}

type Present = ReadonlyMap<number, { readonly found: MachineRecord | null; readonly fault: Fault | null }>

/** A machine that is known by no external id yet may be the one of this name on its site. */
const presentMachines = async ({ machines }: CheckPorts, meant: readonly Omit<Checked, 'present'>[]): Promise<Present> => {
  const ids = await machines.byExternalIds(meant.flatMap(({ wanted: { externalId } }) => externalId ?? []))
  const known = await machines.getMany([...ids.values()])
  const present = new Map<number, { found: MachineRecord | null; fault: Fault | null }>()
  await inTurns(meant, 24, async ({ line, wanted: { externalId, name }, siteId }) => {
    const byId = known.get(ids.get(externalId ?? '') ?? '')
    if (byId) {
      present.set(line, { found: byId, fault: null })
      return
    }
    const namesakes = (await machines.named(name, siteId)).filter((machine) => externalId === undefined || machine.externalId === null)
    const fault =
      namesakes.length > 1
        ? faultAt(line, 'name', name, `must be one machine's name; ${namesakes.length} have it on this site: give an externalId`)
        : null
    present.set(line, { found: namesakes[0] ?? null, fault })
  })
  return present
}
