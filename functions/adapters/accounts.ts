/** Where people log in: the accounts of the user pool. What they may do is not its business. */
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  AliasExistsException,
  type AttributeType,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'

export type Account = { readonly subject: string; readonly login: string; readonly name: string | null; readonly email: string | null }
type NewAccount = { readonly login: string; readonly name: string; readonly email: string | null; readonly oneTimePassword: string }

export type AccountStore = {
  /** null: there is no such account. */
  readonly find: (login: string) => Promise<Account | null>
  readonly create: (account: NewAccount) => Promise<{ kind: 'created'; subject: string } | { kind: 'login-taken' | 'email-taken' }>
  readonly edit: (
    login: string,
    change: { name?: string | undefined; email?: string | null | undefined },
  ) => Promise<'edited' | 'email-taken'>
  readonly setDisabled: (login: string, disabled: boolean) => Promise<void>
  /** Ends every session, so that whoever knew the old password is out. */
  readonly setOneTimePassword: (login: string, oneTimePassword: string) => Promise<void>
  /** An account that is gone already is deleted. */
  readonly delete: (login: string) => Promise<void>
}

const attribute = (all: readonly AttributeType[] | undefined, name: string): string | null =>
  all?.find(({ Name }) => Name === name)?.Value || null

/** Nobody types the address in themselves: an administrator vouches for it. */
const emailAttributes = (email: string): AttributeType[] => [
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: 'true' },
]

export const cognitoAccounts = (client: CognitoIdentityProviderClient, UserPoolId: string): AccountStore => {
  const endSessions = (Username: string) => client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }))
  return {
    find: async (login) => {
      try {
        const { Username = login, UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId, Username: login }))
        const subject = attribute(UserAttributes, 'sub')
        if (subject === null) throw new Error(`the account ${Username} has no sub`)
        return { subject, login: Username, name: attribute(UserAttributes, 'name'), email: attribute(UserAttributes, 'email') }
      } catch (error) {
        if (error instanceof UserNotFoundException) return null
        throw error
      }
    },
    create: async ({ login, name, email, oneTimePassword }) => {
      try {
        const { User } = await client.send(
          new AdminCreateUserCommand({
            UserPoolId,
            Username: login,
            TemporaryPassword: oneTimePassword,
            // The administrator hands it over: no e-mail carries it.
            MessageAction: 'SUPPRESS',
            UserAttributes: [{ Name: 'name', Value: name }, ...(email === null ? [] : emailAttributes(email))],
          }),
        )
        const subject = attribute(User?.Attributes, 'sub')
        if (subject === null) throw new Error(`the new account ${login} has no sub`)
        return { kind: 'created', subject }
      } catch (error) {
        if (error instanceof UsernameExistsException) return { kind: 'login-taken' }
        if (error instanceof AliasExistsException) return { kind: 'email-taken' }
        throw error
      }
    },
    edit: async (login, { name, email }) => {
      const attributes = [
        ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
        // An empty value takes the attribute away.
        ...(email === undefined ? [] : email === null ? [{ Name: 'email', Value: '' }] : emailAttributes(email)),
      ]
      if (attributes.length === 0) return 'edited'
      try {
        await client.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: login, UserAttributes: attributes }))
        return 'edited'
      } catch (error) {
        if (error instanceof AliasExistsException) return 'email-taken'
        throw error
      }
    },
    setDisabled: async (login, disabled) => {
      if (!disabled) {
        await client.send(new AdminEnableUserCommand({ UserPoolId, Username: login }))
        return
      }
      await client.send(new AdminDisableUserCommand({ UserPoolId, Username: login }))
      await endSessions(login)
    },
    setOneTimePassword: async (login, oneTimePassword) => {
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: login, Password: oneTimePassword, Permanent: false }))
      await endSessions(login)
    },
    delete: async (login) => {
      try {
        await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: login }))
      } catch (error) {
        if (!(error instanceof UserNotFoundException)) throw error
      }
    },
  }
}
