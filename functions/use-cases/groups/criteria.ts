/** Whether criteria and their expression can be stored: the groups they name are seen, and no group is made of itself. */
import type { Criterion } from '#shared/contracts/groups.ts'
import { type GroupRecord, usedBy } from '../../adapters/group-records.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import { invalid, Refusal } from '../refusal.ts'
import { deepestNesting, expressionOf } from './evaluate.ts'
import { isSeen, nameFor, type Viewer } from './seen.ts'

export type CriteriaPorts = { readonly groups: Pick<GroupStore, 'getMany' | 'using'> }
type Proposed = { readonly criteria: readonly Criterion[]; readonly expression: string | null }

/** `present`: the group as it is; null where it is new. What it is made of already may stay, seen or not. */
export const mustBeSound = async (ports: CriteriaPorts, by: Viewer, proposed: Proposed, present: GroupRecord | null): Promise<void> => {
  expressionOf(proposed)
  const named = usedBy(proposed)
  if (named.length === 0) return
  const known = await ports.groups.getMany(named)
  const kept = present ? usedBy(present) : []
  const above = present ? await heightAbove(ports, present) : 0
  for (const [at, criterion] of proposed.criteria.entries()) {
    if (criterion.module !== 'dyngroup') continue
    const group = known.get(criterion.groupId)
    const field = `/criteria/${at}/groupId`
    if (!group || !(isSeen(by, group) || kept.includes(group.id))) throw invalid(field, criterion.groupId, 'must be a group that exists')
    const below = await chainsBelow(ports, by, group, present)
    if (below + above > deepestNesting)
      throw invalid(field, criterion.groupId, `must not nest groups more than ${deepestNesting} deep, as it does with this one`)
  }
}

/** How many levels a group has, itself included. Throws where one of them is `forbidden`, naming the way to it. */
const chainsBelow = async (ports: CriteriaPorts, by: Viewer, top: GroupRecord, forbidden: GroupRecord | null): Promise<number> => {
  const cameFrom = new Map<string, GroupRecord>()
  const wayTo = (group: GroupRecord): string => {
    const before = cameFrom.get(group.id)
    return before ? `${wayTo(before)} → ${nameFor(by, group)}` : nameFor(by, group)
  }
  let level: GroupRecord[] = [top]
  for (let levels = 1; ; levels++) {
    const round = forbidden && level.find(({ id }) => id === forbidden.id)
    if (round) {
      const way = `${nameFor(by, forbidden)} → ${wayTo(round)}`
      throw new Refusal('invalid-request', `The group would be made of itself: ${way}.`, [
        { field: '/criteria', value: way, message: 'must not lead back to the group itself' },
      ])
    }
    const next = new Map<string, GroupRecord>()
    for (const group of level) {
      for (const used of (await ports.groups.getMany(usedBy(group))).values()) {
        if (!cameFrom.has(used.id)) cameFrom.set(used.id, group)
        next.set(used.id, used)
      }
    }
    if (next.size === 0 || levels > deepestNesting) return levels
    level = [...next.values()]
  }
}

/** How many levels of groups are made of this one. */
const heightAbove = async (ports: CriteriaPorts, group: GroupRecord): Promise<number> => {
  let level = [group]
  for (let levels = 0; ; levels++) {
    const next = new Map((await Promise.all(level.map(({ id }) => ports.groups.using(id)))).flat().map((one) => [one.id, one]))
    if (next.size === 0 || levels > deepestNesting) return levels
    level = [...next.values()]
  }
}
