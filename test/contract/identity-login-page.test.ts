import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  alertOf,
  beginFlow,
  end,
  type Host,
  logIn,
  newBrowser,
  openLogin,
  password,
  refresh,
  startHost,
  submitLogin,
} from './identity-browser.ts'

let folder: string
let host: Host
let database: DatabaseSync

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-identity-'))
  host = await startHost(join(folder, 'identity.db'))
  database = new DatabaseSync(join(folder, 'identity.db'))
  database.exec('PRAGMA busy_timeout = 5000')
})

afterEach(() => database.exec('DELETE FROM attempts; UPDATE accounts SET disabled = 0'))

afterAll(async () => {
  database?.close()
  await end(host)
  await rm(folder, { recursive: true, force: true })
})

const open = (language = 'en', extra: Record<string, string> = {}) => {
  const browser = newBrowser(language)
  return openLogin(browser, beginFlow(host, extra)).then((opened) => ({ browser, ...opened }))
}
const tryPassword = async (login: string, guess: string) => {
  const { browser, ...opened } = await open()
  return submitLogin(browser, opened, { login, password: guess })
}

describe('A1 the login page', () => {
  it('speaks the language of the console first, then that of the browser, and can be switched', async () => {
    const french = await open('en', { ui_locales: 'fr' })
    expect(french.page.text).toContain('<html lang="fr">')
    expect(french.page.text).toContain('Mot de passe')
    expect((await open('fr-CA,en;q=0.5')).page.text).toContain('<html lang="fr">')
    expect((await open('de')).page.text).toContain('<html lang="en">')

    const switched = await french.browser.get(`${french.address}?lang=en`)
    expect(switched.text).toContain('<html lang="en">')
    const refused = await submitLogin(french.browser, { address: french.address, page: switched }, { login: 'admin', password: 'no' })
    expect(refused.text).toContain('<html lang="en">')
    expect(alertOf(refused)).toBe('The login or the password is wrong.')
  })

  it('says the same to an unknown login and to a wrong password, and keeps only the login', async () => {
    const wrong = await tryPassword('admin', 'not this one')
    const unknown = await tryPassword('nobody', 'not this one')
    expect([wrong.status, unknown.status]).toEqual([422, 422])
    expect(alertOf(unknown)).toBe(alertOf(wrong))
    expect(wrong.text).toContain('value="admin"')
    expect(wrong.text).not.toContain('not this one')
    expect(wrong.location).toBeNull()
  })

  it('takes as long for an unknown login as for a wrong password', async () => {
    const timeOf = async (login: string): Promise<number> => {
      const { browser, ...opened } = await open()
      const began = performance.now()
      await submitLogin(browser, opened, { login, password: 'no' })
      return performance.now() - began
    }
    await timeOf('warm-up')
    const [known, unknown] = [
      Math.min(await timeOf('admin'), await timeOf('admin')),
      Math.min(await timeOf('nobody'), await timeOf('no-one')),
    ]
    expect(unknown).toBeGreaterThan(known / 3)
    expect(known).toBeGreaterThan(unknown / 3)
  })

  it('makes a login wait after five failures, the right password included, whether the login exists or not', async () => {
    for (const login of ['admin', 'nobody']) {
      for (let failure = 1; failure <= 5; failure++) expect((await tryPassword(login, `guess ${failure}`)).status).toBe(422)
      const blocked = await tryPassword(login.toUpperCase(), password)
      expect(blocked.status).toBe(429)
      expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(5)
      expect(alertOf(blocked)).toMatch(/Too many failed attempts.*Try again in \d+.seconds/)
    }
  })

  it('counts guesses that come all at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async (_, guess) => (await tryPassword('admin', `guess ${guess}`)).status),
    )
    expect(statuses.filter((status) => status === 422)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(7)
  })

  it('forgets the failures when the right password comes in time', async () => {
    for (let failure = 1; failure <= 4; failure++) await tryPassword('admin', 'guess')
    expect((await tryPassword('admin', password)).status).toBe(303)
    expect((await tryPassword('admin', 'guess')).status).toBe(422)
    expect((await tryPassword('admin', password)).status).toBe(303)
  })

  it('lets a disabled account in nowhere: not by password, not by session, not by refresh token', async () => {
    const browser = newBrowser()
    const { refresh_token } = await logIn(host, browser)
    database.exec("UPDATE accounts SET disabled = 1 WHERE login = 'admin'")
    expect((await refresh(host, refresh_token)).status).toBe(400)
    expect((await browser.get(beginFlow(host).address)).location).toContain('/interaction/')
    const refused = await tryPassword('admin', password)
    expect(refused.status).toBe(422)
    expect(alertOf(refused)).toMatch(/disabled/)
    expect(alertOf(await tryPassword('admin', 'wrong'))).not.toMatch(/disabled/)
  })

  it('escapes whatever is typed', async () => {
    const answer = await tryPassword('"><script>alert(1)</script>', 'x')
    expect(answer.text).not.toContain('<script')
    expect(answer.text).toContain('&quot;&gt;&lt;script&gt;')
  })

  it('takes the form from its own origin and its own browser only', async () => {
    const { browser, ...opened } = await open()
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      expect((await submitLogin(browser, opened, { login: 'admin', password }, { origin })).status).toBe(403)
    }
    const stranger = await submitLogin(newBrowser(), opened, { login: 'admin', password })
    expect(stranger.status).toBe(400)
    expect(stranger.location).toBeNull()
    expect(stranger.text).toContain('Start again from the console')
    expect((await submitLogin(browser, opened, { login: 'admin', password })).status).toBe(303)
  })

  it('refuses a form that is too large', async () => {
    const { browser, ...opened } = await open()
    expect((await submitLogin(browser, opened, { login: 'admin', password: 'x'.repeat(100_000) })).status).toBe(413)
  })

  it('is protected by its headers, runs no script, and is read well by screen readers', async () => {
    const { page } = await open()
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(policy).not.toMatch(/unsafe|script-src/)
    expect(page.text).not.toMatch(/<script|style=|\son\w+=/)
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    for (const field of ['login', 'password']) {
      expect(page.text).toContain(`<label for="${field}">`)
      expect(page.text).toContain(`id="${field}"`)
    }
    const style = /<link rel="stylesheet" href="([^"]+)">/.exec(page.text)?.[1] ?? ''
    const sheet = await fetch(`${host.origin}${style}`)
    expect(sheet.headers.get('content-type')).toMatch(/^text\/css/)
    expect(sheet.headers.get('cache-control')).toContain('immutable')
  })

  it('keeps its cookies from scripts and from other sites', async () => {
    const answer = await newBrowser().get(beginFlow(host).address)
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie).toMatch(/path=\/identity\/.*samesite=lax.*httponly/i)
  })
})
