import type { CreateUserGroup, EditUserGroup, UserGroup } from '#shared/contracts/user-groups.ts'
import type { UserGroupRecord, UserRecord } from '../../adapters/people-records.ts'
import { inTurns } from '../../adapters/table.ts'
import { invalid, notFound, Refusal } from '../refusal.ts'
import { mayGive, mayTouch } from './own-limits.ts'
import type { Person } from './person.ts'
import type { UserPorts } from './users.ts'

export type UserGroupPorts = UserPorts & { readonly newId: () => string }

const found = async ({ userGroups }: UserGroupPorts, id: string): Promise<UserGroupRecord> => {
  const group = await userGroups.get(id)
  if (!group) throw notFound('group of users', id)
  return group
}

const nameIsFree = async ({ userGroups }: UserGroupPorts, name: string, id: string | null): Promise<void> => {
  const other = (await userGroups.all()).find((group) => group.name.toLowerCase() === name.toLowerCase() && group.id !== id)
  if (other)
    throw new Refusal('conflict', `There is a group of users ${other.name} already.`, [
      { field: '/name', value: name, message: 'must not be taken' },
    ])
}

export const getUserGroup = (ports: UserGroupPorts, id: string): Promise<UserGroup> => found(ports, id)
export const listUserGroups = ({ userGroups }: UserGroupPorts, query: { limit: number; cursor?: string | undefined }) =>
  userGroups.list(query.limit, query.cursor)

export const createUserGroup = async (ports: UserGroupPorts, by: Person, details: CreateUserGroup): Promise<UserGroup> => {
  await mayGive(ports, by, details.profiles)
  await nameIsFree(ports, details.name, null)
  const group = { id: ports.newId(), ...details, createdAt: new Date(ports.now()).toISOString() }
  await ports.userGroups.put(group)
  return group
}

export const editUserGroup = async (ports: UserGroupPorts, by: Person, id: string, edit: EditUserGroup): Promise<UserGroup> => {
  const before = await found(ports, id)
  // Both: what it gives from now on, and what it gave to who holds more than oneself.
  await mayGive(ports, by, before.profiles)
  await mayGive(ports, by, edit.profiles ?? [])
  if (edit.name !== undefined) await nameIsFree(ports, edit.name, id)
  const after = { ...before, ...Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) }
  await ports.userGroups.put(after)
  ports.people.forget()
  return after
}

const rewrite = async (ports: UserGroupPorts, user: UserRecord, groupIds: readonly string[]): Promise<void> => {
  const saved = await ports.users.save(user, { ...user, groupIds: [...groupIds], version: user.version + 1 })
  if (saved !== 'saved') throw new Refusal('conflict', `The user ${user.login} was changed meanwhile; look again.`)
  ports.people.forget(user.id)
}

export const deleteUserGroup = async (ports: UserGroupPorts, by: Person, id: string): Promise<{ name: string }> => {
  const group = await found(ports, id)
  await mayGive(ports, by, group.profiles)
  // First the group: what is left of memberships then gives nothing.
  await ports.userGroups.delete(id)
  const members = (await ports.users.all()).filter(({ groupIds }) => groupIds.includes(id))
  await inTurns(members, 8, async (member) => {
    const user = await ports.users.get(member.id)
    if (user?.groupIds.includes(id))
      await rewrite(
        ports,
        user,
        user.groupIds.filter((other) => other !== id),
      )
  })
  ports.people.forget()
  return { name: group.name }
}

export const addMembers = async (
  ports: UserGroupPorts,
  by: Person,
  id: string,
  userIds: readonly string[],
): Promise<{ accepted: number }> => {
  await mayGive(ports, by, (await found(ports, id)).profiles)
  const users = await Promise.all(userIds.map((userId) => ports.users.get(userId)))
  for (const [at, user] of users.entries()) {
    if (!user || user.deletedAt !== null) throw invalid(`/userIds/${at}`, userIds[at], 'must be a user that exists')
    await mayTouch(ports, by, user)
  }
  const joining = users.filter((user) => user !== null).filter(({ groupIds }) => !groupIds.includes(id))
  for (const user of joining) await rewrite(ports, user, [...user.groupIds, id])
  return { accepted: joining.length }
}

export const removeMember = async (ports: UserGroupPorts, by: Person, id: string, userId: string): Promise<void> => {
  const user = await ports.users.get(userId)
  if (!user?.groupIds.includes(id)) throw notFound('member', userId)
  await mayTouch(ports, by, user)
  await rewrite(
    ports,
    user,
    user.groupIds.filter((other) => other !== id),
  )
}
