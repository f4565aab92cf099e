import type { ProbeResult } from '#shared/contracts/edge.ts'
import type { CreateMachine, EditMachine, Machine } from '#shared/contracts/machines.ts'
import { rootEntity } from '#shared/domain/people/entities.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { InventoryStore } from '../adapters/inventories.ts'
import type { LiveSender } from '../adapters/live.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { entityByRules } from './entity-of-machine.ts'
import { neverSeen } from './never-seen.ts'
import { outside, type Person, sees } from './people/person.ts'
import { invalid, notFound, Refusal } from './refusal.ts'
import { showMachine } from './show-machine.ts'

export type MachinePorts = {
  readonly machines: MachineStore
  readonly sites: SiteStore
  readonly entities: EntityStore
  readonly inventories: Pick<InventoryStore, 'head'>
  readonly live: LiveSender
  /** Something that lists show of the machines is different now. The index hears of it by the table's stream. */
  readonly changed: () => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

type By = Pick<Person, 'perimeter'>

/** One by id, within the perimeter of who asks. */
export const machineSeenBy = async (machines: MachineStore, by: By, id: string, field = 'path.id'): Promise<MachineRecord> => {
  const machine = await machines.get(id)
  if (!machine) throw notFound('machine', id, field)
  if (!sees(by, machine.entityId)) throw outside('machine', id, field)
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
    ...neverSeen,
    id: ports.newId(),
    ...given,
    entityId,
    entityBy: chosen === undefined ? 'rule' : 'hand',
    addressBy: 'hand',
    hostKey,
    ordinal: await ports.machines.nextOrdinal(),
    createdAt: at,
    updatedAt: at,
  }
  await ports.machines.create(machine)
  await ports.changed()
  return showMachine(ports, machine)
}

export const getMachine = async (ports: MachinePorts, by: By, id: string): Promise<Machine> =>
  showMachine(ports, await machineSeenBy(ports.machines, by, id))

export const editMachine = async (ports: MachinePorts, by: By, id: string, { entityId: wish, ...asked }: EditMachine): Promise<Machine> => {
  const before = await machineSeenBy(ports.machines, by, id)
  const edit = changesIn(before, asked)
  const wanted = { ...before, ...edit }
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
  const change = { ...edit, ...settled, updatedAt }
  if (!(await ports.machines.edit(before, change))) throw notFound('machine', id)
  await ports.changed()
  return showMachine(ports, { ...before, entityId, entityBy, ...change })
}

/** An address that a person gives stays theirs; one that they leave to the inventory is what the latest says. */
const changesIn = (before: MachineRecord, { address, ...edit }: Omit<EditMachine, 'entityId'>): Partial<MachineRecord> => {
  const others: Partial<MachineRecord> = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
  if (address === undefined || (address === before.address && before.addressBy !== null)) return others
  return address === null
    ? { ...others, address: before.addresses[0] ?? before.address, addressBy: 'inventory' }
    : { ...others, address, addressBy: 'hand' }
}

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
  let accepted = 0
  for (const machine of machines) if (await ports.machines.moveToEntity(machine, entityId, 'hand', at)) accepted += 1
  await ports.changed()
  return { accepted }
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
  // In this order a request that was cut off can be made again: while it is in the list, it can be deleted.
  await forget(id)
  if (!(await ports.machines.delete(id))) throw notFound('machine', id)
  await ports.changed()
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

/** Where SSH got through, to be shown. */
export const reachedAt = (ssh: boolean, address: string | null, at: string) =>
  ssh && address !== null ? { reachedAddress: address, reachedAt: at } : {}

/** Results count only for machines of the edge's own site. */
export const recordProbes = async (
  ports: Pick<MachinePorts, 'machines' | 'live'>,
  siteId: string,
  results: readonly ProbeResult[],
): Promise<number> => {
  const known = await ports.machines.getMany(results.map(({ machineId }) => machineId))
  const ours = results.filter(({ machineId }) => known.get(machineId)?.siteId === siteId)
  for (const { machineId, at, ping, ssh, hostKey, detail, address } of ours) {
    if (ssh && hostKey) await ports.machines.pin(machineId, hostKey)
    const pinned = known.get(machineId)?.hostKey
    const refused = hostKey && pinned && pinned !== hostKey ? { refusedHostKey: hostKey } : {}
    await ports.machines.setSeen(
      machineId,
      { ping, ssh, checkedAt: at, detail, ...refused, ...reachedAt(ssh, address, at) },
      ping || ssh ? at : null,
    )
  }
  if (ours.length > 0) await ports.live.changed(['machines'])
  return ours.length
}
