/** Who asks, and what they may do: made from the stored person, never from what their token claims. */
import { createHash } from 'node:crypto'
import { isWithin, type Perimeter, perimeterOf } from '#shared/domain/people/entities.ts'
import { profilesOf, rightsOfPerson } from '#shared/domain/people/rights-of-person.ts'
import { isProfile, type Right } from '#shared/domain/rights.ts'
import type { AccountStore } from '../../adapters/accounts.ts'
import type { EntityStore } from '../../adapters/entities.ts'
import type { UserRecord } from '../../adapters/people-records.ts'
import type { ProfileStore, UserGroupStore } from '../../adapters/user-groups.ts'
import type { UserStore } from '../../adapters/users.ts'
import { Refusal } from '../refusal.ts'

export type Person = {
  readonly id: string
  readonly subject: string
  readonly login: string
  readonly name: string
  /** Names of profiles, for people to read. */
  readonly profiles: readonly string[]
  readonly rights: ReadonlySet<Right>
  /** The groups of users that they are in. */
  readonly userGroupIds: readonly string[]
  readonly entityIds: readonly string[]
  readonly perimeter: Perimeter
  readonly expert: boolean
  /** Why they may do nothing at all, or null. */
  readonly barred: string | null
  /** `token`: a script with a personal access token, whose name this is. */
  readonly via: { readonly kind: 'session' } | { readonly kind: 'token'; readonly name: string }
}

/** What a verified token says. */
export type Claims = {
  readonly subject: string
  readonly login: string | null
  readonly name: string | null
  readonly email: string | null
  readonly groups: readonly string[]
}

export type PersonPorts = {
  readonly users: UserStore
  readonly userGroups: UserGroupStore
  readonly profiles: ProfileStore
  readonly entities: EntityStore
  /** null where accounts are another provider's. */
  readonly accounts: AccountStore | null
  /** `sub` of who is an administrator from their first sign-in on, beside the members of the provider's group. */
  readonly firstAdministrator: string | null
  readonly now: () => number
}

/** Members of the provider's group of this name are administrators from their first sign-in on. */
const administratorsGroup = 'administrator'

/** A subject as other providers make them may be anything; ours is an identifier already. */
export const userIdOf = (subject: string): string =>
  /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/.test(subject) ? subject : createHash('sha256').update(subject).digest('hex')

/**
 * The first sign-in of somebody of whom nothing is stored. They are known from now on and may do nothing, unless the
 * configuration names them as an administrator: there is no other way to the first one (and no route).
 */
const welcome = async (ports: PersonPorts, claims: Claims): Promise<UserRecord | null> => {
  const account = claims.login === null ? null : ((await ports.accounts?.find(claims.login)) ?? null)
  // An account that is gone must not come back by a token that outlived it.
  if (ports.accounts !== null && account?.subject !== claims.subject) return null
  // Only the pool's own groups count: another provider's may mean anything.
  const isAdministrator = ports.accounts ? claims.groups.includes(administratorsGroup) : claims.subject === ports.firstAdministrator
  const at = new Date(ports.now()).toISOString()
  const id = userIdOf(claims.subject)
  const record: UserRecord = {
    id,
    subject: claims.subject,
    login: account?.login ?? claims.login ?? claims.email ?? claims.subject,
    name: account?.name ?? claims.name ?? claims.login ?? claims.email ?? claims.subject,
    email: account?.email ?? null,
    profiles: isAdministrator ? ['administrator'] : [],
    groupIds: [],
    entityIds: isAdministrator ? ['root'] : [],
    disabled: false,
    expert: false,
    createdAt: at,
    lastSeenAt: at,
    deletedAt: null,
    version: 1,
  }
  const saved = await ports.users.save(null, record)
  // Two first requests at once: the other one was quicker.
  if (saved === 'saved' || saved === 'changed-meanwhile') return ports.users.get(id)
  throw new Refusal('forbidden', `Another user has the login ${record.login} or its e-mail address: ask an administrator to settle it.`)
}

