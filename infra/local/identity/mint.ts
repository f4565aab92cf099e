/** An access token for the local administrator without logging in: for whoever may read the database file. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { importJWK, SignJWT } from 'jose'
import { accessClaims, scopes } from './access-claims.ts'
import { openIdentityDatabase } from './database.ts'
import { existingSigningKey } from './keys.ts'
import { sqliteAccounts } from './sqlite-accounts.ts'

/**
 * Signs an access token with the claims of one that was got by logging in. `lifetimeSeconds` from now.
 * Throws, saying why, when the provider has never run on this file or there is no administrator to speak for.
 */
export const mintAccessToken = async (options: {
  file: string
  issuer: string
  clientId: string
  lifetimeSeconds: number
}): Promise<string> => {
  if (!existsSync(options.file)) throw new Error(`there is no identity database at ${options.file}: start Pulse there first`)
  const database = openIdentityDatabase(options.file)
  try {
    const key = existingSigningKey(database)
    if (!key) throw new Error(`${options.file} holds no signing key: start Pulse there first`)
    const administrator = await sqliteAccounts(database).firstAdministrator()
    if (!administrator) throw new Error(`${options.file} holds no administrator's account that is not disabled`)
    return await new SignJWT({ client_id: options.clientId, scope: scopes.join(' '), ...accessClaims(administrator) })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: key.kid })
      .setIssuer(options.issuer)
      .setSubject(administrator.id)
      // As the provider does; see configuration.ts.
      .setAudience(options.clientId)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + options.lifetimeSeconds)
      .sign(await importJWK(key, 'RS256'))
  } finally {
    database.close()
  }
}
