/** How people come in and go out, and what keeps others out. */
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { routes } from '#shared/contracts/routes.ts'
import { goTo, logIn, openPage } from '../browser.ts'
import type { RunningBrowser, RunningProduct } from '../running.ts'

export const wayIn = (product: RunningProduct, browser: RunningBrowser): void => {
  describe('A1 A2 the way in', () => {
    it('a session that has ended leads through the login back to the same page', async () => {
      const { page } = await openPage(browser, 'en')
      await logIn(page, product, 'en', 'machines/?name=accueil')
      await page.evaluate(() => {
        for (const [key, text] of Object.entries(sessionStorage)) {
          if (!key.startsWith('pulse.user:')) continue
          const { refresh_token: _, ...user } = JSON.parse(String(text))
          sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: 1 }))
        }
      })
      await page.context().clearCookies()
      await page.reload()
      await page.getByLabel('Login', { exact: true }).fill(product.ready.login)
      await page.getByLabel('Password', { exact: true }).fill(product.ready.password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL('**/en/machines/?name=accueil')
      await page.getByRole('link', { name: 'accueil-en' }).waitFor()
      await page.context().close()
    })

    it('logging out ends the session at the provider too', async () => {
      const { page } = await openPage(browser, 'en')
      await logIn(page, product, 'en')
      await page.getByRole('button', { name: 'Administrator' }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await page.getByText('You are logged out.').waitFor()
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByLabel('Password', { exact: true }).waitFor()
      await page.context().close()
    })

    it('of several servers one is chosen, and remembered', async () => {
      const { page } = await openPage(browser, 'en')
      await page.route('**/config.json', async (route) => {
        const response = await route.fetch()
        const { installations } = await response.json()
        await route.fulfill({
          response,
          json: { installations: [...installations, { ...installations[0], name: 'Lyon', api: 'https://lyon.example.org/api' }] },
        })
      })
      await goTo(page, product, 'en', 'packages/')
      await page
        .getByRole('button', { name: /Server|Local/ })
        .first()
        .click()
      await page.getByRole('option', { name: 'Lyon' }).waitFor()
      await page.getByRole('option', { name: 'Local' }).click()
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByLabel('Login', { exact: true }).fill(product.ready.login)
      await page.getByLabel('Password', { exact: true }).fill(product.ready.password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL('**/en/packages/')
      expect(await page.evaluate(() => localStorage.getItem('pulse.installation'))).toBe(product.ready.api)
      await page.unrouteAll({ behavior: 'ignoreErrors' })
      await page.context().close()
    })

    it('console and login page carry strict headers, and chromium runs no script that is not theirs', async () => {
      const { page } = await openPage(browser, 'en')
      const console_ = await page.goto(`${product.ready.console}/en/`)
      await page.waitForURL('**/identity/interaction/**')
      const login = await page.reload()
      for (const response of [console_, login]) {
        const headers = response?.headers() ?? {}
        expect(headers['content-security-policy'], response?.url()).toContain("default-src 'none'")
        expect(headers['content-security-policy'], response?.url()).toContain("frame-ancestors 'none'")
        expect(headers['x-content-type-options']).toBe('nosniff')
        expect(headers['x-frame-options']).toBe('DENY')
        expect(headers['referrer-policy']).toMatch(/no-referrer|same-origin/)
        expect(headers['cross-origin-opener-policy']).toBe('same-origin')
      }
      // As text: this file knows no DOM.
      const inject = (): Promise<string> =>
        page.evaluate(`new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
          const script = document.createElement('script')
          script.textContent = 'window.injected = true'
          document.body.append(script)
          setTimeout(() => resolve(window.injected === true ? 'ran' : 'nothing'), 2000)
        })`)
      expect(await inject()).toBe('script-src-elem')
      await page.getByLabel('Login', { exact: true }).fill(product.ready.login)
      await page.getByLabel('Password', { exact: true }).fill(product.ready.password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL(`${product.ready.console}/en/`)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(await inject()).toBe('script-src-elem')
      await page.context().close()
    })

    it('R11 a WebSocket from a page of another site is refused, with the best of tickets', async () => {
      const open = async (origin: string): Promise<string> => {
        const { ticket } = await product.call(routes.createLiveTicket, {})
        const socket = new WebSocket(`${product.ready.console.replace(/^http/, 'ws')}/live?ticket=${ticket}`, { origin })
        return new Promise((resolve) => {
          socket.once('open', () => {
            socket.close()
            resolve('open')
          })
          socket.once('error', (error) => resolve(error.message))
        })
      }
      expect(await open(product.ready.console)).toBe('open')
      expect(await open('https://evil.example')).toContain('403')
    })
  })
}
