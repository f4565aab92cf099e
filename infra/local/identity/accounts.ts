/** The people who may log in. A port: whoever keeps the accounts elsewhere implements the same. */

/** The group whose members may do everything; see shared/domain/rights.ts. */
export const administrators = 'administrator'

export type Account = {
  readonly id: string
  readonly login: string
  readonly name: string
  /** Names of profiles: `administrator`, `reader`, … */
  readonly groups: readonly string[]
  readonly disabled: boolean
}

type NewAccount = Pick<Account, 'login' | 'name' | 'groups'> & { readonly password: string }

export type Accounts = {
  readonly isEmpty: () => Promise<boolean>
  readonly find: (id: string) => Promise<Account | undefined>
  /** The account of this login, in any case, when the password is right; disabled ones too. Takes as long when there is none. */
  readonly verify: (login: string, password: string) => Promise<Account | undefined>
  readonly create: (account: NewAccount) => Promise<{ kind: 'created'; account: Account } | { kind: 'login-taken' }>
  /** False when there is no such account. */
  readonly setDisabled: (id: string, disabled: boolean) => Promise<boolean>
  /** The administrator who has been here longest and is not disabled. */
  readonly firstAdministrator: () => Promise<Account | undefined>
}

/** Logins that differ only in case, or in how their letters are composed, are the same login. */
export const loginKey = (login: string): string => login.trim().normalize('NFKC').toLowerCase()
