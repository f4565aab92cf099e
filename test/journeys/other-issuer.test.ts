/** `npm start` with another OpenID Connect provider, which runs beside it; people log in there, in chromium. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { openIdentityDatabase } from '../../infra/local/identity/database.ts'
import { sqliteAccounts } from '../../infra/local/identity/sqlite-accounts.ts'
import {
  beginFlow,
  codeAfter,
  end,
  type Host,
  newBrowser,
  openLogin,
  password,
  startHost,
  submitLogin,
} from '../contract/identity-browser.ts'
import { openPage } from './browser.ts'
import { freePort } from './free-port.ts'
import { askToken } from './people.ts'
import { newDataFolder, type Product, startProduct } from './product.ts'
import { runningBrowser } from './running.ts'

const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname
let data: Awaited<ReturnType<typeof newDataFolder>>
let console_: string
let port: number
let provider: Host
let product: Product
const browser = runningBrowser()
let subject: string

const tokenOfAdministrator = async (): Promise<string> => {
  const wire = newBrowser()
  const flow = beginFlow(provider, { redirect_uri: `${console_}/en/callback/` })
  const code =
    (await codeAfter(wire, await submitLogin(wire, await openLogin(wire, flow), { login: 'admin', password }), flow)).get('code') ?? ''
  const fields = { grant_type: 'authorization_code', code, redirect_uri: flow.redirectUri, code_verifier: flow.verifier }
  const { body } = await askToken({ issuer: provider.issuer, clientId: 'console', origin: console_ }, fields)
  const { access_token: token }: { access_token: string } = JSON.parse(body)
  return token
}

beforeAll(async () => {
  data = await newDataFolder()
  port = await freePort()
  console_ = `http://127.0.0.1:${port}`
  provider = await startHost(join(data.path, 'provider.db'), 0, console_)
  const database = openIdentityDatabase(join(data.path, 'provider.db'))
  await sqliteAccounts(database).create({ login: 'colleague', name: 'Colleague', groups: ['administrator'], password })
  database.close()
  subject = decodeJwt(await tokenOfAdministrator()).sub ?? ''
  const options = ['--port', String(port), '--no-demo', '--oidc-issuer', provider.issuer, '--oidc-client-id', 'console']
  product = await startProduct(join(data.path, 'product'), [...options, '--first-administrator', subject], tokenOfAdministrator)
}, 360_000)
afterAll(async () => {
  await product?.stop()
  await end(provider)
  await data?.remove()
})

const logInThere = async (page: Page, path: string, login: string) => {
  await page.goto(`${console_}/en/${path}`)
  await page.waitForURL(`${provider.origin}/**`)
  await page.getByLabel('Login', { exact: true }).fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(`${console_}/en/${path}`)
}

describe('A1 npm start with another OpenID Connect provider', () => {
  it('makes the local site and its edge launcher; the named person is administrator under the name of the provider', async () => {
    expect(product.ready.login).toBe('')
    expect(await product.call(routes.getSession, {})).toMatchObject({
      subject,
      login: 'admin',
      profiles: ['administrator'],
      accounts: 'elsewhere',
    })
    expect((await product.call(routes.listSites, {})).items).toMatchObject([{ id: 'local' }])
    expect((await product.call(routes.listUsers, { query: {} })).items.map(({ login }) => login)).toEqual(['admin'])
  })

  it('people log in at the provider, come back to the page they wanted, and have no right until somebody gives one', async () => {
    const admin = await openPage(browser, 'en')
    await logInThere(admin.page, 'sites/', 'admin')
    await admin.page.getByText('Local', { exact: true }).first().waitFor()
    const colleague = await openPage(browser, 'en')
    await logInThere(colleague.page, '', 'colleague')
    await colleague.page.getByRole('button', { name: 'colleague' }).waitFor()
    await colleague.page.getByText('You have no profile here yet').waitFor()
    expect(await colleague.page.getByRole('link', { name: 'Computers', exact: true }).count()).toBe(0)
    const [user] = (await product.call(routes.listUsers, { query: { search: 'colleague' } })).items
    await product.call(routes.editUser, { params: { id: user?.id ?? '' }, body: { profiles: ['reader'], entityIds: ['root'] } })
    await colleague.page.reload()
    await colleague.page.getByRole('link', { name: 'Computers', exact: true }).waitFor()
    // Passwords are the provider's business: nothing here offers to reset one.
    await admin.page.goto(`${console_}/en/users/`)
    await admin.page.getByText('colleague').first().waitFor()
    expect(await admin.page.getByRole('button', { name: 'Create user' }).count()).toBe(0)
    await admin.page.getByRole('button', { name: 'admin', exact: true }).click()
    await admin.page.getByRole('menuitem', { name: 'Log out' }).click()
    // The provider asks, since another site sends the person.
    await admin.page.waitForURL(`${provider.origin}/**`)
    await admin.page.getByRole('button', { name: 'Log out' }).click()
    await admin.page.getByText('You are logged out.').waitFor()
    await admin.page.getByRole('button', { name: 'Log in' }).click()
    await admin.page.waitForURL(`${provider.origin}/**`)
    await admin.page.getByLabel('Password', { exact: true }).waitFor()
    expect([...admin.faults, ...colleague.faults]).toEqual([])
  })

  it('says what is wrong with its options, and has no token to mint', async () => {
    const start = (...args: string[]) =>
      run('npm', ['start', '--silent', '--', '--data', join(data.path, 'other'), '--port', '0', ...args], { cwd: root }).then(
        () => 'started',
        (error: { stderr: string }) => error.stderr,
      )
    expect(await start('--oidc-issuer', provider.issuer)).toContain('go together')
    const all = (issuer: string) => start('--oidc-issuer', issuer, '--oidc-client-id', 'x', '--first-administrator', 'y')
    expect(await all('http://login.example.org')).toContain('must be an https address')
    expect(await all('not an address')).toContain('must be an https address')
    expect(await all(`http://127.0.0.1:${await freePort()}`)).toContain('does not answer as an OpenID Connect provider')
    const minted = run('npm', ['run', '-s', 'token', '--', '--data', join(data.path, 'product')], { cwd: root })
    await expect(minted).rejects.toMatchObject({ stderr: expect.stringContaining('My access tokens') })
  })
})
