/** Machines are put into a group by hand, and taken out of it. */
import type { ChangeMembers, Group } from '#shared/contracts/groups.ts'
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'
import { and, andNot, type Bitmap, bitmapOf, cardinality, or } from '#shared/domain/group/bitmap/bitmap.ts'
import type { GroupRecord } from '../../adapters/group-records.ts'
import type { MachineRecord } from '../../adapters/records.ts'
import { type AskedPorts, askedFor } from '../asked-machines.ts'
import { Refusal } from '../refusal.ts'
import { existingMachines } from '../search-terms.ts'
import { type ShownPorts, shownMachines } from '../shown-machines.ts'
import { type GroupPorts, saved } from './groups.ts'
import { ordinalsOf, withOrdinals } from './ordinals.ts'
import { groupSeenBy, type Viewer } from './seen.ts'
import { showGroup } from './show.ts'

type MemberPorts = GroupPorts & AskedPorts & ShownPorts

const meant = async (
  ports: MemberPorts,
  by: Viewer,
  ids: readonly string[],
  filter: MachineFilterQuery | undefined,
  [idsField, filterField]: readonly [string, '/addFilter/' | '/removeFilter/'],
): Promise<Bitmap> => {
  const named = await ordinalsOf(ports, by, ids, idsField)
  if (filter === undefined) return bitmapOf(named)
  const shown: MachineRecord[] = []
  for await (const machine of shownMachines(ports, await askedFor(ports, by, filter, filterField), filter)) shown.push(machine)
  return bitmapOf([...named, ...(await withOrdinals(ports, shown))])
}

const mayChange = ({ kind, mode }: GroupRecord, adds: boolean): void => {
  if (mode === 'request')
    throw new Refusal(
      'conflict',
      'The machines of a request are those that its criteria meet: store its result first to remove some of them.',
    )
  if (kind === 'dynamic' && adds)
    throw new Refusal('conflict', 'Machines can be removed from a result, not added to it: change its criteria, or make a static group.')
}

/** Somebody else may change it at the same moment: what is asked for is done to the group as it then is. */
const mostTries = 5

export const changeGroupMembers = async (ports: MemberPorts, by: Viewer, id: string, change: ChangeMembers): Promise<Group> => {
  const adds = change.add.length > 0 || change.addFilter !== undefined
  mayChange(await groupSeenBy(ports, by, id), adds)
  const [added, removed] = await Promise.all([
    meant(ports, by, change.add, change.addFilter, ['/add', '/addFilter/']),
    meant(ports, by, change.remove, change.removeFilter, ['/remove', '/removeFilter/']),
  ])
  for (let tries = 1; ; tries++) {
    const before = await groupSeenBy(ports, by, id)
    mayChange(before, adds)
    const machines = andNot(or(await ports.groups.machinesOf(id), added), removed)
    const at = new Date(ports.now()).toISOString()
    const isEmptied = before.mode === 'result' && cardinality(and(machines, await existingMachines(ports))) === 0
    const after: GroupRecord = {
      ...before,
      ...(isEmptied ? { mode: 'request', storedAt: null } : {}),
      updatedAt: at,
      version: before.version + 1,
    }
    try {
      await saved(ports, before, after, isEmptied ? null : machines)
      return showGroup(ports, by, after)
    } catch (error) {
      if (!(error instanceof Refusal) || tries >= mostTries) throw error
    }
  }
}
