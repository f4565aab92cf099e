/** Login by OIDC code flow with PKCE. Tokens live in this tab's session storage and never in an address. */
import { UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { inLocale, type Locale } from '../../ui/locales.ts'
import type { Installation } from './installation.ts'

const wantedScopes = ['openid', 'profile', 'email', 'offline_access']

/**
 * The scopes to ask for. Providers refuse what they do not know (Cognito has no `offline_access`
 * and gives a refresh token anyway), so only what the provider says that it supports is asked.
 */
export const scopesToAsk = (supported: readonly string[] | undefined): string =>
  wantedScopes.filter((scope) => scope === 'openid' || !supported || supported.includes(scope)).join(' ')

/**
 * Where to end the session at the provider, or null when it offers no place. A `logoutUrl` in the configuration is
 * Cognito's, which names the parameter `logout_uri`; elsewhere the standard holds. The ID token stays out of the address.
 */
export const signOutAddress = (
  { clientId, logoutUrl }: Pick<Installation, 'clientId' | 'logoutUrl'>,
  endSession: string | undefined,
  backTo: string,
): string | null => {
  const place = logoutUrl ?? endSession
  if (!place) return null
  const address = new URL(place)
  address.searchParams.set('client_id', clientId)
  address.searchParams.set(logoutUrl ? 'logout_uri' : 'post_logout_redirect_uri', backTo)
  return address.href
}

/** A path of this console to go back to, never another site's address. */
export const safeReturn = (wish: unknown, locale: Locale): string =>
  typeof wish === 'string' && /^\/(?!\/)[^\\]*$/.test(wish) && !wish.includes('/callback/') ? inLocale(wish, locale) : `/${locale}/`

export const makeUserManager = ({ issuer, clientId }: Installation, locale: Locale): UserManager =>
  new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/${locale}/callback/`,
    response_type: 'code',
    ui_locales: locale,
    userStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'pulse.' }),
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'pulse.' }),
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
  })

/** Leaves for the provider's login page; comes back to `returnTo`. */
export const signIn = async (manager: UserManager, returnTo: string): Promise<void> => {
  const supported = await manager.metadataService.getMetadata()
  await manager.signinRedirect({ state: { returnTo }, scope: scopesToAsk(supported.scopes_supported) })
}

/** Takes the code from the address, and says where the person was. */
export const finishSignIn = async (manager: UserManager, address: string, locale: Locale): Promise<string> => {
  const { state } = await manager.signinRedirectCallback(address)
  return safeReturn(typeof state === 'object' && state !== null && 'returnTo' in state ? state.returnTo : null, locale)
}

const signedOutKey = 'pulse.signed-out'
/** After a logout the console does not lead straight back into the provider. */
export const justSignedOut = (): boolean => sessionStorage.getItem(signedOutKey) !== null
export const forgetSignOut = (): void => sessionStorage.removeItem(signedOutKey)

/** Forgets the tokens here, revokes them where possible, and ends the session at the provider. */
export const signOut = async (manager: UserManager, installation: Installation, locale: Locale): Promise<void> => {
  const backTo = `${location.origin}/${locale}/`
  const metadata = await manager.metadataService.getMetadata().catch(() => null)
  await manager.revokeTokens(['refresh_token']).catch(() => undefined)
  await manager.removeUser()
  sessionStorage.setItem(signedOutKey, 'yes')
  location.assign(signOutAddress(installation, metadata?.end_session_endpoint, backTo) ?? backTo)
}
