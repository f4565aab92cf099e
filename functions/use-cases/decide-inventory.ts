/** What a person decides about doubtful machines: they are one, they are two, it has moved. */
import type { DecideDoubt, InventoryDoubt } from '#shared/contracts/inventory-views.ts'
import type { DoubtRecord, DoubtStore } from '../adapters/doubts.ts'
import type { Queue } from '../adapters/queues.ts'
import { busy, foundMachine, type JoinPorts, mergeMachines } from './join-machines.ts'
import { invalid, notFound, Refusal } from './refusal.ts'

type DecidePorts = JoinPorts & { readonly doubts: DoubtStore; readonly inventoriesQueue: Queue }

const nothing = { claims: [], free: new Set<string>() }

export const showDoubt = ({ upload: _, ...doubt }: DoubtRecord): InventoryDoubt => doubt

export const decideDoubt = async (ports: DecidePorts, id: string, decision: DecideDoubt, who: string): Promise<InventoryDoubt> => {
  const doubt = await ports.doubts.get(id)
  if (!doubt) throw notFound('doubt', id)
  if (doubt.state !== 'open') throw new Refusal('conflict', `${doubt.decidedBy ?? 'Somebody'} has decided this already: ${doubt.state}.`)
  const state = await carryOut(ports, doubt, decision)
  const decided: DoubtRecord = { ...doubt, state, decidedBy: who, decidedAt: new Date(ports.now()).toISOString() }
  if (!(await ports.doubts.decide(decided))) throw new Refusal('conflict', 'Somebody else has decided this in the same moment.')
  return showDoubt(decided)
}

const carryOut = async (ports: DecidePorts, doubt: DoubtRecord, decision: DecideDoubt): Promise<DoubtRecord['state']> => {
  const isElsewhere = doubt.kind === 'other-site'
  switch (decision.decision) {
    case 'separate':
      return 'separate'
    case 'merge': {
      const other = doubt.machines.find((machine) => machine.id !== decision.keepMachineId)
      if (isElsewhere || !other || !doubt.machines.some((machine) => machine.id === decision.keepMachineId))
        throw invalid('/keepMachineId', decision.keepMachineId, `must be one of ${doubt.machines.map((machine) => machine.id).join(', ')}`)
      // Gone already, by hand or by a decision that was not written down: one machine is left, which is what was meant.
      if (await ports.machines.get(other.id)) await mergeMachines(ports, decision.keepMachineId, other.id)
      else await foundMachine(ports.machines, decision.keepMachineId)
      return 'merged'
    }
    case 'move': {
      const [moved] = doubt.machines
      if (!isElsewhere || !moved || !doubt.upload)
        throw invalid('/decision', 'move', 'must be separate or merge: nothing of it is on another site')
      const machine = await foundMachine(ports.machines, moved.id)
      await ports.machines.edit(machine, { siteId: doubt.siteId })
      const head = await ports.inventories.head(moved.id)
      if (head && !(await ports.inventories.save(head, { ...head, version: head.version + 1, siteId: doubt.siteId }, null, nothing)))
        throw busy()
      await ports.inventoriesQueue.send(doubt.upload)
      return 'moved'
    }
  }
}
