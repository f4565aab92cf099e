/** Who logged in with a one-time password chooses another one before anything opens. */
import type { Accounts } from './accounts.ts'
import { faultsOf, type PasswordFault, type PasswordPolicy } from './password-policy.ts'

export type PasswordRefusal =
  | { readonly kind: 'differs' }
  | { readonly kind: 'same' }
  | { readonly kind: 'weak'; readonly faults: readonly PasswordFault[] }

/** How long the page may stay open, milliseconds. */
const pageMs = 15 * 60_000
const mostPages = 10_000

/**
 * Which logins wait for a new password: known to this process alone, so that the one-time password travels once. After
 * a restart the person logs in with it again.
 */
export const newPasswords = (accounts: Accounts, policy: PasswordPolicy, now: () => number = Date.now) => {
  const waiting = new Map<string, { readonly accountId: string; readonly login: string; readonly until: number }>()
  return {
    policy,
    expect: (uid: string, account: { readonly id: string; readonly login: string }): void => {
      if (waiting.size >= mostPages) waiting.clear()
      waiting.set(uid, { accountId: account.id, login: account.login, until: now() + pageMs })
    },
    isExpected: (uid: string): boolean => (waiting.get(uid)?.until ?? 0) > now(),
    /** Gives the account that is now logged in, or why not; null: nobody waits here (any more). */
    choose: async (uid: string, password: string, repeated: string): Promise<{ readonly accountId: string } | PasswordRefusal | null> => {
      const one = waiting.get(uid)
      if (!one || one.until <= now()) return null
      // Meanwhile it may have been chosen elsewhere, or the account deleted.
      const account = await accounts.find(one.accountId)
      if (!account?.mustChangePassword || account.disabled) return null
      if (password !== repeated) return { kind: 'differs' }
      const faults = faultsOf(policy, password)
      if (faults.length > 0) return { kind: 'weak', faults }
      if (await accounts.verify(one.login, password)) return { kind: 'same' }
      waiting.delete(uid)
      await accounts.setPassword(one.accountId, password, null)
      return { accountId: one.accountId }
    },
  }
}
export type NewPasswords = ReturnType<typeof newPasswords>
