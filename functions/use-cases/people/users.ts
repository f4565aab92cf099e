import type { CreateUser, EditUser, NewUser, OneTimePassword, User, UserQuery } from '#shared/contracts/users.ts'
import type { UserRecord } from '../../adapters/people-records.ts'
import type { Saved } from '../../adapters/users.ts'
import { invalid, notFound, Refusal } from '../refusal.ts'
import { newOneTimePassword } from './one-time-password.ts'
import { mayGive, mayGiveEntities, mayTouch } from './own-limits.ts'
import type { PeopleLoader, Person, PersonPorts } from './person.ts'

export type UserPorts = PersonPorts & { readonly people: PeopleLoader }

const show = ({ id, login, name, email, profiles, groupIds, entityIds, disabled, createdAt, lastSeenAt }: UserRecord): User => ({
  id,
  login,
  name,
  email,
  profiles,
  groupIds,
  entityIds,
  disabled,
  createdAt,
  lastSeenAt,
})

const found = async ({ users }: UserPorts, id: string): Promise<UserRecord> => {
  const user = await users.get(id)
  if (!user || user.deletedAt !== null) throw notFound('user', id)
  return user
}

const loginTaken = (login: string) => conflict('/login', login, 'must not be the login of another user (case does not count)')
const emailTaken = (email: string | null | undefined) =>
  conflict('/email', email, 'must not be the e-mail address of another user (case does not count)')
const conflict = (field: string, value: unknown, message: string) =>
  new Refusal('conflict', `${field} ${message}.`, [{ field, value, message }])

const settle = (saved: Saved, user: UserRecord): void => {
  switch (saved) {
    case 'saved':
      return
    case 'login-taken':
      throw loginTaken(user.login)
    case 'email-taken':
      throw emailTaken(user.email)
    case 'changed-meanwhile':
      throw new Refusal('conflict', 'The user was changed meanwhile; look again.')
    case 'last-administrator':
      throw new Refusal('conflict', 'This is the last administrator of the whole: make another one first.')
  }
}

const groupsExist = async ({ userGroups }: UserPorts, groupIds: readonly string[]) => {
  const groups = await userGroups.getMany(groupIds)
  for (const [at, id] of groupIds.entries())
    if (!groups.some((group) => group.id === id)) throw invalid(`/groupIds/${at}`, id, 'must be a group of users that exists')
  return groups
}

/** What may be given: profiles directly, and those that come with the groups. */
const mayGiveAll = async (
  ports: UserPorts,
  by: Person,
  given: { profiles: readonly string[]; groupIds: readonly string[]; entityIds: readonly string[] },
) => {
  await mayGive(ports, by, given.profiles)
  for (const { profiles } of await groupsExist(ports, given.groupIds)) await mayGive(ports, by, profiles, '/groupIds')
  await mayGiveEntities(ports, by, given.entityIds)
}

const accountsOf = ({ accounts }: UserPorts) => {
  if (!accounts)
    throw new Refusal(
      'conflict',
      "Accounts and passwords are kept by your organisation's own provider: people appear here once they have signed in.",
    )
  return accounts
}

export const createUser = async (ports: UserPorts, by: Person, details: CreateUser): Promise<NewUser> => {
  const accounts = accountsOf(ports)
  await mayGiveAll(ports, by, details)
  if ((await ports.users.byLogin(details.login)) !== null) throw loginTaken(details.login)
  const email = details.email ?? null
  if (email !== null && (await ports.users.byEmail(email)) !== null) throw emailTaken(email)
  const oneTimePassword = newOneTimePassword()
  const made = await accounts.create({ login: details.login, name: details.name, email, oneTimePassword })
  if (made.kind === 'email-taken') throw emailTaken(email)
  // Nobody here has the login: an earlier attempt ended half-way, or the account was made in the pool by hand.
  const account = made.kind === 'created' ? { subject: made.subject, login: details.login } : await accounts.find(details.login)
  if (!account) throw loginTaken(details.login)
  if (made.kind === 'login-taken') {
    await accounts.edit(account.login, { name: details.name, email })
    await accounts.setOneTimePassword(account.login, oneTimePassword)
  }
  const user: UserRecord = {
    id: account.subject,
    subject: account.subject,
    login: account.login,
    name: details.name,
    email,
    profiles: [...new Set(details.profiles)],
    groupIds: [...new Set(details.groupIds)],
    entityIds: [...new Set(details.entityIds)],
    disabled: false,
    expert: false,
    createdAt: new Date(ports.now()).toISOString(),
    lastSeenAt: null,
    deletedAt: null,
    version: 1,
  }
  settle(await ports.users.save(null, user), user)
  return { user: show(user), oneTimePassword }
}

export const getUser = async (ports: UserPorts, id: string): Promise<User> => show(await found(ports, id))

export const listUsers = async ({ users }: UserPorts, query: UserQuery) => {
  const { items, nextCursor } = await users.list(query)
  return { items: items.map(show), nextCursor }
}

/** The record first: it is what the door asks, so that a disabled person is out even if the pool cannot be reached now. */
export const editUser = async (ports: UserPorts, by: Person, id: string, edit: EditUser): Promise<User> => {
  const before = await found(ports, id)
  await mayTouch(ports, by, before)
  await mayGiveAll(ports, by, { profiles: edit.profiles ?? [], groupIds: edit.groupIds ?? [], entityIds: edit.entityIds ?? [] })
  if (edit.disabled === true && id === by.id) throw new Refusal('conflict', 'You cannot disable yourself: ask another administrator.')
  const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
  const after: UserRecord = { ...before, ...given, version: before.version + 1 }
  settle(await ports.users.save(before, after), after)
  ports.people.forget(id)
  if (ports.accounts) {
    if (edit.disabled !== undefined && edit.disabled !== before.disabled) await ports.accounts.setDisabled(before.login, edit.disabled)
    if ((await ports.accounts.edit(before.login, { name: edit.name, email: edit.email })) === 'email-taken') throw emailTaken(edit.email)
  }
  return show(after)
}

export const deleteUser = async (ports: UserPorts, by: Person, id: string): Promise<{ name: string }> => {
  const before = await found(ports, id)
  await mayTouch(ports, by, before)
  const at = new Date(ports.now()).toISOString()
  const after = { ...before, profiles: [], groupIds: [], entityIds: [], deletedAt: at, version: before.version + 1 }
  settle(await ports.users.save(before, after), after)
  ports.people.forget(id)
  await ports.accounts?.delete(before.login)
  return { name: before.login }
}

export const resetPassword = async (ports: UserPorts, by: Person, id: string): Promise<OneTimePassword> => {
  const accounts = accountsOf(ports)
  const user = await found(ports, id)
  await mayTouch(ports, by, user)
  const oneTimePassword = newOneTimePassword()
  await accounts.setOneTimePassword(user.login, oneTimePassword)
  return { oneTimePassword }
}
