/** A2 one console that leads to two installations, each with its own API, accounts and machines; in chromium. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConsoleConfig } from '#shared/contracts/console-config.ts'
import { routes } from '#shared/contracts/routes.ts'
import { openPage } from './browser.ts'
import { freePort } from './free-port.ts'
import { newDataFolder, type Product, startProduct } from './product.ts'
import { runningBrowser } from './running.ts'

let folders: Awaited<ReturnType<typeof newDataFolder>>
let here: Product
let there: Product
const browser = runningBrowser()

beforeAll(async () => {
  folders = await newDataFolder()
  const port = await freePort()
  const options = ['--no-demo', '--no-edge']
  there = await startProduct(join(folders.path, 'there'), [...options, '--other-consoles', `http://127.0.0.1:${port}`])
  const [installation] = ConsoleConfig.parse(await (await fetch(`${there.ready.console}/config.json`)).json()).installations
  const file = join(folders.path, 'others.json')
  await writeFile(file, JSON.stringify([{ ...installation, name: 'Lyon' }]))
  here = await startProduct(join(folders.path, 'here'), [...options, '--port', String(port), '--other-installations', file])
  await there.call(routes.createMachine, { body: { name: 'poste-de-lyon', siteId: 'local', address: '127.0.1.80', port: 2 } })
  await here.call(routes.createMachine, { body: { name: 'poste-d-ici', siteId: 'local', address: '127.0.1.81', port: 2 } })
}, 600_000)
afterAll(async () => {
  await here?.stop()
  await there?.stop()
  await folders?.remove()
})

it('one is chosen at login and remembered; its accounts let in, its machines are shown, live updates come from it', async () => {
  const { page, faults } = await openPage(browser, 'en')
  const logInAt = async (product: Product) => {
    await page.waitForURL(`${product.ready.console}/identity/**`)
    await page.getByLabel('Login', { exact: true }).fill(product.ready.login)
    await page.getByLabel('Password', { exact: true }).fill(product.ready.password)
    await page.getByRole('button', { name: 'Log in' }).click()
  }
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(new URL(socket.url()).host))
  await page.goto(`${here.ready.console}/en/machines/`)
  await page.getByRole('button', { name: 'Local' }).click()
  await page.getByRole('option', { name: 'Lyon' }).click()
  await page.getByRole('button', { name: 'Log in' }).click()
  await logInAt(there)
  await page.waitForURL(`${here.ready.console}/en/machines/`)
  await page.getByRole('link', { name: 'poste-de-lyon' }).waitFor()
  expect(await page.getByText('poste-d-ici').count()).toBe(0)
  // A machine that somebody adds there appears by itself.
  await expect.poll(() => sockets, { timeout: 20_000 }).toContain(new URL(there.ready.console).host)
  await there.call(routes.createMachine, { body: { name: 'poste-nouveau', siteId: 'local', address: '127.0.1.82', port: 2 } })
  await page.getByRole('link', { name: 'poste-nouveau' }).waitFor()

  await page.reload()
  await page.getByRole('link', { name: 'poste-de-lyon' }).waitFor()
  const later = await page.context().newPage()
  await later.goto(`${here.ready.console}/en/machines/`)
  await later.getByRole('link', { name: 'poste-de-lyon' }).waitFor()
  await later.close()

  // From inside the other one is a choice of the menu, with accounts of its own.
  await page.getByRole('button', { name: 'Lyon' }).click()
  await page.getByRole('menuitem', { name: 'Local' }).click()
  await logInAt(here)
  await page.getByRole('link', { name: 'poste-d-ici' }).waitFor()
  expect(await page.getByText('poste-de-lyon').count()).toBe(0)
  expect(faults).toEqual([])
})

it('an installation answers no console that it was not told of', async () => {
  const ask = (origin: string) => fetch(`${there.ready.api}/session`, { headers: { origin, authorization: `Bearer ${there.token}` } })
  expect((await ask(here.ready.console)).headers.get('access-control-allow-origin')).toBe(here.ready.console)
  expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  const own = await fetch(`${here.ready.api}/session`, { headers: { origin: there.ready.console, authorization: `Bearer ${here.token}` } })
  expect(own.headers.get('access-control-allow-origin')).toBeNull()
})
