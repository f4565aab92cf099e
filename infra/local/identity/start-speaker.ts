/**
 * With another provider nobody here can log in for the start, which makes the local site, its edge launcher and the demo
 * through the public API. It speaks for the first administrator, by a key that lives and ends with this process.
 */
import { randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import type { OtherProvider } from '../../parts/identity.ts'

export type StartSpeaker = {
  readonly keys: JSONWebKeySet
  readonly token: (lifetimeSeconds: number) => Promise<string>
}

export const startSpeaker = async ({ issuer, clientId, firstAdministrator }: OtherProvider): Promise<StartSpeaker> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const key = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(key)
  return {
    keys: { keys: [{ ...key, kid, alg: 'RS256', use: 'sig' }] },
    token: (lifetimeSeconds) =>
      new SignJWT({ client_id: clientId })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
        .setIssuer(issuer)
        .setSubject(firstAdministrator)
        .setAudience(clientId)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeSeconds)
        .sign(privateKey),
  }
}
