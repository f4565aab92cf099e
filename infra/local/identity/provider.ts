/** The local OpenID Connect provider: what Cognito is in AWS. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONWebKeySet } from 'jose'
import { type KoaContextWithOIDC, Provider } from 'oidc-provider'
import { administrators } from './accounts.ts'
import { adapterOver } from './adapter.ts'
import { countAttempts } from './attempts.ts'
import { type Client, providerConfiguration } from './configuration.ts'
import type { Context } from './context.ts'
import { openIdentityDatabase } from './database.ts'
import { cookieKeyOf, publicHalf, signingKeyOf } from './keys.ts'
import { answerLogin } from './login.ts'
import { finishLogout } from './logout.ts'
import { newPasswords } from './new-password.ts'
import { makePages } from './pages.ts'
import { defaultPolicy, type PasswordPolicy } from './password-policy.ts'
import { signIn } from './sign-in.ts'
import { sqliteAccounts } from './sqlite-accounts.ts'
import { keepSwept } from './sweep.ts'

export type IdentityOptions = {
  /** SQLite: sessions, grants, refresh tokens, accounts, signing keys. Survives kill -9. */
  readonly file: string
  /** e.g. `http://127.0.0.1:8080/identity`; its path is where requests arrive. */
  readonly issuer: string
  readonly clients: readonly Client[]
  /** Created when there is no account yet. */
  readonly administrator: { readonly login: string; readonly password: string }
  /** Of the passwords that people choose. */
  readonly policy?: PasswordPolicy
}

export type Identity = {
  /** Answers requests whose path begins with the issuer's. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** The public keys that verify its tokens. */
  readonly jwks: () => Promise<JSONWebKeySet>
  readonly close: () => Promise<void>
}

const originsOf = (addresses: readonly string[]): string[] => [...new Set(addresses.map((address) => new URL(address).origin))]

/** Only the provider's own routes have one. */
const isOidc = (ctx: Context): ctx is KoaContextWithOIDC => 'oidc' in ctx

export const startIdentity = async ({
  file,
  issuer,
  clients,
  administrator,
  policy = defaultPolicy,
}: IdentityOptions): Promise<Identity> => {
  const { origin, host, pathname } = new URL(issuer)
  const mount = pathname.replace(/\/$/, '')
  const database = openIdentityDatabase(file)
  const accounts = sqliteAccounts(database)
  const attempts = countAttempts(database)
  if (await accounts.isEmpty()) await accounts.create({ ...administrator, name: 'Administrator', groups: [administrators] })
  const signingKey = await signingKeyOf(database)
  const cookieKey = await cookieKeyOf(database)
  const consoles = clients.flatMap(({ redirectUris, postLogoutRedirectUris }) => [...postLogoutRedirectUris, ...redirectUris])
  const pages = makePages({ mount, console: clients[0]?.postLogoutRedirectUris[0] ?? `${origin}/`, formTargets: originsOf(consoles) })

  const provider = new Provider(
    issuer,
    providerConfiguration({ issuer, clients, accounts, adapter: adapterOver(database), signingKey, cookieKey, pages }),
  )
  provider.on('server_error', (_, fault) => console.error('identity:', fault))
  const login = {
    provider,
    pages,
    mount,
    origin,
    newPasswords: newPasswords(accounts, policy),
    signIn: (name: string, password: string) => signIn({ accounts, attempts }, name, password),
  }
  provider.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff')
    ctx.set('X-Frame-Options', 'DENY')
    // Not `no-referrer`: browsers would then hide from us which site a form comes from.
    ctx.set('Referrer-Policy', 'same-origin')
    ctx.set('Cross-Origin-Opener-Policy', 'same-origin')
    if (pages.asset(ctx) || (await answerLogin(login, ctx))) return
    await next()
    if (isOidc(ctx)) await finishLogout(ctx, { origin, cookiePath: pathname, success: `${mount}/session/end/success` })
  })
  const answer = provider.callback()
  const stopSweeping = keepSwept(database)

  return {
    handle: (request, response) => {
      const url = request.url ?? '/'
      const rest = url.slice(mount.length)
      if (!url.startsWith(mount) || !(rest === '' || rest.startsWith('/') || rest.startsWith('?'))) {
        response.writeHead(404).end()
        return
      }
      // The provider's own addresses are the issuer's, whatever host name the request was sent to.
      request.headers.host = host
      Object.assign(request, { originalUrl: url, baseUrl: mount, url: rest.startsWith('/') ? rest : `/${rest}` })
      void answer(request, response)
    },
    jwks: async () => ({ keys: [publicHalf(signingKey)] }),
    close: async () => {
      stopSweeping()
      database.close()
    },
  }
}
