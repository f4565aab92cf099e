/** The console in chromium, as an administrator uses it, in both languages, against real sshd. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { type LabMachine, removeMachine, startMachine } from '../lab/sshd.ts'
import { type Language, logIn, openBrowser, openPage } from './browser.ts'
import { addMachine, newDataFolder, type Product, siteKey, startProduct, until } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let browser: Browser
let machine: LabMachine
let folder: string

beforeAll(async () => {
  data = await newDataFolder()
  folder = await mkdtemp(join(tmpdir(), 'pulse-package-'))
  product = await startProduct(data.path, ['--no-demo'])
  browser = await openBrowser()
  machine = await startMachine({ name: 'accueil-01' })
  await machine.authorize(await siteKey(product))
}, 360_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  if (machine) await removeMachine(machine)
  await rm(folder, { recursive: true, force: true })
  await data?.remove()
})

/** Less than the 5 s after which a page without live updates would ask again by itself. */
const liveMs = 4000

const words = {
  en: {
    label: 'Label',
    version: 'Version',
    command: 'Install command',
    add: 'Add package',
    ready: 'Ready',
    deploy: 'Deploy',
    select: 'Select',
    launch: 'Launch now',
    logOf: 'Log of',
    done: 'Done',
    failed: 'Failed in execution',
    advanced: 'Advanced',
    attempts: 'Number of attempts',
    noRoom: 'must not be empty',
  },
  fr: {
    label: 'Libellé',
    version: 'Version',
    command: 'Commande d’installation',
    add: 'Ajouter un paquet',
    ready: 'Prêt',
    deploy: 'Déployer',
    select: 'Sélectionner',
    launch: 'Lancer maintenant',
    logOf: 'Journal de',
    done: 'Terminé',
    failed: 'Échec de l’exécution',
    advanced: 'Avancé',
    attempts: 'Nombre de tentatives',
    noRoom: 'ne doit pas être vide',
  },
} as const

const packageFolder = async (name: string, script: string): Promise<string> => {
  const path = join(folder, name)
  await mkdir(join(path, 'data'), { recursive: true })
  await writeFile(join(path, 'install.sh'), script)
  await writeFile(join(path, 'data/greeting.txt'), 'bonjour tout le monde\n')
  return path
}

/** From the form for a package to the open page of its deployment on the machine. */
const uploadAndDeploy = async (
  page: Page,
  language: Language,
  label: string,
  path: string,
  onForm = async (): Promise<void> => {},
): Promise<void> => {
  const w = words[language]
  await page.goto(`${product.ready.console}/${language}/packages/add/`)
  await page.getByLabel(w.label, { exact: true }).fill(label)
  await page.getByLabel(w.version, { exact: true }).fill('1.0')
  await page.getByLabel(w.command, { exact: true }).fill('sh ./install.sh')
  await page.getByTestId('folder').setInputFiles(path)
  await page.getByRole('button', { name: w.add }).click()
  await page.waitForURL('**/packages/detail/**')
  await page.getByText(w.ready, { exact: true }).first().waitFor()
  await page.getByText('data/greeting.txt').waitFor()
  await page
    .getByRole('link', { name: w.deploy, exact: true })
    .or(page.getByRole('button', { name: w.deploy, exact: true }))
    .first()
    .click()
  await page.waitForURL('**/deploy/**')
  // The box itself lies under its drawing.
  await page.getByRole('checkbox', { name: `${w.select} accueil-01` }).check({ force: true })
  await onForm()
  await page.getByRole('button', { name: w.launch }).click()
  await page.waitForURL('**/deployments/detail/**')
}

const rowOf = (page: Page): Locator => page.getByRole('row').filter({ hasText: 'accueil-01' })

const latest = async () => {
  const { items } = await product.call(routes.listDeployments, { query: {} })
  return items[0]
}

/** The channel that is strongest in the colour in which an element is written. */
const strongest = async (element: Locator): Promise<'red' | 'green' | 'blue'> => {
  const colour = await element.evaluate((node) => {
    const canvas = node.ownerDocument.createElement('canvas').getContext('2d')
    if (!canvas) throw new Error('no canvas')
    canvas.fillStyle = node.ownerDocument.defaultView?.getComputedStyle(node).color ?? ''
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  })
  const [red = 0, green = 0, blue = 0] = colour
  return red > green && red > blue ? 'red' : green > blue ? 'green' : 'blue'
}

