import type { ProbeResult } from '#shared/contracts/edge.ts'
import type { CreateMachine, EditMachine, Lamp, Machine } from '#shared/contracts/machines.ts'
import type { LiveSender } from '../adapters/live.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { type ByNamePorts, machinesByName } from './machines-by-name.ts'
import { invalid, notFound } from './refusal.ts'

export type MachinePorts = {
  readonly machines: MachineStore
  readonly sites: SiteStore
  readonly live: LiveSender
  /** Something that lists, groups or searches show of the machine is different now. */
  readonly changed: (machineId: string) => Promise<void>
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

const found = async (machines: MachineStore, id: string): Promise<MachineRecord> => {
  const machine = await machines.get(id)
  if (!machine) throw notFound('machine', id)
  return machine
}

export const createMachine = async (ports: MachinePorts, details: CreateMachine): Promise<Machine> => {
  if (!(await ports.sites.get(details.siteId))) throw invalid('/siteId', details.siteId, 'must be a site that exists')
  const at = new Date(ports.now()).toISOString()
  const { hostKey = null, ...given } = details
  const machine: MachineRecord = {
    id: ports.newId(),
    ...given,
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

export const getMachine = async ({ machines }: MachinePorts, id: string): Promise<Machine> => showMachine(await found(machines, id))

/** Up to so many machines, all of them are read to look for a name: the answer is then true to the moment. */
const smallFleet = 2000

export const listMachines = async (ports: MachinePorts & ByNamePorts, query: Parameters<MachineStore['list']>[0]) => {
  const { name } = query
  const isByIndex = name !== undefined && (await ports.machines.ordinalsGiven()) > smallFleet
  const { items, nextCursor } = isByIndex ? await machinesByName(ports, { ...query, name }) : await ports.machines.list(query)
  return { items: items.map(showMachine), nextCursor }
}

export const editMachine = async (ports: MachinePorts, id: string, edit: EditMachine): Promise<Machine> => {
  const before = await found(ports.machines, id)
  // Accepting a key (or forgetting the pinned one) settles what was refused.
  const settled = edit.hostKey === undefined ? {} : { refusedHostKey: null }
  const change = { ...dropUndefined(edit), ...settled, updatedAt: new Date(ports.now()).toISOString() }
  if (!(await ports.machines.edit(before, change))) throw notFound('machine', id)
  await ports.changed(id)
  return showMachine({ ...before, ...change })
}

const dropUndefined = (edit: EditMachine): Partial<MachineRecord> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))

/** `forget` removes what was inventoried of it, so that its next upload makes a new machine. */
export const deleteMachine = async (ports: MachinePorts, id: string, forget: (id: string) => Promise<void>): Promise<void> => {
  if (!(await ports.machines.delete(id))) throw notFound('machine', id)
  await forget(id)
  await ports.changed(id)
}

const probeSeconds = 300

/** Asks the edges of the machines' sites to look; the answer comes to the lamps. */
export const probeMachines = async (ports: MachinePorts, ids: readonly string[]): Promise<{ accepted: number }> => {
  const known = await ports.machines.getMany(ids)
  const missing = ids.findIndex((id) => !known.has(id))
  if (missing >= 0) throw invalid(`/machineIds/${missing}`, ids[missing], 'must be a machine that exists')
  const expiresAt = Math.floor(ports.now() / 1000) + probeSeconds
  await ports.machines.addProbes(
    [...known.values()].map(({ id, siteId }) => ({ siteId, machineId: id, probeId: ports.newId(), expiresAt })),
  )
  await Promise.all([...new Set([...known.values()].map(({ siteId }) => siteId))].map((siteId) => ports.live.ring(siteId)))
  return { accepted: known.size }
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
