/** The login page's two requests: show the form, and take it. */
import type { IncomingMessage } from 'node:http'
import { errors, type Provider } from 'oidc-provider'
import * as z from 'zod'
import type { Context } from './context.ts'
import { loginForm, newPasswordForm } from './login-page.ts'
import { html } from './markup.ts'
import type { NewPasswords, PasswordRefusal } from './new-password.ts'
import type { Pages } from './pages.ts'
import type { Refusal, SignedIn } from './sign-in.ts'
import { texts } from './texts.ts'

const longestBody = 16 * 1024
const Params = z.object({ ui_locales: z.string().optional(), login_hint: z.string().max(200).optional() })

export type LoginPorts = {
  readonly provider: Provider
  readonly pages: Pages
  /** The path under which the provider is mounted, without a trailing slash. */
  readonly mount: string
  readonly origin: string
  readonly newPasswords: NewPasswords
  readonly signIn: (login: string, password: string) => Promise<SignedIn | Refusal>
}

/** Handles `/interaction/{uid}`; false when the address is another. */
export const answerLogin = async (ports: LoginPorts, ctx: Context): Promise<boolean> => {
  const [, uid] = /^\/interaction\/([\w-]{1,64})$/.exec(ctx.path) ?? []
  if (uid === undefined) return false
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && ctx.method !== 'POST') {
    ctx.status = 405
    ctx.set('Allow', 'GET, HEAD, POST')
    return true
  }
  const interaction = await ports.provider.interactionDetails(ctx.req, ctx.res).catch((fault: unknown) => {
    if (fault instanceof errors.SessionNotFound) return undefined
    throw fault
  })
  // The cookie names the login that this browser began: no other site can know or choose it.
  if (interaction?.uid !== uid || interaction.prompt.name !== 'login') {
    ports.pages.stale(ctx)
    return true
  }
  const { ui_locales, login_hint } = Params.catch({}).parse(interaction.params)
  const language = ports.pages.languageOfRequest(ctx, ui_locales)
  const actionOf = (): string => `${ports.mount}/interaction/${uid}?lang=${language}`
  const show = (login: string, refusal: Refusal | null): void => {
    ports.pages.show(ctx, language, texts[language].title, loginForm({ language, action: actionOf(), login, refusal }), true)
  }
  if (ctx.method !== 'POST') {
    show(login_hint ?? '', null)
    return true
  }
  if (!isOwnForm(ctx, ports.origin)) {
    ports.pages.stale(ctx, 403)
    return true
  }
  const form = await readForm(ctx.req)
  if (!form) {
    ctx.status = 413
    return true
  }
  const enter = async (accountId: string): Promise<true> => {
    const next = await ports.provider.interactionResult(ctx.req, ctx.res, { login: { accountId } })
    ctx.set('Cache-Control', 'no-store')
    ctx.redirect(next)
    ctx.status = 303
    return true
  }
  const askForPassword = (refusal: PasswordRefusal | null): true => {
    const { title, rules } = texts[language].newPassword
    const sentence = html`${rules(ports.newPasswords.policy)}`
    ports.pages.show(ctx, language, title, newPasswordForm({ language, action: actionOf(), refusal, rules: sentence }), false)
    return true
  }
  if (form.has('new-password')) {
    const chosen = await ports.newPasswords.choose(uid, form.get('new-password') ?? '', form.get('repeated') ?? '')
    if (chosen === null) {
      ports.pages.stale(ctx)
      return true
    }
    if ('accountId' in chosen) return enter(chosen.accountId)
    ctx.status = 422
    return askForPassword(chosen)
  }
  const [login, password] = [form.get('login') ?? '', form.get('password') ?? '']
  const outcome = await ports.signIn(login, password)
  if (outcome.kind === 'welcome') {
    if (!outcome.account.mustChangePassword) return enter(outcome.account.id)
    ports.newPasswords.expect(uid, outcome.account)
    return askForPassword(null)
  }
  ctx.status = outcome.kind === 'blocked' ? 429 : 422
  if (outcome.kind === 'blocked') ctx.set('Retry-After', String(outcome.seconds))
  show(login.slice(0, 200), outcome)
  return true
}

/** Browsers say which site a form came from; what says nothing is no browser, and has nobody's cookies. */
const isOwnForm = (ctx: Context, origin: string): boolean => {
  const from = ctx.get('origin')
  return from === '' || from === origin
}

/** The form's fields, or undefined when it is too large. */
const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > longestBody) return undefined
    chunks.push(bytes)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
