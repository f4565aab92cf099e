import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolUser,
  CfnUserPoolUserToGroupAttachment,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { consoleLocales } from './console-pages.ts'
import { stackUniqueId } from './storage.ts'

const administrators = 'administrator'

/** The organisation's own OpenID Connect provider, with a client for the console that was made there. */
export type OtherProvider = {
  readonly issuer: string
  readonly clientId: string
  /** `sub` of who is an administrator from their first sign-in on. */
  readonly firstAdministrator: string
}

export type IdentityProps = { readonly administratorEmail: string | undefined; readonly otherProvider: OtherProvider | undefined }

/**
 * Who may log in: a user pool of Cognito, or the organisation's own provider, which needs no pool. What people may do
 * is the product's own (shared/domain/rights.ts); the pool's one group names the first administrators.
 */
export class Identity extends Construct {
  /** Absent: people log in with the organisation's own provider. */
  readonly userPool: UserPool | undefined
  readonly issuer: string
  /** Where the login pages are, without a trailing slash. */
  readonly loginUrl: string
  /** Cognito's own way to end a session; others name theirs in their metadata. */
  readonly logoutUrl: string | undefined
  /** What the API has to know of it. */
  readonly environment: Readonly<Record<string, string>>
  private readonly otherProvider: OtherProvider | undefined

  constructor(scope: Construct, id: string, { administratorEmail, otherProvider }: IdentityProps) {
    super(scope, id)
    this.otherProvider = otherProvider
    if (otherProvider) {
      this.issuer = otherProvider.issuer
      this.loginUrl = new URL(otherProvider.issuer).origin
      this.environment = { FIRST_ADMINISTRATOR: otherProvider.firstAdministrator }
      return
    }
    const userPool = this.makePool()
    this.userPool = userPool
    this.issuer = userPool.userPoolProviderUrl
    this.environment = { USER_POOL_ID: userPool.userPoolId }
    const domain: UserPoolDomain = userPool.addDomain('Login', { cognitoDomain: { domainPrefix: `pulse-${stackUniqueId(this)}` } })
    this.loginUrl = domain.baseUrl()
    this.logoutUrl = `${this.loginUrl}/logout`
    this.addAdministrator(userPool, administratorEmail)
  }

  private makePool(): UserPool {
    return new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      // The login is the person's own; the e-mail address opens the same account.
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // Whoever controls this console controls the fleet: a password alone never opens it.
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  /** The first administrator comes with the stack: the API has no way to make one. */
  private addAdministrator(userPool: UserPool, email: string | undefined): void {
    const { userPoolId } = userPool
    const group = userPool.addGroup('Administrators', {
      groupName: administrators,
      description: 'Administrators from their first login on',
    })
    if (!email) return
    const username = 'admin'
    const user = new CfnUserPoolUser(this, 'Administrator', {
      userPoolId,
      username,
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: email },
        { name: 'email_verified', value: 'true' },
      ],
    })
    const membership = new CfnUserPoolUserToGroupAttachment(this, 'AdministratorMembership', {
      userPoolId,
      groupName: administrators,
      username,
    })
    membership.node.addDependency(user, group)
  }

  /** The console's client: authorization code with PKCE, no secret. Gives its id. */
  addConsoleClient(consoleOrigins: readonly string[]): string {
    if (this.otherProvider) return this.otherProvider.clientId
    if (!this.userPool) throw new Error('there is neither a user pool nor another provider')
    return new UserPoolClient(this, 'Console', {
      userPool: this.userPool,
      generateSecret: false,
      // Rotation forbids Cognito's own refresh flow, which is on where no flow is named. Of those that there are, this one never sends a password.
      authFlows: { userSrp: true },
      // A refresh token is good once; for ten seconds again, for an answer that was lost on its way.
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day: whoever comes back tomorrow logs in again.
      refreshTokenValidity: Duration.hours(12),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: consoleOrigins.flatMap((origin) => consoleLocales.map((locale) => `${origin}/${locale}/callback/`)),
        logoutUrls: consoleOrigins.flatMap((origin) => consoleLocales.map((locale) => `${origin}/${locale}/`)),
      },
    }).userPoolClientId
  }
}
