import type { ProbeResult } from '#shared/contracts/edge.ts'
import type { CreateMachine, EditMachine, Lamp, Machine, MachineQuery } from '#shared/contracts/machines.ts'
import { rootEntity, subtreeOf } from '#shared/domain/people/entities.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { InventoryStore } from '../adapters/inventories.ts'
import type { LiveSender } from '../adapters/live.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { entityByRules } from './entity-of-machine.ts'
import { type ByNamePorts, machinesByName } from './machines-by-name.ts'
import { outside, type Person, sees } from './people/person.ts'
import { invalid, notFound, Refusal } from './refusal.ts'

export type MachinePorts = {
  readonly machines: MachineStore
  readonly sites: SiteStore
  readonly entities: EntityStore
  readonly inventories: Pick<InventoryStore, 'head'>
  readonly live: LiveSender
  /** Something that lists, groups or searches show of the machines is different now. */
  readonly changed: (...machineIds: readonly string[]) => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

/** red: no ping; orange: ping but no SSH; green: both. Without a way to ping, SSH alone decides. */
export const lampOf = ({ ping, ssh, checkedAt, detail }: Pick<MachineRecord, 'ping' | 'ssh' | 'checkedAt' | 'detail'>): Lamp => {
  const colour = checkedAt === null ? 'unknown' : (ping ?? ssh) !== true ? 'red' : ssh ? 'green' : 'orange'
  return { colour, ping, ssh, checkedAt, detail }
}

export const showMachine = ({ ping, ssh, checkedAt, detail, ...machine }: MachineRecord): Machine => ({
  ...machine,
  lamp: lampOf({ ping, ssh, checkedAt, detail }),
})

type By = Pick<Person, 'perimeter'>

/** One by id, within the perimeter of who asks. */
export const machineSeenBy = async (machines: MachineStore, by: By, id: string): Promise<MachineRecord> => {
  const machine = await machines.get(id)
  if (!machine) throw notFound('machine', id)
  if (!sees(by, machine.entityId)) throw outside('machine', id)
  return machine
}

const entityExists = async (entities: EntityStore, id: string): Promise<void> => {
  if (id !== rootEntity && !(await entities.tree()).entities.some((entity) => entity.id === id))
    throw invalid('/entityId', id, 'must be an entity that exists')
}

export const createMachine = async (ports: MachinePorts, by: By, details: CreateMachine): Promise<Machine> => {
  if (!(await ports.sites.get(details.siteId))) throw invalid('/siteId', details.siteId, 'must be a site that exists')
  const at = new Date(ports.now()).toISOString()
  const { hostKey = null, entityId: chosen, ...given } = details
  if (chosen !== undefined) await entityExists(ports.entities, chosen)
  const entityId = chosen ?? (await entityByRules(ports.entities, given, null))
  if (!sees(by, entityId)) throw outside('entity', entityId, '/entityId')
  const machine: MachineRecord = {
    id: ports.newId(),
    ...given,
    entityId,
    entityBy: chosen === undefined ? 'rule' : 'hand',
    hostKey,
    refusedHostKey: null,
    ping: null,
    ssh: null,
    checkedAt: null,
    detail: null,
    ordinal: await ports.machines.nextOrdinal(),
    operatingSystem: null,
    lastInventoryAt: null,
    createdAt: at,
    updatedAt: at,
  }
  await ports.machines.create(machine)
  await ports.changed(machine.id)
  return showMachine(machine)
}

export const getMachine = async ({ machines }: MachinePorts, by: By, id: string): Promise<Machine> =>
  showMachine(await machineSeenBy(machines, by, id))

/** Up to so many machines, all of them are read to look for a name: the answer is then true to the moment. */
const smallFleet = 2000

export const listMachines = async (ports: MachinePorts & ByNamePorts, by: By, query: MachineQuery) => {
  const { machines, entities } = ports
  const { entityId } = query
  if (entityId !== undefined && !sees(by, entityId)) throw outside('entity', entityId, 'query.entityId')
  const among = entityId === undefined || entityId === rootEntity ? null : subtreeOf((await entities.tree()).entities, entityId)
  const keep = by.perimeter === 'everything' && !among ? undefined : (id: string) => sees(by, id) && (!among || among.has(id))
  const { name } = query
  const isByIndex = name !== undefined && name !== '' && (await machines.ordinalsGiven()) > smallFleet
  const { items, nextCursor } = isByIndex ? await machinesByName(ports, { ...query, name, keep }) : await machines.list(query, keep)
  return { items: items.map(showMachine), nextCursor }
}

export const editMachine = async (ports: MachinePorts, by: By, id: string, { entityId: wish, ...edit }: EditMachine): Promise<Machine> => {
  const before = await machineSeenBy(ports.machines, by, id)
  const wanted = { ...before, ...dropUndefined(edit) }
  const byRule = wish === null || (wish === undefined && before.entityBy === 'rule')
  // The rules look again only where what they look at has changed: accepting a key must not move a machine.
  const looksAgain = byRule && (wish === null || wanted.name !== before.name || wanted.address !== before.address)
  const entityId = looksAgain
    ? await entityByRules(ports.entities, wanted, (await ports.inventories.head(id))?.placing ?? null)
    : (wish ?? before.entityId)
  if (entityId !== before.entityId) {
    await entityExists(ports.entities, entityId)
    if (!sees(by, entityId)) throw outside('entity', entityId, '/entityId')
  }
  // Accepting a key (or forgetting the pinned one) settles what was refused.
  const settled = edit.hostKey === undefined ? {} : { refusedHostKey: null }
  const updatedAt = new Date(ports.now()).toISOString()
  const entityBy = byRule ? 'rule' : 'hand'
  if (
    (entityId !== before.entityId || entityBy !== before.entityBy) &&
    !(await ports.machines.moveToEntity(before, entityId, entityBy, updatedAt))
  )
    throw new Refusal('conflict', 'The machine was put elsewhere meanwhile; look again.')
  const change = { ...dropUndefined(edit), ...settled, updatedAt }
  if (!(await ports.machines.edit(before, change))) throw notFound('machine', id)
  await ports.changed(id)
  return showMachine({ ...before, entityId, entityBy, ...change })
}

const dropUndefined = (edit: Omit<EditMachine, 'entityId'>): Partial<MachineRecord> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))

