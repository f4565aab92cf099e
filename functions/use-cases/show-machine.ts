/** Machines as the API shows them: with their lamp, and how SSH reaches them. */
import type { Lamp, Machine } from '#shared/contracts/machines.ts'
import { seenAtOf } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { type Reaching, type ReachingPorts, reachingOf } from './reaching-machines.ts'

/** red: no ping; orange: ping but no SSH; green: both. Without a way to ping, SSH alone decides. */
export const lampOf = ({ ping, ssh, checkedAt, detail }: Pick<MachineRecord, 'ping' | 'ssh' | 'checkedAt' | 'detail'>): Lamp => {
  const colour = checkedAt === null ? 'unknown' : (ping ?? ssh) !== true ? 'red' : ssh ? 'green' : 'orange'
  return { colour, ping, ssh, checkedAt, detail }
}

const shownBy = async (record: MachineRecord, reaching: (machine: MachineRecord) => Promise<Reaching>): Promise<Machine> => {
  const { ping: _, ssh: __, checkedAt: ___, detail: ____, addresses: _____, reachedAddress, reachedAt, ...machine } = record
  const { user, port, addresses } = await reaching(record)
  return {
    ...machine,
    addressBy: machine.addressBy ?? 'hand',
    sshAddresses: [...addresses],
    reached: reachedAddress === null || reachedAt === null ? null : { address: reachedAddress, at: reachedAt },
    user: user.value,
    userFrom: { place: user.from, id: user.id },
    port: port.value,
    portFrom: { place: port.from, id: port.id },
    lastSeenAt: seenAtOf(machine),
    lamp: lampOf(record),
  }
}

export const showMachines = async (ports: ReachingPorts, machines: readonly MachineRecord[]): Promise<Machine[]> => {
  const reaching = await reachingOf(ports)
  return Promise.all(machines.map((machine) => shownBy(machine, reaching)))
}

export const showMachine = async (ports: ReachingPorts, machine: MachineRecord): Promise<Machine> =>
  shownBy(machine, await reachingOf(ports))
