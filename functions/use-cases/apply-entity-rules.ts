/** The rules as they are now, for the machines that are already there. */
import type { EntityRulesApplied } from '#shared/contracts/entities.ts'
import type { InventoryStore } from '../adapters/inventories.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { MachineRecord } from '../adapters/records.ts'
import { inTurns } from '../adapters/table.ts'
import { entityUnder } from './entity-of-machine.ts'
import type { MachinePorts } from './machines.ts'
import type { Person } from './people/person.ts'
import { Refusal } from './refusal.ts'

export type ApplyPorts = Pick<MachinePorts, 'entities' | 'changed' | 'now'> & {
  readonly machines: Pick<MachineStore, 'list' | 'moveToEntity'>
  readonly inventories: Pick<InventoryStore, 'heads'>
}

/** Machines of one request, which has 29 seconds; the caller goes on by the cursor. */
const machinesAtATime = 200
const movesAtATime = 8

/** Machines that somebody placed stay. One that changes in this moment is left to whoever changes it: the rules look then too. */
export const applyEntityRules = async (
  ports: ApplyPorts,
  by: Pick<Person, 'perimeter'>,
  cursor: string | undefined,
): Promise<EntityRulesApplied> => {
  if (by.perimeter !== 'everything')
    throw new Refusal('forbidden', 'The rules concern all entities: this needs the root in your perimeter.')
  const { items, nextCursor } = await ports.machines.list({ limit: machinesAtATime, cursor })
  const { rules } = await ports.entities.rules()
  const byRule = items.filter(({ entityBy }) => entityBy === 'rule')
  const heads = await ports.inventories.heads(byRule.map(({ id }) => id))
  const moves = byRule.flatMap((machine): { machine: MachineRecord; entityId: string }[] => {
    const entityId = entityUnder(rules, machine, heads.get(machine.id)?.placing ?? null)
    return entityId === machine.entityId ? [] : [{ machine, entityId }]
  })
  const at = new Date(ports.now()).toISOString()
  let moved = 0
  await inTurns(moves, movesAtATime, async ({ machine, entityId }) => {
    if (await ports.machines.moveToEntity(machine, entityId, 'rule', at)) moved += 1
  })
  if (moved > 0) await ports.changed()
  return { looked: items.length, moved, nextCursor }
}
