/** The people who may log in. A port: whoever keeps the accounts elsewhere implements the same. */

/** The group whose members may do everything; see shared/domain/rights.ts. */
export const administrators = 'administrator'

export type Account = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly email: string | null
  /** The password is a one-time one: it opens nothing but the page where another is chosen. */
  readonly mustChangePassword: boolean
  /** Names of profiles: `administrator`, `reader`, … */
  readonly groups: readonly string[]
  readonly disabled: boolean
}

type NewAccount = Pick<Account, 'login' | 'name' | 'groups'> & {
  readonly password: string
  readonly email?: string | null
  /** The password may be used once, for so many milliseconds. */
  readonly oneTimeMs?: number
}

export type Accounts = {
  readonly isEmpty: () => Promise<boolean>
  readonly find: (id: string) => Promise<Account | undefined>
  /** The account of this login or e-mail address, in any case, when the password is right; disabled ones too. Takes as long when there is none. */
  readonly verify: (login: string, password: string) => Promise<Account | undefined>
  readonly create: (account: NewAccount) => Promise<{ kind: 'created'; account: Account } | { kind: 'login-taken' | 'email-taken' }>
  readonly findByLogin: (login: string) => Promise<Account | undefined>
  readonly edit: (id: string, change: { name?: string; email?: string | null }) => Promise<'edited' | 'email-taken'>
  /** `oneTimeMs`: as of a new account; null: chosen by the person. */
  readonly setPassword: (id: string, password: string, oneTimeMs: number | null) => Promise<void>
  /** Ends every session, grant and refresh token of the account. */
  readonly endSessions: (id: string) => Promise<void>
  readonly delete: (id: string) => Promise<void>
  /** False when there is no such account. */
  readonly setDisabled: (id: string, disabled: boolean) => Promise<boolean>
  /** The administrator who has been here longest and is not disabled. */
  readonly firstAdministrator: () => Promise<Account | undefined>
}

/** Logins that differ only in case, or in how their letters are composed, are the same login. */
export const loginKey = (login: string): string => login.trim().normalize('NFKC').toLowerCase()
