/** People of a running product: made through its API, logged in over the wire as a browser does it. */

import * as z from 'zod'
import type { AuditLine } from '#shared/contracts/audit.ts'
import { ConsoleConfig } from '#shared/contracts/console-config.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { CreateUser, User } from '#shared/contracts/users.ts'
import { type Answer, alertOf, beginFlow, codeAfter, newBrowser } from '../contract/identity-browser.ts'
import type { Product } from './product.ts'

export const goodPassword = 'Un mot de passe 2026 !'

const Tokens = z.object({ access_token: z.string(), refresh_token: z.string() })
export type Tokens = z.infer<typeof Tokens>
type Provider = { readonly issuer: string; readonly clientId: string; readonly origin: string }

export const providerOf = async (product: Product): Promise<Provider> => {
  const response = await fetch(`${product.ready.console}/config.json`)
  const [installation] = ConsoleConfig.parse(await response.json()).installations
  if (!installation) throw new Error('the console knows no installation')
  return { issuer: installation.issuer, clientId: installation.clientId, origin: product.ready.console }
}

const actionOf = (page: Answer, address: string): string =>
  new URL(/<form[^>]*action="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? 'no form', address).href

export const askToken = async ({ issuer, clientId, origin }: Provider, fields: Record<string, string>) => {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, ...fields }),
    headers: { origin },
  })
  return { status: response.status, body: await response.text() }
}

export type LoggedIn =
  | { readonly kind: 'in'; readonly tokens: Tokens }
  | { readonly kind: 'refused'; readonly status: number; readonly says: string }

/** The whole way of a login. `chosen`: the password for the page after a one-time password. */
export const logInOverWire = async (product: Product, login: string, password: string, chosen = goodPassword): Promise<LoggedIn> => {
  const provider = await providerOf(product)
  const browser = newBrowser()
  const flow = beginFlow({ ...provider, jwks: { keys: [] }, child: undefined as never }, { client_id: provider.clientId })
  const address = (await browser.get(flow.address)).location ?? ''
  const form = await browser.get(address)
  const headers = { origin: new URL(address).origin }
  let answer = await browser.post(actionOf(form, address), { login, password }, headers)
  if (answer.status === 200 && answer.text.includes('name="new-password"'))
    answer = await browser.post(actionOf(answer, address), { 'new-password': chosen, repeated: chosen }, headers)
  if (answer.status !== 303) return { kind: 'refused', status: answer.status, says: alertOf(answer) ?? '' }
  const code = (await codeAfter(browser, answer, flow)).get('code') ?? ''
  const tokens = await askToken(provider, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: flow.redirectUri,
    code_verifier: flow.verifier,
  })
  return { kind: 'in', tokens: Tokens.parse(JSON.parse(tokens.body)) }
}

/** The product as another person sees it. */
export const as = (product: Product, token: string, prefix = ''): Pick<Product, 'raw'> => ({
  raw: (method, path, body, headers) => product.raw(method, `${prefix}${path}`, body, { authorization: `Bearer ${token}`, ...headers }),
})

export type Somebody = Pick<Product, 'raw'> & { readonly user: User; readonly tokens: Tokens }

/** A new user who has chosen their password and is logged in. */
export const newPerson = async (product: Product, details: CreateUser | (Partial<CreateUser> & { login: string })): Promise<Somebody> => {
  const { user, oneTimePassword } = await product.call(routes.createUser, { body: { name: details.login, ...details } })
  const answer = await logInOverWire(product, user.login, oneTimePassword)
  if (answer.kind === 'refused') throw new Error(`${user.login} could not log in: ${answer.status} ${answer.says}`)
  return { user, tokens: answer.tokens, ...as(product, answer.tokens.access_token) }
}

/** The audit log as its first page shows it: the latest hundred lines that match. */
export const auditOf = async (product: Pick<Product, 'call'>, query: Record<string, string>): Promise<AuditLine[]> =>
  (await product.call(routes.listAudit, { query: { limit: 100, ...query } })).items
