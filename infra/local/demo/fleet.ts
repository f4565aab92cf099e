/** Twelve machines that the product reaches only as it reaches any other: over SSH. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FleetMachine, readFleet, writeFleet } from './fleet-file.ts'
import { hostKeyOf } from './host-key.ts'
import { address, type DemoMachine, demoMachines, user } from './machines.ts'
import { closedPort, listenAt } from './ports.ts'
import { makeServer } from './ssh-server.ts'

const homeOf = (directory: string, { name, diskFreeMb }: DemoMachine): string => {
  const home = join(directory, 'machines', name)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  // Written once: whoever frees space on a machine (`echo 9000 > ~/disk-free`) has repaired it.
  const diskFree = join(home, 'disk-free')
  if (!existsSync(diskFree)) writeFileSync(diskFree, `${diskFreeMb}\n`)
  return home
}

/** Starts the machines; ports and host keys are those of the last time, but for ports that others have taken. */
export const startFleet = async (directory: string): Promise<{ machines: FleetMachine[] }> => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const before = new Map(readFleet(directory).map(({ name, port }) => [name, port]))
  const machines: FleetMachine[] = []
  for (const machine of demoMachines) {
    const { name, behaviour, hostKeyType } = machine
    const preferred = before.get(name)
    const start = () =>
      listenAt(
        makeServer({ machine, directory, home: homeOf(directory, machine), hostKey: hostKeyOf(directory, name, hostKeyType) }),
        preferred,
      )
    const port = behaviour === 'unreachable' ? await closedPort(preferred) : await start()
    machines.push({ name, address, port, user, behaviour })
  }
  writeFleet(directory, machines)
  return { machines }
}
