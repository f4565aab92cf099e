/** With whom a group is shared. */
import type { Group, Share, Sharees } from '#shared/contracts/groups.ts'
import type { FieldError } from '#shared/contracts/problem.ts'
import type { GroupRecord } from '../../adapters/group-records.ts'
import { inTurns } from '../../adapters/table.ts'
import type { UserGroupStore } from '../../adapters/user-groups.ts'
import type { UserStore } from '../../adapters/users.ts'
import { Refusal } from '../refusal.ts'
import { type GroupPorts, saved } from './groups.ts'
import { groupSeenBy, type Viewer } from './seen.ts'
import { showGroup } from './show.ts'

const keyOf = ({ kind, id }: Share): string => `${kind} ${id}`

/** Those that are not there any more may stay: they give nothing to anybody. */
const mustBeThere = async ({ users, userGroups }: GroupPorts, shares: readonly Share[], before: GroupRecord): Promise<void> => {
  const known = new Set(before.shares.map(keyOf))
  for (const { id } of await userGroups.getMany(shares.flatMap(({ kind, id }) => (kind === 'userGroup' ? [id] : []))))
    known.add(keyOf({ kind: 'userGroup', id }))
  await inTurns(
    shares.filter((share) => share.kind === 'user' && !known.has(keyOf(share))),
    8,
    async (share) => {
      const user = await users.get(share.id)
      if (user?.deletedAt === null) known.add(keyOf(share))
    },
  )
  const errors = shares.flatMap((share, at): FieldError[] =>
    known.has(keyOf(share))
      ? []
      : [
          {
            field: `/shares/${at}/id`,
            value: share.id,
            message: share.kind === 'user' ? 'must be a user that exists' : 'must be a group of users that exists',
          },
        ],
  )
  if (errors.length > 0)
    throw new Refusal('invalid-request', `${errors.length} of those it is to be shared with are not there.`, errors.slice(0, 100))
}

export const shareGroup = async (ports: GroupPorts, by: Viewer, id: string, shares: readonly Share[]): Promise<Group> => {
  const before = await groupSeenBy(ports, by, id)
  // Its owner has it anyway.
  const others = [...new Map(shares.map((share) => [keyOf(share), share])).values()].filter(
    (share) => share.kind === 'userGroup' || share.id !== before.ownerId,
  )
  await mustBeThere(ports, others, before)
  const after: GroupRecord = { ...before, shares: others, updatedAt: new Date(ports.now()).toISOString(), version: before.version + 1 }
  await saved(ports, before, after)
  return showGroup(ports, by, after)
}

const mostSharees = 20

/** Who shares need not be allowed to look at people otherwise: only who there is, by name. */
export const listSharees = async (
  { users, userGroups }: { readonly users: Pick<UserStore, 'all'>; readonly userGroups: Pick<UserGroupStore, 'all'> },
  text: string,
): Promise<Sharees> => {
  const wanted = text.toLowerCase()
  const meets = (...texts: readonly string[]): boolean => texts.some((one) => one.toLowerCase().includes(wanted))
  const [groups, people] = await Promise.all([userGroups.all(), users.all()])
  return {
    items: [
      ...groups.filter(({ name }) => meets(name)).map(({ id, name }) => ({ kind: 'userGroup' as const, id, name })),
      ...people
        .filter(({ login, name, disabled }) => !disabled && meets(login, name))
        .map(({ id, name, login }) => ({ kind: 'user' as const, id, name: name === login ? name : `${name} (${login})` })),
    ].slice(0, mostSharees),
  }
}
