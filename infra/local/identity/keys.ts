/** The secrets of one installation: made at the first start, then always the same, so that a restart logs nobody out. */
import { generateKeyPair, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, type JWK } from 'jose'
import * as z from 'zod'

const SigningKey = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() })
export type SigningKey = JWK & { kty: 'RSA'; kid: string }

const readSecret = (database: DatabaseSync, name: string): string | undefined => {
  const value = database.prepare('SELECT value FROM secrets WHERE name = ?').get(name)?.['value']
  return typeof value === 'string' ? value : undefined
}

/** Whoever comes first decides; everyone then reads the same. */
const readOrMake = async (database: DatabaseSync, name: string, make: () => Promise<string>): Promise<string> => {
  const known = readSecret(database, name)
  if (known !== undefined) return known
  database.prepare('INSERT OR IGNORE INTO secrets (name, value) VALUES (?, ?)').run(name, await make())
  const kept = readSecret(database, name)
  if (kept === undefined) throw new Error(`the secret ${name} was written and is not there`)
  return kept
}

const makeSigningKey = async (): Promise<string> => {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' })
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n: String(jwk.n), e: String(jwk.e) })
  return JSON.stringify({ ...jwk, kid, alg: 'RS256', use: 'sig' })
}

const parseSigningKey = (text: string): SigningKey => ({ ...SigningKey.parse(JSON.parse(text)) })

/** The private RSA key that signs tokens; made when there is none. */
export const signingKeyOf = async (database: DatabaseSync): Promise<SigningKey> =>
  parseSigningKey(await readOrMake(database, 'signing-key', makeSigningKey))

/** The private RSA key, or undefined when the provider has never run on this file. */
export const existingSigningKey = (database: DatabaseSync): SigningKey | undefined => {
  const text = readSecret(database, 'signing-key')
  return text === undefined ? undefined : parseSigningKey(text)
}

/** What signs the cookies. */
export const cookieKeyOf = (database: DatabaseSync): Promise<string> =>
  readOrMake(database, 'cookie-key', async () => randomBytes(32).toString('base64url'))

/** The half of a key that anyone may have. */
export const publicHalf = ({ kty, kid, n, e }: SigningKey): JWK => ({
  kty,
  kid,
  alg: 'RS256',
  use: 'sig',
  ...(n === undefined ? {} : { n }),
  ...(e === undefined ? {} : { e }),
})
