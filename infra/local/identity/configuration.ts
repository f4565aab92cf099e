/** How oidc-provider is set up so that it looks to the console and the API as Cognito does. */
import { createHash } from 'node:crypto'
import { type Adapter, type ClientMetadata, type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { accessClaims, accessTokenSeconds, scopes } from './access-claims.ts'
import type { Account, Accounts } from './accounts.ts'
import type { SigningKey } from './keys.ts'
import type { Pages } from './pages.ts'

export type Client = {
  readonly clientId: string
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
}

/** The audience of every access token; there is one API. */
const resource = 'urn:pulse:api'
/** A person logs in again after this long, whatever they did in between. */
const sessionSeconds = 12 * 60 * 60
const interactionSeconds = 60 * 60

const now = (): number => Math.floor(Date.now() / 1000)

/** A rotated refresh token ends when its forerunner would have. */
const refreshTokenSeconds = ({ oidc }: KoaContextWithOIDC): number => oidc.entities.RotatedRefreshToken?.remainingTTL ?? sessionSeconds

const sessionSecondsLeft = (_: KoaContextWithOIDC, { loginTs }: { loginTs?: number | undefined }): number =>
  loginTs === undefined ? interactionSeconds : Math.max(1, loginTs + sessionSeconds - now())

const clientMetadata = ({ clientId, redirectUris, postLogoutRedirectUris }: Client): ClientMetadata => ({
  client_id: clientId,
  client_name: 'Pulse Cloud',
  application_type: 'web',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [...redirectUris],
  post_logout_redirect_uris: [...postLogoutRedirectUris],
})

/** Our own console asks nobody's consent: everything that it may ask for is granted. */
const grantAll = async ({ oidc }: KoaContextWithOIDC) => {
  const { account, client, provider, session } = oidc
  if (!account || !client) return undefined
  const known = session?.grantIdFor(client.clientId)
  const existing = known === undefined ? undefined : await provider.Grant.find(known)
  if (existing && existing.accountId === account.accountId) return existing
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
  grant.addOIDCScope(scopes.join(' '))
  grant.addResourceScope(resource, scopes.join(' '))
  await grant.save()
  return grant
}

/** Only the login prompt; and it also comes when the session's account was disabled or deleted. */
const loginOnly = () => {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        'account_gone',
        'the account of this session may no longer log in',
        ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
      ),
    )
  return policy
}

const asOidcAccount = (account: Account) => ({
  accountId: account.id,
  claims: () => ({
    sub: account.id,
    name: account.name,
    preferred_username: account.login,
    'cognito:username': account.login,
    'cognito:groups': [...account.groups],
  }),
})

export const providerConfiguration = (options: {
  issuer: string
  clients: readonly Client[]
  accounts: Accounts
  adapter: (model: string) => Adapter
  signingKey: SigningKey
  cookieKey: string
  pages: Pages
}): Configuration => {
  const { issuer, accounts, pages } = options
  const mount = new URL(issuer).pathname
  // Cookies do not know ports: two installations on one host must not overwrite each other's.
  const tag = createHash('sha256').update(options.cookieKey).digest('hex').slice(0, 8)
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const
  const mayLogIn = async (id: string) => {
    const account = await accounts.find(id)
    return account && !account.disabled ? account : undefined
  }

  return {
    adapter: options.adapter,
    clients: options.clients.map(clientMetadata),
    jwks: { keys: [options.signingKey] },
    scopes: [...scopes],
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'cognito:username', 'cognito:groups'], profile: ['name', 'preferred_username'], email: ['email'] },
    cookies: {
      names: { session: `pulse-${tag}-session`, interaction: `pulse-${tag}-login`, resume: `pulse-${tag}-resume` },
      long: { ...cookie, path: mount },
      // Without a path of their own: the provider binds each to one login.
      short: cookie,
      keys: [options.cookieKey],
    },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      // Access tokens are for the API; who one is, the ID token says.
      userinfo: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async (_, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: true, logoutSource: pages.confirmLogout, postLogoutSuccessSource: pages.loggedOut },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, asked, client) => {
          if (asked !== resource) throw new errors.InvalidTarget()
          return {
            scope: scopes.join(' '),
            // API Gateway compares `aud` if there is one and else `client_id`: here they are the same.
            audience: client.clientId,
            accessTokenTTL: accessTokenSeconds,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          }
        },
      },
    },
    extraTokenClaims: async (_, token) => {
      const account = 'accountId' in token && token.accountId !== undefined ? await mayLogIn(token.accountId) : undefined
      return account && accessClaims(account)
    },
    findAccount: async (_, id) => {
      const account = await mayLogIn(id)
      return account && asOidcAccount(account)
    },
    loadExistingGrant: grantAll,
    interactions: { policy: loginOnly(), url: (_, interaction) => `${mount}/interaction/${interaction.uid}` },
    // As Cognito: always a refresh token, without the scope offline_access. Each is good once; the second use of one revokes all.
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => true,
    rotateRefreshToken: true,
    clientBasedCORS: (_, origin, client) => (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    renderError: pages.fault,
    clockTolerance: 5,
    ttl: {
      AccessToken: accessTokenSeconds,
      IdToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Interaction: interactionSeconds,
      Grant: sessionSeconds + interactionSeconds,
      RefreshToken: refreshTokenSeconds,
      Session: sessionSecondsLeft,
    },
  }
}
