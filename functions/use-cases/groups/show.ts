/** Groups of machines as the API gives them to who looks. */
import type { Group, ShownCriterion } from '#shared/contracts/groups.ts'
import { type GroupRecord, usedBy } from '../../adapters/group-records.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import { inTurns } from '../../adapters/table.ts'
import type { UserGroupStore } from '../../adapters/user-groups.ts'
import type { UserStore } from '../../adapters/users.ts'
import { isSeen, type Viewer } from './seen.ts'

export type ShowPorts = {
  readonly groups: Pick<GroupStore, 'getMany'>
  readonly users: Pick<UserStore, 'get'>
  readonly userGroups: Pick<UserGroupStore, 'getMany'>
}

/** What the product knows by name is asked for once, for all the groups of a page. */
const namesFor = async (ports: ShowPorts, by: Viewer, groups: readonly GroupRecord[]) => {
  const shares = groups.flatMap((group) => group.shares)
  const idsOf = (kind: 'user' | 'userGroup'): string[] => [...new Set(shares.flatMap((share) => (share.kind === kind ? [share.id] : [])))]
  const owners = groups.map(({ ownerId }) => ownerId)
  const users = new Map<string, { name: string; isGone: boolean }>()
  await inTurns([...new Set([...owners, ...idsOf('user')])], 8, async (id) => {
    const user = await ports.users.get(id)
    if (user) users.set(id, { name: user.name, isGone: user.deletedAt !== null })
  })
  const [userGroups, nested] = await Promise.all([
    ports.userGroups.getMany(idsOf('userGroup')),
    ports.groups.getMany(groups.flatMap((group) => usedBy(group))),
  ])
  const shareNames = new Map([
    ...[...users].flatMap(([id, { name, isGone }]): [string, string][] => (isGone ? [] : [[`user ${id}`, name]])),
    ...userGroups.map(({ id, name }): [string, string] => [`userGroup ${id}`, name]),
  ])
  return {
    owner: (id: string): string => users.get(id)?.name ?? id,
    isThere: (id: string): boolean => users.get(id)?.isGone === false,
    /** null: that user or group of users is gone. */
    share: (kind: string, id: string): string | null => shareNames.get(`${kind} ${id}`) ?? null,
    group: (id: string): string | null => {
      const group = nested.get(id)
      return group && isSeen(by, group) ? group.name : null
    },
  }
}

export const showGroups = async (ports: ShowPorts, by: Viewer, groups: readonly GroupRecord[]): Promise<Group[]> => {
  const names = await namesFor(ports, by, groups)
  return groups.map(({ ownerId, version: _, ...group }) => ({
    ...group,
    criteria: group.criteria.map(
      (criterion): ShownCriterion =>
        criterion.module === 'dyngroup' ? { ...criterion, groupName: names.group(criterion.groupId) } : criterion,
    ),
    owner: { id: ownerId, name: names.owner(ownerId) },
    isMine: ownerId === by.id,
    mayDelete: ownerId === by.id || !names.isThere(ownerId),
    shares: group.shares.flatMap(({ kind, id }) => {
      const name = names.share(kind, id)
      return name === null ? [] : [{ kind, id, name }]
    }),
  }))
}

export const showGroup = async (ports: ShowPorts, by: Viewer, group: GroupRecord): Promise<Group> => {
  const [shown] = await showGroups(ports, by, [group])
  if (!shown) throw new Error(`the group ${group.id} could not be shown`)
  return shown
}
