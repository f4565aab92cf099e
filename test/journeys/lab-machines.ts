/** Machines of the lab that a file of journeys puts into its product; they go after its tests. */
import { afterAll } from 'vitest'
import { type SleepingMachine, startSleepingMachine } from '../lab/sleeping-machine.ts'
import { type LabMachine, removeMachine, startMachine } from '../lab/sshd.ts'
import { addMachine, type Product, siteKey } from './product.ts'

export type LabMachines = {
  /** All that were started, in the order in which it happened. */
  readonly all: readonly LabMachine[]
  /** One that is no machine of the product yet, and lets nobody in. */
  readonly start: (name: string) => Promise<LabMachine>
  /** One that lets the local site's edge launcher in, under the same name in the product. */
  readonly add: (product: Product, name: string) => Promise<{ machine: LabMachine; id: string }>
  /** As `add`, asleep. */
  readonly addSleeper: (product: Product, name: string, mac: string) => Promise<{ machine: SleepingMachine; id: string }>
}

/** To be called before `runningProduct`: what is called later ends earlier, and the product ends before its machines. */
export const labMachines = (): LabMachines => {
  const all: LabMachine[] = []
  const sleepers: SleepingMachine[] = []
  afterAll(() => Promise.all([...all.map(removeMachine), ...sleepers.map((machine) => machine.remove())]))
  const start = async (name: string): Promise<LabMachine> => {
    const machine = await startMachine({ name })
    all.push(machine)
    return machine
  }
  return {
    all,
    start,
    add: async (product, name) => {
      const machine = await start(name)
      await machine.authorize(await siteKey(product))
      const { address, port, user } = machine
      return { machine, id: (await addMachine(product, { name, address, port, user })).id }
    },
    addSleeper: async (product, name, mac) => {
      const machine = await startSleepingMachine({ name, mac })
      sleepers.push(machine)
      await machine.authorize(await siteKey(product))
      await machine.fallAsleep()
      const { address, port } = machine
      return { machine, id: (await addMachine(product, { name, address, port, macs: [mac] })).id }
    },
  }
}
