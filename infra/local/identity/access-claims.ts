/** What an access token says, in Cognito's words. */
import type { Account } from './accounts.ts'

/** What the console may ask for. */
export const scopes = ['openid', 'profile', 'email'] as const

/** Seconds. */
export const accessTokenSeconds = 15 * 60

/** The claims beyond those of every JWT; the profiles of the person travel as Cognito's groups. */
export const accessClaims = ({ login, groups }: Account) => ({
  token_use: 'access',
  username: login,
  'cognito:groups': [...groups],
})