/**
 * Another provider keeps the accounts: its names are the truth, where its tokens tell them. What cannot be saved (the
 * login is another user's) leaves the person as they were.
 */
const named = async (ports: PersonPorts, user: UserRecord, claims: Claims | null): Promise<UserRecord> => {
  if (ports.accounts !== null || claims === null) return user
  const login = claims.login ?? user.login
  const name = claims.name ?? (user.name === user.login ? login : user.name)
  if ((login === user.login && name === user.name) || user.deletedAt !== null) return user
  const after = { ...user, login, name, version: user.version + 1 }
  return (await ports.users.save(user, after)) === 'saved' ? after : user
}

export const personOf = async (ports: PersonPorts, user: UserRecord): Promise<Known> => {
  const [groups, { entities }] = await Promise.all([ports.userGroups.getMany(user.groupIds), ports.entities.tree()])
  const holder = { disabled: user.disabled, profiles: user.profiles, groups }
  const held = profilesOf(holder)
  const made = await ports.profiles.getMany(held.filter((name) => !isProfile(name)))
  return {
    id: user.id,
    subject: user.subject,
    login: user.login,
    name: user.name,
    profiles: held.map((name) => made.find(({ id }) => id === name)?.name ?? name).filter((name) => name !== ''),
    rights: rightsOfPerson(holder, new Map(made.map(({ id, rights }) => [id, rights]))),
    userGroupIds: groups.map(({ id }) => id),
    entityIds: user.entityIds,
    perimeter: perimeterOf(entities, user.entityIds),
    expert: user.expert,
    barred:
      user.deletedAt !== null
        ? 'This user was deleted.'
        : user.disabled
          ? 'This user is disabled. Ask an administrator to enable it.'
          : null,
  }
}

type Known = Omit<Person, 'via'>
const seenEveryMs = 5 * 60_000

/**
 * People by id, kept for `keepMs`: as long as that a change made through another instance may go unseen. What this
 * instance changes it forgets at once.
 */
export const peopleLoader = (ports: PersonPorts, keepMs: number) => {
  const known = new Map<string, { until: number; loading: Promise<Known> }>()
  /** With the names that a token tells: another provider's may be news. */
  const keyOf = (id: string, claims: Claims | null): string => [id, claims?.login ?? '', claims?.name ?? ''].join('\n')
  const load = async (id: string, claims: Claims | null): Promise<Known> => {
    const stored = (await ports.users.get(id)) ?? (claims ? await welcome(ports, claims) : null)
    if (!stored) throw new Refusal('forbidden', 'Nobody is known by this token.')
    const user = await named(ports, stored, claims)
    const now = ports.now()
    const isNews = user.lastSeenAt === null || now - Date.parse(user.lastSeenAt) > seenEveryMs
    if (isNews && !user.disabled && user.deletedAt === null) await ports.users.setSeen(id, new Date(now).toISOString())
    return personOf(ports, user)
  }
  return {
    /** `claims`: of a token of the provider; null for a personal access token, whose owner must be stored. */
    load: async (id: string, claims: Claims | null): Promise<Known> => {
      const now = ports.now()
      const key = keyOf(id, claims)
      const kept = known.get(key)
      if (kept && kept.until > now) return kept.loading
      const loading = load(id, claims)
      if (known.size > 1000) known.clear()
      known.set(key, { until: now + keepMs, loading })
      // A refusal or a fault is no knowledge to keep.
      loading.catch(() => known.delete(key))
      return loading
    },
    forget: (id?: string): void => {
      for (const key of known.keys()) if (id === undefined || key.startsWith(`${id}\n`)) known.delete(key)
    },
  }
}
export type PeopleLoader = ReturnType<typeof peopleLoader>

/** The one sentence for a thing outside the perimeter. */
export const outside = (what: string, id: string, field = 'path.id'): Refusal =>
  new Refusal('forbidden', `The ${what} ${id} is outside your perimeter.`, [
    { field, value: id, message: `must be a ${what} within your perimeter` },
  ])

export const sees = ({ perimeter }: Pick<Person, 'perimeter'>, entityId: string): boolean => isWithin(perimeter, entityId)
