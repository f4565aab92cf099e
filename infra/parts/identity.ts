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

/** Who may log in. Profiles are the pool's groups; rights are the product's own (shared/domain/rights.ts). */
export class Identity extends Construct {
  readonly userPool: UserPool
  readonly issuer: string
  /** Where the login pages are, without a trailing slash. */
  readonly loginUrl: string
  private readonly domain: UserPoolDomain

  constructor(scope: Construct, id: string, { administratorEmail }: { readonly administratorEmail: string | undefined }) {
    super(scope, id)
    this.userPool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
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
    this.issuer = this.userPool.userPoolProviderUrl
    this.domain = this.userPool.addDomain('Login', { cognitoDomain: { domainPrefix: `pulse-${stackUniqueId(this)}` } })
    this.loginUrl = this.domain.baseUrl()
    const group = this.userPool.addGroup('Administrators', { groupName: administrators, description: 'May do everything' })

    if (administratorEmail) {
      const user = new CfnUserPoolUser(this, 'Administrator', {
        userPoolId: this.userPool.userPoolId,
        username: administratorEmail,
        desiredDeliveryMediums: ['EMAIL'],
        userAttributes: [
          { name: 'email', value: administratorEmail },
          { name: 'email_verified', value: 'true' },
        ],
      })
      const membership = new CfnUserPoolUserToGroupAttachment(this, 'AdministratorMembership', {
        userPoolId: this.userPool.userPoolId,
        groupName: administrators,
        username: administratorEmail,
      })
      membership.node.addDependency(user, group)
    }
  }

  /** The console's client: authorization code with PKCE, no secret. */
  addConsoleClient(consoleOrigin: string): UserPoolClient {
    return new UserPoolClient(this, 'Console', {
      userPool: this.userPool,
      generateSecret: false,
      authFlows: {},
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A working day: whoever comes back tomorrow logs in again.
      refreshTokenValidity: Duration.hours(12),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: consoleLocales.map((locale) => `${consoleOrigin}/${locale}/callback/`),
        logoutUrls: consoleLocales.map((locale) => `${consoleOrigin}/${locale}/`),
      },
    })
  }

  get logoutUrl(): string {
    return `${this.loginUrl}/logout`
  }
}
