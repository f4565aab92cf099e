/** Debian's chromium, and how a person logs in. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Product } from './product.ts'

export type Language = 'en' | 'fr'
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const

export const openBrowser = (): Promise<Browser> =>
  // As root chromium has no sandbox; every page it opens is ours.
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] })

/** A page on which any fault of the console's own fails the test: `faults` must be empty at the end. */
export const openPage = async (
  browser: Pick<Browser, 'newContext'>,
  language: Language,
  size: keyof typeof sizes = 'wide',
): Promise<{ page: Page; faults: string[] }> => {
  const context = await browser.newContext({
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    viewport: sizes[size],
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`)
  })
  return { page, faults }
}

const words = {
  en: { login: 'Login', password: 'Password', submit: 'Log in' },
  fr: { login: 'Identifiant', password: 'Mot de passe', submit: 'Se connecter' },
} as const

/** From any page of the console to the same page, logged in. */
export const logIn = async (
  page: Page,
  product: Product,
  language: Language,
  path = '',
  person: { readonly login: string; readonly password: string } = product.ready,
): Promise<void> => {
  await page.goto(`${product.ready.console}/${language}/${path}`)
  const { login, password, submit } = words[language]
  await page.getByLabel(login, { exact: true }).fill(person.login)
  await page.getByLabel(password, { exact: true }).fill(person.password)
  await page.getByRole('button', { name: submit }).click()
  await page.waitForURL(`${product.ready.console}/${language}/${path}**`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

type Kept = {
  readonly cookies: Parameters<BrowserContext['addCookies']>[0]
  /** Tokens live in the tab. */
  readonly storage: readonly (readonly [name: string, value: string])[]
}
/** By where the console is, and its language: what the administrator's browser keeps after a login. */
const sessions = new Map<string, Kept>()

/**
 * As `logIn`, for pages whose journey is not the login: the administrator goes through the login page once in each
 * language; later pages begin in that session, as a tab does that is opened again.
 */
export const enter = async (page: Page, product: Product, language: Language, path = ''): Promise<void> => {
  const key = `${product.ready.console}/${language}`
  const kept = sessions.get(key)
  if (!kept) {
    await logIn(page, product, language, path)
    const storage = await page.evaluate(() => Object.entries(sessionStorage))
    sessions.set(key, { cookies: await page.context().cookies(), storage })
    return
  }
  await page.context().addCookies(kept.cookies)
  await page.addInitScript((storage) => {
    if (sessionStorage.length === 0) for (const [name, value] of storage) sessionStorage.setItem(name, value)
  }, kept.storage)
  await goTo(page, product, language, path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
}

/** Another page of the console, for somebody who is logged in. */
export const goTo = (page: Page, product: Pick<Product, 'ready'>, language: Language, path: string) =>
  page.goto(`${product.ready.console}/${language}/${path}`)

export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).first().click()
