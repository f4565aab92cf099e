/**
 * Logging out. The provider's own way always asks first, with a page that runs a script. Here a person who comes
 * from the console (or types the address) is logged out at once and sent back; only another site's link is asked about.
 */
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Context } from './context.ts'

const comesFromElsewhere = (ctx: Context, origin: string): boolean => {
  const site = ctx.get('sec-fetch-site')
  if (site !== '') return site !== 'same-origin' && site !== 'none'
  const referer = ctx.get('referer')
  return referer !== '' && URL.parse(referer)?.origin !== origin
}

/** Runs after the provider has checked a logout request and answered it with a page: ends the session where nobody need be asked. */
export const finishLogout = async (
  ctx: KoaContextWithOIDC,
  options: { origin: string; cookiePath: string; success: string },
): Promise<void> => {
  const { oidc } = ctx
  if (oidc?.route !== 'end_session' || ctx.status !== 200 || !oidc.session) return
  const { session, provider, params } = oidc
  if (session.accountId !== undefined && comesFromElsewhere(ctx, options.origin)) return
  for (const { grantId } of Object.values(session.authorizations ?? {})) {
    if (grantId === undefined) continue
    await provider.RefreshToken.revokeByGrantId(grantId)
    await provider.AuthorizationCode.revokeByGrantId(grantId)
    await (await provider.Grant.find(grantId))?.destroy()
  }
  await session.destroy()
  ctx.cookies.set(provider.cookieName('session'), null, { path: options.cookiePath, signed: true, overwrite: true })
  ctx.remove('Content-Security-Policy')
  ctx.redirect(backTo(params?.['post_logout_redirect_uri'], params?.['state']) ?? options.success)
  ctx.status = 303
  ctx.body = ''
}

/** The provider has checked that the client may be gone back to there. */
const backTo = (address: unknown, state: unknown): string | undefined => {
  if (typeof address !== 'string') return undefined
  const target = new URL(address)
  if (typeof state === 'string') target.searchParams.set('state', state)
  return target.href
}
