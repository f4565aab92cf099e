/** What a password must be, as the template's user pool says. */
export type PasswordPolicy = {
  readonly minLength: number
  readonly lowercase: boolean
  readonly uppercase: boolean
  readonly digits: boolean
  readonly symbols: boolean
  /** Days for which a one-time password may be used. */
  readonly oneTimeDays: number
}

export const defaultPolicy: PasswordPolicy = {
  minLength: 8,
  lowercase: false,
  uppercase: false,
  digits: false,
  symbols: false,
  oneTimeDays: 7,
}

export type PasswordFault = 'too-short' | 'no-lowercase' | 'no-uppercase' | 'no-digit' | 'no-symbol'

/** All that is missing. Letters of any script count, as do all that are neither letter nor digit as symbols. */
export const faultsOf = (policy: PasswordPolicy, password: string): readonly PasswordFault[] => [
  ...(password.length < policy.minLength ? (['too-short'] as const) : []),
  ...(policy.lowercase && !/\p{Ll}/u.test(password) ? (['no-lowercase'] as const) : []),
  ...(policy.uppercase && !/\p{Lu}/u.test(password) ? (['no-uppercase'] as const) : []),
  ...(policy.digits && !/\p{Nd}/u.test(password) ? (['no-digit'] as const) : []),
  ...(policy.symbols && !/[^\p{L}\p{N}]/u.test(password) ? (['no-symbol'] as const) : []),
]
