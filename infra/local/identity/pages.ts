/** The pages of the provider besides the login form: what goes wrong, and logging out. Each sets status, type and headers. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Context } from './context.ts'
import { type Language, languageOf } from './language.ts'
import { page } from './layout.ts'
import { html, type Markup, trusted } from './markup.ts'
import { texts } from './texts.ts'

const stylesheet = readFileSync(new URL('login.css', import.meta.url))
const version = createHash('sha256').update(stylesheet).digest('hex').slice(0, 16)

const first = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

export const makePages = (options: { mount: string; console: string; formTargets: readonly string[] }) => {
  const { mount, console: home, formTargets } = options
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // A form's answer leads on to the console.
    `form-action ${["'self'", ...formTargets].join(' ')}`,
  ].join('; ')

  const languageOfRequest = (ctx: Context, uiLocales?: string): Language =>
    languageOf({
      chosen: first(ctx.query['lang']),
      uiLocales: uiLocales ?? first(ctx.query['ui_locales']),
      accepted: [ctx.acceptsLanguages()].flat().filter((tag) => typeof tag === 'string'),
    })

  const show = (ctx: Context, language: Language, title: string, content: Markup, switchable = false): void => {
    ctx.type = 'html'
    ctx.set('Content-Security-Policy', policy)
    ctx.set('Content-Language', language)
    ctx.set('Cache-Control', 'no-store')
    ctx.vary('Accept-Language')
    ctx.body = page({ language, title, stylesheet: `${mount}/assets/login-${version}.css`, switchable, content })
  }

  const toConsole = (language: Language): Markup => html`<a class="button" href="${home}">${texts[language].toConsole}</a>`

  return {
    show,
    languageOfRequest,
    /** Serves the style sheet; its name changes with its content, so it may be kept for ever. */
    asset: (ctx: Context): boolean => {
      if (ctx.path !== `/assets/login-${version}.css`) return false
      ctx.type = 'css'
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
      ctx.body = stylesheet
      return true
    },
    stale: (ctx: Context, status = 400): void => {
      const language = languageOfRequest(ctx)
      const { title, detail } = texts[language].stale
      ctx.status = status
      show(ctx, language, title, html`<p>${detail}</p>${toConsole(language)}`)
    },
    fault: (ctx: KoaContextWithOIDC, out: { error: string; error_description?: string | undefined }) => {
      const language = languageOfRequest(ctx)
      const { title, detail } = texts[language].fault
      const said = out.error_description ? `${out.error}: ${out.error_description}` : out.error
      show(ctx, language, title, html`<p>${detail} <code>${said}</code></p>${toConsole(language)}`)
    },
    confirmLogout: (ctx: KoaContextWithOIDC, form: string): void => {
      const language = languageOfRequest(ctx)
      const { title, detail, submit } = texts[language].logout
      const button = html`<button class="button" type="submit" form="op.logoutForm" name="logout" value="yes">${submit}</button>`
      show(ctx, language, title, html`<p>${detail}</p>${trusted(form)}${button}`)
    },
    loggedOut: (ctx: KoaContextWithOIDC): void => {
      const language = languageOfRequest(ctx)
      const { title, detail } = texts[language].loggedOut
      show(ctx, language, title, html`<p>${detail}</p>${toConsole(language)}`)
    },
  }
}

export type Pages = ReturnType<typeof makePages>
