/** What the user pool answers to each action that the product asks, with Cognito's own errors. */
import * as z from 'zod'
import type { Account, Accounts } from '../identity/accounts.ts'
import { faultsOf, type PasswordPolicy } from '../identity/password-policy.ts'

/** The errors that the product may meet, and no others. */
export type CognitoErrorType =
  | 'UsernameExistsException'
  | 'AliasExistsException'
  | 'UserNotFoundException'
  | 'InvalidPasswordException'
  | 'InvalidParameterException'
  | 'ResourceNotFoundException'
  | 'InvalidSignatureException'
  | 'UnknownOperationException'

export class CognitoError extends Error {
  readonly type: CognitoErrorType
  constructor(type: CognitoErrorType, message: string) {
    super(message)
    this.type = type
  }
}

const Attributes = z.array(z.object({ Name: z.string(), Value: z.string().default('') })).default([])
const OfUser = z.looseObject({ UserPoolId: z.string(), Username: z.string().min(1).max(128) })
const Create = OfUser.extend({ TemporaryPassword: z.string(), MessageAction: z.literal('SUPPRESS'), UserAttributes: Attributes })
const SetPassword = OfUser.extend({ Password: z.string(), Permanent: z.boolean().default(false) })
const Update = OfUser.extend({ UserAttributes: Attributes })

const dayMs = 86_400_000

/** Absent: not named; null: named and empty. */
const named = (attributes: z.output<typeof Attributes>, name: string): string | null | undefined => {
  const found = attributes.find(({ Name }) => Name === name)
  return found === undefined ? undefined : found.Value || null
}

const shown = (account: Account) => ({
  Username: account.login,
  Enabled: !account.disabled,
  UserStatus: account.mustChangePassword ? 'FORCE_CHANGE_PASSWORD' : 'CONFIRMED',
})
const attributesOf = ({ id, name, email }: Account) => [
  { Name: 'sub', Value: id },
  { Name: 'name', Value: name },
  ...(email === null
    ? []
    : [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ]),
]

export const actionsOver = (
  accounts: Accounts,
  { poolId, policy }: { readonly poolId: string; readonly policy: PasswordPolicy },
): Readonly<Record<string, (input: unknown) => Promise<unknown>>> => {
  const inPool = <T extends { UserPoolId: string }>(input: T): T => {
    if (input.UserPoolId !== poolId) throw new CognitoError('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`)
    return input
  }
  const found = async ({ Username }: { Username: string }): Promise<Account> => {
    const account = await accounts.findByLogin(Username)
    if (!account) throw new CognitoError('UserNotFoundException', 'User does not exist.')
    return account
  }
  const accepted = (password: string): void => {
    const faults = faultsOf(policy, password)
    if (faults.length > 0)
      throw new CognitoError('InvalidPasswordException', `Password did not conform with password policy: ${faults.join(', ')}`)
  }
  const aliasTaken = () => new CognitoError('AliasExistsException', 'An account with the given email already exists.')

  return {
    AdminCreateUser: async (input) => {
      const { Username, TemporaryPassword, UserAttributes } = inPool(Create.parse(input))
      // As a pool whose alias is the e-mail address: else a login could be somebody else's address.
      if (Username.includes('@'))
        throw new CognitoError(
          'InvalidParameterException',
          'Username cannot be of email format, since user pool is configured for email alias.',
        )
      accepted(TemporaryPassword)
      const email = named(UserAttributes, 'email') ?? null
      const made = await accounts.create({
        login: Username,
        name: named(UserAttributes, 'name') ?? Username,
        email,
        groups: [],
        password: TemporaryPassword,
        oneTimeMs: policy.oneTimeDays * dayMs,
      })
      if (made.kind === 'login-taken') throw new CognitoError('UsernameExistsException', 'User account already exists')
      if (made.kind !== 'created') throw aliasTaken()
      return { User: { ...shown(made.account), Attributes: attributesOf(made.account) } }
    },
    AdminGetUser: async (input) => {
      const account = await found(inPool(OfUser.parse(input)))
      return { ...shown(account), UserAttributes: attributesOf(account) }
    },
    AdminUpdateUserAttributes: async (input) => {
      const { UserAttributes, ...which } = inPool(Update.parse(input))
      const { id } = await found(which)
      const [name, email] = [named(UserAttributes, 'name'), named(UserAttributes, 'email')]
      const change = { ...(typeof name === 'string' ? { name } : {}), ...(email === undefined ? {} : { email }) }
      if ((await accounts.edit(id, change)) === 'email-taken') throw aliasTaken()
      return {}
    },
    AdminDisableUser: async (input) => {
      await accounts.setDisabled((await found(inPool(OfUser.parse(input)))).id, true)
      return {}
    },
    AdminEnableUser: async (input) => {
      await accounts.setDisabled((await found(inPool(OfUser.parse(input)))).id, false)
      return {}
    },
    AdminDeleteUser: async (input) => {
      const { id } = await found(inPool(OfUser.parse(input)))
      await accounts.endSessions(id)
      await accounts.delete(id)
      return {}
    },
    AdminSetUserPassword: async (input) => {
      const { Password, Permanent, ...which } = inPool(SetPassword.parse(input))
      accepted(Password)
      await accounts.setPassword((await found(which)).id, Password, Permanent ? null : policy.oneTimeDays * dayMs)
      return {}
    },
    AdminUserGlobalSignOut: async (input) => {
      await accounts.endSessions((await found(inPool(OfUser.parse(input)))).id)
      return {}
    },
  }
}