describe.each(['en', 'fr'] as const)('A1 C1 D1 E2 F1 the console in %s', (language) => {
  const w = words[language]

  it('logs in, uploads a folder, deploys it, and shows it succeed while it does', async () => {
    const { page, faults } = await openPage(browser, language)
    if (language === 'en')
      await addMachine(product, { name: 'accueil-01', address: machine.address, port: machine.port, user: machine.user })
    await logIn(page, product, language)
    const script = 'echo ran >> "$HOME/runs"\ncat data/greeting.txt\necho "a warning" >&2\nsleep 2\necho finished\n'
    await uploadAndDeploy(page, language, `Greeting ${language}`, await packageFolder(`greeting-${language}`, script))
    await page.getByRole('button', { name: `${w.logOf} accueil-01` }).click()
    // Lines appear while the script runs.
    const log = page.getByRole('log')
    await log.getByText('bonjour tout le monde').waitFor()
    const deployment = await latest()
    await until(
      async () => (await product.call(routes.getDeployment, { params: { id: deployment?.id ?? '' } })).state,
      (state) => state === 'done',
    )
    // Transfer, execution, deletion and the whole: four times, without a reload.
    await expect.poll(() => rowOf(page).getByText(w.done, { exact: true }).count(), { timeout: liveMs }).toBe(4)
    await log.getByText('finished').waitFor({ timeout: liveMs })
    expect(await strongest(log.getByText('sh ./install.sh', { exact: true }))).toBe('blue')
    expect(await strongest(log.getByText('bonjour tout le monde', { exact: true }))).toBe('green')
    expect(await strongest(log.getByText('a warning', { exact: true }))).toBe('red')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('shows a script that exits 3 as failed in execution, with its exit code and stderr', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'packages/')
    const path = await packageFolder(`broken-${language}`, 'echo "no room left" >&2\nexit 3\n')
    await uploadAndDeploy(page, language, `Broken ${language}`, path, async () => {
      await page.getByText(w.advanced, { exact: true }).click()
      await page.getByLabel(w.attempts, { exact: true }).fill('1')
    })
    await page.getByRole('button', { name: `${w.logOf} accueil-01` }).click()
    await page.getByRole('log').getByText('no room left').waitFor()
    await rowOf(page).getByText(w.failed, { exact: true }).waitFor()
    await page.getByRole('log').getByText('3', { exact: true }).waitFor()
    expect(await strongest(page.getByRole('log').getByText('no room left', { exact: true }))).toBe('red')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('refuses an empty form, naming what is missing, and fits a narrow screen', async () => {
    const { page, faults } = await openPage(browser, language, 'narrow')
    await logIn(page, product, language, 'packages/add/')
    await page.getByRole('button', { name: w.add }).click()
    await page.getByTestId('folder').setInputFiles(join(folder, `greeting-${language}`))
    await page.getByRole('button', { name: w.add }).click()
    await page.getByText(w.noRoom).first().waitFor()
    const { scroll, width } = await page.locator('html').evaluate((node) => ({ scroll: node.scrollWidth, width: node.clientWidth }))
    expect(scroll).toBeLessThanOrEqual(width)
    expect(faults).toEqual([])
    await page.context().close()
  })
})

it('B1 the list of machines follows what others do, and the lamp follows a check', async () => {
  const { page, faults } = await openPage(browser, 'en')
  await logIn(page, product, 'en', 'machines/')
  await page.getByRole('row').filter({ hasText: 'accueil-01' }).waitFor()
  // The page says when it no longer is live.
  await addMachine(product, { name: 'zz-new', address: '127.0.1.250', port: 9 })
  const row = page.getByRole('row').filter({ hasText: 'zz-new' })
  await row.waitFor({ timeout: liveMs })
  const { items } = await product.call(routes.listMachines, { query: { name: 'zz-new' } })
  await product.call(routes.probeMachines, { body: { machineIds: items.map(({ id }) => id) } })
  await until(
    () => product.call(routes.getMachine, { params: { id: items[0]?.id ?? '' } }),
    ({ lamp }) => lamp.colour !== 'unknown',
  )
  await row.getByText('Answers, no SSH').waitFor({ timeout: liveMs })
  expect(faults).toEqual([])
  await page.context().close()
})

it('ran each deployment of the console once', async () => {
  expect(await readFile(join(machine.home, 'runs'), 'utf8')).toBe('ran\nran\n')
})
