/** The public keys of another OpenID Connect issuer, found as API Gateway finds them: by its metadata, kept for a while. */
import type { JSONWebKeySet } from 'jose'
import * as z from 'zod'

const keepMs = 5 * 60_000
const limitMs = 5000
const Metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.url() })
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

const fetchJson = async (address: string): Promise<unknown> => {
  const response = await fetch(address, { signal: AbortSignal.timeout(limitMs) })
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return response.json()
}

const find = async (issuer: string): Promise<JSONWebKeySet> => {
  const metadata = Metadata.parse(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
  if (metadata.issuer !== issuer) throw new Error(`${issuer} calls itself ${metadata.issuer}`)
  return Keys.parse(await fetchJson(metadata.jwks_uri))
}

/** Throws when the issuer does not answer: nobody is let in by keys that were not found. */
export const issuerKeys = (now: () => number): ((issuer: string) => Promise<JSONWebKeySet>) => {
  const known = new Map<string, { until: number; keys: Promise<JSONWebKeySet> }>()
  return (issuer) => {
    const kept = known.get(issuer)
    if (kept && kept.until > now()) return kept.keys
    const keys = find(issuer)
    known.set(issuer, { until: now() + keepMs, keys })
    keys.catch(() => known.delete(issuer))
    return keys
  }
}
