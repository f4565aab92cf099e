/** The list of machines: a page of it, or all of it as CSV. */
import type { MachineFilterQuery, MachineQuery } from '#shared/contracts/machines.ts'
import { csvOf } from '#shared/domain/csv.ts'
import { type MachineStore, seenAtOf } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { type AskedPorts, askedFor } from './asked-machines.ts'
import type { Viewer } from './groups/seen.ts'
import { fits, isFiltering, type MachineFilter, smallFleet } from './machine-filter.ts'
import { type ByIndexPorts, machinesByIndex } from './machines-by-index.ts'
import { type Reaching, reachingOf } from './reaching-machines.ts'
import { Refusal } from './refusal.ts'
import { showMachines } from './show-machine.ts'

export type ListPorts = ByIndexPorts & AskedPorts & { readonly machines: MachineStore }
type By = Viewer

type Page = { readonly limit: number; readonly cursor?: string | undefined }
const pageOf = async (ports: ListPorts, filter: MachineFilter, { limit, cursor }: Page) => {
  if (!isFiltering(filter)) return ports.machines.list({ limit, cursor })
  if ((await ports.machines.ordinalsGiven()) > smallFleet) return machinesByIndex(ports, { filter, limit, cursor })
  return ports.machines.filtered({ limit, cursor }, (machine) => fits(filter, machine))
}

export const listMachines = async (ports: ListPorts, by: By, query: MachineQuery) => {
  const { items, nextCursor } = await pageOf(ports, await askedFor(ports, by, query, 'query.'), query)
  return { items: await showMachines(ports, items), nextCursor }
}

/** What API Gateway and Lambda let through in one answer, with room for headers. */
const mostBytes = 5_000_000
const rowsAtOnce = 1000
const columns = [
  'name',
  'id',
  'site',
  'entity',
  'address',
  'port',
  'user',
  'macs',
  'operatingSystem',
  'lastSeenAt',
  'lastInventoryAt',
] as const

const rowOf = (machine: MachineRecord, { user, port }: Reaching, siteName: string | undefined, entityName: string | undefined) => [
  machine.name,
  machine.id,
  siteName ?? machine.siteId,
  entityName ?? machine.entityId,
  machine.address,
  port.value,
  user.value,
  machine.macs.join(' '),
  machine.operatingSystem,
  seenAtOf(machine),
  machine.lastInventoryAt,
]

export const exportMachines = async (ports: ListPorts, by: By, query: MachineFilterQuery): Promise<string> => {
  const filter = await askedFor(ports, by, query, 'query.')
  const entities = new Map((await ports.entities.tree()).entities.map(({ id, name }) => [id, name]))
  const reaching = await reachingOf(ports)
  const sites = new Map<string, string>()
  const rows: ReturnType<typeof rowOf>[] = []
  let bytes = 0
  for (let cursor: string | undefined; ; ) {
    const page = await pageOf(ports, filter, { limit: rowsAtOnce, cursor })
    for (const machine of page.items) {
      if (!sites.has(machine.siteId)) sites.set(machine.siteId, (await ports.sites.get(machine.siteId))?.name ?? machine.siteId)
      const row = rowOf(machine, await reaching(machine), sites.get(machine.siteId), entities.get(machine.entityId))
      bytes += JSON.stringify(row).length
      rows.push(row)
    }
    if (bytes > mostBytes)
      throw new Refusal(
        'conflict',
        `More machines than fit into one file (${rows.length} so far). Narrow the list: by name, site or entity.`,
      )
    if (page.nextCursor === null) return csvOf([columns, ...rows])
    cursor = page.nextCursor
  }
}
