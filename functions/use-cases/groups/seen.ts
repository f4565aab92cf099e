/** Groups of machines are private: who neither owns one nor has it shared does not hear that it is there. */
import type { Share } from '#shared/contracts/groups.ts'
import type { GroupRecord } from '../../adapters/group-records.ts'
import type { GroupStore } from '../../adapters/groups.ts'
import type { Person } from '../people/person.ts'
import { notFound } from '../refusal.ts'

/** Who looks at groups. */
export type Viewer = Pick<Person, 'id' | 'userGroupIds' | 'perimeter'>

export const partiesOf = ({ id, userGroupIds }: Pick<Viewer, 'id' | 'userGroupIds'>): Share[] => [
  { kind: 'user', id },
  ...userGroupIds.map((groupId) => ({ kind: 'userGroup' as const, id: groupId })),
]

export const isSeen = (by: Pick<Viewer, 'id' | 'userGroupIds'>, { ownerId, shares }: Pick<GroupRecord, 'ownerId' | 'shares'>): boolean =>
  ownerId === by.id || partiesOf(by).some((party) => shares.some(({ kind, id }) => kind === party.kind && id === party.id))

/** For a sentence about several groups: who does not see one does not hear its name. */
export const nameFor = (by: Viewer, group: GroupRecord): string => (isSeen(by, group) ? group.name : '…')

export const groupSeenBy = async (
  { groups }: { readonly groups: Pick<GroupStore, 'get'> },
  by: Viewer,
  id: string,
  field?: string,
): Promise<GroupRecord> => {
  const group = await groups.get(id)
  if (!group || !isSeen(by, group)) throw notFound('group', id, field)
  return group
}
