import type { CreateProfile, EditProfile, Profile } from '#shared/contracts/profiles.ts'
import { isProfile, type Right, profiles as ready } from '#shared/domain/rights.ts'
import { notFound, Refusal } from '../refusal.ts'
import { tooMuch } from './own-limits.ts'
import type { Person } from './person.ts'
import type { UserGroupPorts } from './user-groups.ts'

const readyProfiles = (): Profile[] => Object.entries(ready).map(([id, rights]) => ({ id, name: id, rights: [...rights], ready: true }))

export const listProfiles = async ({ profiles }: UserGroupPorts): Promise<{ items: Profile[] }> => ({
  items: [...readyProfiles(), ...(await profiles.all()).map((profile) => ({ ...profile, ready: false }))],
})

const holdsAll = (by: Person, rights: readonly Right[]): void => {
  const beyond = rights.filter((right) => !by.rights.has(right))
  if (beyond.length > 0) throw tooMuch('/rights', beyond, beyond)
}

const nameIsFree = async (ports: UserGroupPorts, name: string, id: string | null): Promise<void> => {
  const other = (await listProfiles(ports)).items.find((profile) => profile.name.toLowerCase() === name.toLowerCase() && profile.id !== id)
  if (other)
    throw new Refusal('conflict', `There is a profile ${other.name} already.`, [
      { field: '/name', value: name, message: 'must not be taken' },
    ])
}

const found = async ({ profiles }: UserGroupPorts, id: string) => {
  if (isProfile(id)) throw new Refusal('conflict', `The profile ${id} comes with the product and cannot be changed: make another one.`)
  const profile = await profiles.get(id)
  if (!profile) throw notFound('profile', id)
  return profile
}

export const createProfile = async (ports: UserGroupPorts, by: Person, details: CreateProfile): Promise<Profile> => {
  holdsAll(by, details.rights)
  await nameIsFree(ports, details.name, null)
  const profile = { id: ports.newId(), name: details.name, rights: [...new Set(details.rights)] }
  await ports.profiles.put(profile)
  return { ...profile, ready: false }
}

export const editProfile = async (ports: UserGroupPorts, by: Person, id: string, edit: EditProfile): Promise<Profile> => {
  const before = await found(ports, id)
  holdsAll(by, before.rights)
  holdsAll(by, edit.rights ?? [])
  if (edit.name !== undefined) await nameIsFree(ports, edit.name, id)
  const after = { ...before, name: edit.name ?? before.name, rights: [...new Set(edit.rights ?? before.rights)] }
  await ports.profiles.put(after)
  ports.people.forget()
  return { ...after, ready: false }
}

export const deleteProfile = async (ports: UserGroupPorts, by: Person, id: string): Promise<{ name: string }> => {
  const profile = await found(ports, id)
  holdsAll(by, profile.rights)
  const [users, groups] = await Promise.all([ports.users.all(), ports.userGroups.all()])
  const holders = [...users.map(({ login, profiles }) => ({ name: login, profiles })), ...groups].filter(({ profiles }) =>
    profiles.includes(id),
  )
  if (holders.length > 0)
    throw new Refusal(
      'conflict',
      `The profile is held by ${holders.length} user(s) or group(s) of users.`,
      holders.slice(0, 100).map(({ name }) => ({ field: 'path.id', value: name, message: 'must not hold the profile any more' })),
    )
  await ports.profiles.delete(id)
  return { name: profile.name }
}