/** By hand, many at once: all or none of those that are named are within the perimeter. */
export const assignMachines = async (
  ports: MachinePorts,
  by: By,
  entityId: string,
  ids: readonly string[],
): Promise<{ accepted: number }> => {
  if (entityId !== rootEntity && !(await ports.entities.tree()).entities.some((entity) => entity.id === entityId))
    throw notFound('entity', entityId)
  if (!sees(by, entityId)) throw outside('entity', entityId)
  const machines = await seenMachines(ports, by, ids)
  const at = new Date(ports.now()).toISOString()
  const moved: string[] = []
  for (const machine of machines) if (await ports.machines.moveToEntity(machine, entityId, 'hand', at)) moved.push(machine.id)
  await ports.changed(...moved)
  return { accepted: moved.length }
}

/** All of them, or a refusal that names the first that is not there or outside the perimeter. */
const seenMachines = async ({ machines }: MachinePorts, by: By, ids: readonly string[]): Promise<MachineRecord[]> => {
  const known = await machines.getMany(ids)
  for (const [at, id] of ids.entries()) {
    const machine = known.get(id)
    if (!machine) throw invalid(`/machineIds/${at}`, id, 'must be a machine that exists')
    if (!sees(by, machine.entityId)) throw outside('machine', id, `/machineIds/${at}`)
  }
  return [...known.values()]
}

/** `forget` removes what was inventoried of it, so that its next upload makes a new machine. */
export const deleteMachine = async (
  ports: MachinePorts,
  by: By,
  id: string,
  forget: (id: string) => Promise<void>,
): Promise<{ name: string }> => {
  const { name } = await machineSeenBy(ports.machines, by, id)
  if (!(await ports.machines.delete(id))) throw notFound('machine', id)
  await forget(id)
  await ports.changed(id)
  return { name }
}

const probeSeconds = 300

/** Asks the edges of the machines' sites to look; the answer comes to the lamps. */
export const probeMachines = async (ports: MachinePorts, by: By, ids: readonly string[]): Promise<{ accepted: number }> => {
  const known = await seenMachines(ports, by, ids)
  const expiresAt = Math.floor(ports.now() / 1000) + probeSeconds
  await ports.machines.addProbes(known.map(({ id, siteId }) => ({ siteId, machineId: id, probeId: ports.newId(), expiresAt })))
  await Promise.all([...new Set(known.map(({ siteId }) => siteId))].map((siteId) => ports.live.ring(siteId)))
  return { accepted: known.length }
}

/** Results count only for machines of the edge's own site. */
export const recordProbes = async (
  ports: Pick<MachinePorts, 'machines' | 'live'>,
  siteId: string,
  results: readonly ProbeResult[],
): Promise<number> => {
  const known = await ports.machines.getMany(results.map(({ machineId }) => machineId))
  const ours = results.filter(({ machineId }) => known.get(machineId)?.siteId === siteId)
  for (const { machineId, at, ping, ssh, hostKey, detail } of ours) {
    if (ssh && hostKey) await ports.machines.pin(machineId, hostKey)
    const pinned = known.get(machineId)?.hostKey
    const refused = hostKey && pinned && pinned !== hostKey ? { refusedHostKey: hostKey } : {}
    await ports.machines.setSeen(machineId, { ping, ssh, checkedAt: at, detail, ...refused })
  }
  if (ours.length > 0) await ports.live.changed(['machines'])
  return ours.length
}
