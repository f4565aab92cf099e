/** Login and password in, a person or a reason out. */
import type { Account, Accounts } from './accounts.ts'
import type { Attempts } from './attempts.ts'

export type Refusal =
  | { readonly kind: 'incomplete' }
  /** Unknown login or wrong password: nobody is told which. */
  | { readonly kind: 'wrong' }
  /** Told only to whoever knows the password. */
  | { readonly kind: 'disabled' }
  | { readonly kind: 'blocked'; readonly seconds: number }

export type SignedIn = { readonly kind: 'welcome'; readonly account: Account }

/** The longest login and password that are looked at, in characters. */
const longestLogin = 200
const longestPassword = 1000

export const signIn = async (
  { accounts, attempts }: { accounts: Accounts; attempts: Attempts },
  login: string,
  password: string,
): Promise<SignedIn | Refusal> => {
  if (login.trim() === '' || password === '') return { kind: 'incomplete' }
  if (login.length > longestLogin || password.length > longestPassword) return { kind: 'wrong' }
  const attempt = attempts.begin(login)
  if (attempt.kind === 'blocked') return attempt
  const account = await accounts.verify(login, password)
  if (!account) return { kind: 'wrong' }
  attempts.succeeded(login)
  return account.disabled ? { kind: 'disabled' } : { kind: 'welcome', account }
}
