/** Basic authentication of inventory agents: the user is a site, the password its secret. */
import { timingSafeEqual } from 'node:crypto'
import type { AgentStore } from '../adapters/agents.ts'
import { secretHash } from './sites.ts'

type Ports = { readonly agents: Pick<AgentStore, 'secret'>; readonly now: () => number }

/** The site whose secret it is, or null. */
export const siteOfAgent = async ({ agents, now }: Ports, authorization: string | null): Promise<string | null> => {
  const encoded = /^Basic ([A-Za-z0-9+/=]{4,1000})$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [, user = '', password = ''] = /^([0-9A-Za-z_-]{1,64}):(.{1,200})$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  if (user === '') return null
  const secret = await agents.secret(user)
  if (!secret) return null
  const given = secretHash(password)
  if (isSame(given, secret.hash)) return user
  const previousCounts = secret.previousHash !== null && secret.previousUntil !== null && Date.parse(secret.previousUntil) > now()
  return previousCounts && isSame(given, secret.previousHash ?? '') ? user : null
}

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
