/** Who people are: Cognito, code flow with PKCE. */
import { Duration, Stack } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolGroup,
  CfnUserPoolUser,
  CfnUserPoolUserToGroupAttachment,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { profiles } from '#shared/domain/rights.ts'

export type IdentityProps = {
  /** Where the console is, `https://…` without a trailing slash. */
  readonly consoleUrl: string
  /** E-mail of the first administrator, who gets an invitation. */
  readonly administratorEmail?: string | undefined
}

export class Identity extends Construct {
  readonly userPool: UserPool
  readonly client: UserPoolClient
  readonly domain: UserPoolDomain

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id)
    this.userPool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true, username: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
    })
    const locales = ['en', 'fr']
    this.client = this.userPool.addClient('Console', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: locales.map((locale) => `${props.consoleUrl}/${locale}/callback/`),
        logoutUrls: locales.map((locale) => `${props.consoleUrl}/${locale}/`),
      },
    })
    this.domain = this.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: `pulse-${Stack.of(this).account}` } })
    const groups = Object.keys(profiles).map(
      (name) => new CfnUserPoolGroup(this, `Profile-${name}`, { userPoolId: this.userPool.userPoolId, groupName: name }),
    )
    if (props.administratorEmail) {
      const first = new CfnUserPoolUser(this, 'FirstAdministrator', {
        userPoolId: this.userPool.userPoolId,
        username: props.administratorEmail,
        desiredDeliveryMediums: ['EMAIL'],
        userAttributes: [
          { name: 'email', value: props.administratorEmail },
          { name: 'email_verified', value: 'true' },
        ],
      })
      const membership = new CfnUserPoolUserToGroupAttachment(this, 'FirstAdministratorProfile', {
        userPoolId: this.userPool.userPoolId,
        groupName: 'administrator',
        username: first.ref,
      })
      for (const group of groups) membership.addDependency(group)
    }
  }
}
