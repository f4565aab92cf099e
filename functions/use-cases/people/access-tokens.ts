import { type AccessToken, type CreateAccessToken, type NewAccessToken, tokenPrefix } from '#shared/contracts/tokens.ts'
import type { AccessTokenStore } from '../../adapters/access-tokens.ts'
import type { AccessTokenRecord } from '../../adapters/people-records.ts'
import { notFound, Refusal } from '../refusal.ts'
import { newSecret, secretHash } from '../sites.ts'
import { tooMuch } from './own-limits.ts'
import type { PeopleLoader, Person } from './person.ts'

export type AccessTokenPorts = { readonly accessTokens: AccessTokenStore; readonly newId: () => string; readonly now: () => number }

/** Tokens in the hands of one person. */
const maxTokens = 50

const show = ({ id, name, rights, createdAt, until, lastUsedAt }: AccessTokenRecord): AccessToken => ({
  id,
  name,
  rights,
  createdAt,
  expiresAt: until,
  lastUsedAt,
})

const ofPerson = async ({ accessTokens, now }: AccessTokenPorts, by: Person): Promise<AccessTokenRecord[]> =>
  (await accessTokens.ofUser(by.id)).filter(({ until }) => Date.parse(until) > now())

/** A script that could make tokens would outlive its own. */
const inPerson = (by: Person): void => {
  if (by.via.kind === 'token')
    throw new Refusal('forbidden', 'A personal access token cannot make or revoke tokens: log in to the console.')
}

export const listAccessTokens = async (ports: AccessTokenPorts, by: Person): Promise<{ items: AccessToken[] }> => ({
  items: (await ofPerson(ports, by)).map(show),
})

export const createAccessToken = async (ports: AccessTokenPorts, by: Person, details: CreateAccessToken): Promise<NewAccessToken> => {
  inPerson(by)
  const beyond = details.rights.filter((right) => !by.rights.has(right))
  if (beyond.length > 0) throw tooMuch('/rights', beyond, beyond)
  if ((await ofPerson(ports, by)).length >= maxTokens)
    throw new Refusal('conflict', `You have ${maxTokens} tokens already: revoke those that nothing uses.`)
  const token = `${tokenPrefix}${newSecret()}`
  const at = ports.now()
  const record: AccessTokenRecord = {
    id: ports.newId(),
    hash: secretHash(token),
    userId: by.id,
    name: details.name,
    rights: [...new Set(details.rights)],
    createdAt: new Date(at).toISOString(),
    until: new Date(at + details.days * 86_400_000).toISOString(),
    lastUsedAt: null,
  }
  await ports.accessTokens.create(record)
  return { token, details: show(record) }
}

export const revokeAccessToken = async (ports: AccessTokenPorts, by: Person, id: string): Promise<{ name: string }> => {
  inPerson(by)
  const token = (await ofPerson(ports, by)).find((one) => one.id === id)
  if (!token) throw notFound('personal access token', id)
  await ports.accessTokens.delete(token.hash)
  return { name: token.name }
}

const usedEveryMs = 60_000

/** Who a personal access token speaks for, with no more rights than it was given. Asked of the store each time: a revoked one is dead at once. */
export const personOfToken = async (
  { accessTokens, now }: Pick<AccessTokenPorts, 'accessTokens' | 'now'>,
  people: PeopleLoader,
  token: string,
): Promise<Person> => {
  const record = token.startsWith(tokenPrefix) ? await accessTokens.byHash(secretHash(token)) : null
  if (!record || Date.parse(record.until) <= now())
    throw new Refusal('unauthenticated', 'The personal access token is unknown, revoked or expired.')
  const person = await people.load(record.userId, null)
  if (record.lastUsedAt === null || now() - Date.parse(record.lastUsedAt) > usedEveryMs)
    await accessTokens.setUsed(record.hash, new Date(now()).toISOString())
  return {
    ...person,
    rights: new Set(record.rights.filter((right) => person.rights.has(right))),
    via: { kind: 'token', name: record.name },
  }
}
