/** A valid access token for each call: renewed with the refresh token shortly before it ends, once for all who ask. */
import type { User } from 'oidc-client-ts'

export type TokenPorts = {
  readonly load: () => Promise<User | null>
  /** A new token by the refresh token; rejects when the provider gives none. */
  readonly renew: () => Promise<User | null>
  readonly onEnded: () => void
}

/** Renew when fewer seconds than these are left. */
const marginSeconds = 60

export const makeAccessToken = ({ load, renew, onEnded }: TokenPorts): (() => Promise<string | null>) => {
  let renewing: Promise<User | null> | null = null
  const renewOnce = (): Promise<User | null> => {
    renewing ??= renew()
      .catch(() => null)
      .finally(() => {
        renewing = null
      })
    return renewing
  }
  return async () => {
    const user = await load()
    const left = user?.expires_in ?? 0
    if (user && left > marginSeconds) return user.access_token
    const renewed = user?.refresh_token ? await renewOnce() : null
    if (renewed) return renewed.access_token
    // Renewal may fail for a moment only: what is left of the old token still serves.
    if (user && left > 0) return user.access_token
    onEnded()
    return null
  }
}
