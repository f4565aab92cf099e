/** The console in chromium, as an administrator uses it, in both languages, against real sshd. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import type { LabMachine } from '../lab/sshd.ts'
import { enter, type Language, logIn, openPage, press } from './browser.ts'
import { words } from './console/words.ts'
import { labMachines } from './lab-machines.ts'
import { addMachine, siteKey, until } from './product.ts'
import { runningBrowser, runningProduct } from './running.ts'

const lab = labMachines()
const product = runningProduct('--no-demo')
const browser = runningBrowser()
let machine: LabMachine
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pulse-package-'))
  machine = await lab.start('accueil-01')
  await machine.authorize(await siteKey(product))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Less than the 5 s after which a page without live updates would ask again by itself. */
const liveMs = 4000

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

/** Fails until somebody has put the machine in order. */
const brokenUntilFixed = '[ -e "$HOME/.fixed" ] && exit 0\necho "no room left" >&2\nexit 3\n'

const machineId = async (): Promise<string> => {
  const { items } = await product.call(routes.listMachines, { query: { name: 'accueil-01' } })
  return items[0]?.id ?? ''
}

/** Until the latest deployment is over, in this way. */
const overAs = (wanted: 'done' | 'done-with-failures') =>
  until(
    async () => (await latest())?.state,
    (state) => state === wanted,
  )

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
    await enter(page, product, language, 'packages/')
    await rm(join(machine.home, '.fixed'), { force: true })
    const path = await packageFolder(`broken-${language}`, brokenUntilFixed)
    await uploadAndDeploy(page, language, `Broken ${language}`, path, async () => {
      await page.getByText(w.more, { exact: true }).click()
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

  it('E2 launches a package at once from the page of a machine, and keeps it in its history', async () => {
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, `machines/detail/?id=${await machineId()}`)
    await press(page, w.deployOf(`Greeting ${language} 1.0`))
    const dialog = page.getByRole('dialog', { name: w.quick })
    await dialog.getByRole('button', { name: w.launch }).click()
    await page.waitForURL('**/deployments/detail/**')
    await overAs('done')
    await page.goto(`${product.ready.console}/${language}/machines/detail/?id=${await machineId()}&tab=history`)
    await page.getByRole('tab', { name: w.history, selected: true }).waitFor()
    await page
      .getByRole('row')
      .filter({ hasText: `Greeting ${language}` })
      .filter({ hasText: w.done })
      .nth(1)
      .waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('E3 E4 F4 draws the window as one types, marks what is unreadable, and pauses, resumes and stops what waits for it', async () => {
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, `machines/detail/?id=${await machineId()}`)
    await press(page, w.advancedOf(`Greeting ${language} 1.0`))
    await page.waitForURL('**/deploy/**')
    const field = page.getByLabel(w.window, { exact: true })
    await field.fill('22-6, 25-27')
    await page.getByText(w.badHour).waitFor()
    expect(await page.getByTestId('fault-position').locator('mark').textContent()).toBe('25-27')
    expect(await page.getByTestId('week').count()).toBe(0)
    const hour = new Date().getUTCHours()
    const [opens, closes] = [(hour + 2) % 24, (hour + 3) % 24]
    await field.fill(`${opens}-${closes}`)
    const week = page.getByTestId('week')
    expect(await week.locator('[data-date]').count()).toBe(7)
    expect(await week.locator('[data-look=open]').count()).toBeGreaterThanOrEqual(7)
    // The service says where it would run, and when.
    await page
      .getByRole('row')
      .filter({ hasText: 'Local' })
      .filter({ hasText: `${String(opens).padStart(2, '0')}:00` })
      .waitFor()
    await press(page, w.launch)
    await page.waitForURL('**/deployments/detail/**')
    await page.getByTestId('summary').getByText(w.nextWindow).waitFor()
    await rowOf(page).getByText(w.scheduled, { exact: true }).waitFor()
    await press(page, w.pause)
    await rowOf(page).getByText(w.paused, { exact: true }).waitFor({ timeout: liveMs })
    await press(page, w.resume)
    await rowOf(page).getByText(w.scheduled, { exact: true }).waitFor({ timeout: liveMs })
    await press(page, w.stop)
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(w.interrupt).check({ force: true })
    await dialog.getByRole('button', { name: w.stopDeployment }).click()
    await rowOf(page).getByText(w.stopped, { exact: true }).waitFor({ timeout: liveMs })
    const { control, state } = (await latest()) ?? {}
    expect({ control, state }).toEqual({ control: 'interrupt', state: 'stopped' })
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('E5 E9 F5 F7 makes a bundle, deploys it, opens the list behind a figure, exports, relaunches what failed, searches the log', async () => {
    const { page, faults } = await openPage(browser, language)
    await enter(page, product, language, 'bundles/')
    await press(page, w.createBundle)
    const form = page.getByRole('dialog')
    await form.getByLabel(w.name, { exact: true }).fill(`Both ${language}`)
    for (const label of ['Greeting', 'Broken']) {
      await form.getByRole('button', { name: w.addPackage }).click()
      await page
        .getByRole('option')
        .filter({ hasText: `${label} ${language}` })
        .click()
    }
    await form.getByLabel(w.orderOf(`Greeting ${language}`)).fill('5')
    await form.getByRole('button', { name: w.save }).click()
    await page.waitForURL('**/bundles/detail/**')
    await page.getByRole('heading', { level: 1, name: `Both ${language}` }).waitFor()
    await press(page, w.deploy)
    await page.waitForURL('**/deploy/**')
    await page.getByRole('checkbox', { name: `${w.select} accueil-01` }).check({ force: true })
    await page.getByText(w.more, { exact: true }).click()
    await page.getByLabel(w.attempts, { exact: true }).fill('1')
    await press(page, w.launch)
    await page.waitForURL('**/deployments/detail/**')
    await overAs('done-with-failures')
    await page.getByText(w.withFailures, { exact: true }).waitFor({ timeout: liveMs })

    // One failed, and what comes after it on that machine was stopped: each figure opens its list.
    await press(page, w.byBundle)
    await expect.poll(() => rowOf(page).allTextContents(), { timeout: liveMs }).toEqual([expect.stringContaining(`Greeting ${language}`)])
    await press(page, w.failedFigure)
    await expect.poll(() => rowOf(page).allTextContents(), { timeout: liveMs }).toEqual([expect.stringContaining(`Broken ${language}`)])
    expect(page.url()).toContain('standing=failed')

    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'CSV')])
    const csv = await readFile(await download.path(), 'utf8')
    expect(csv.startsWith('\ufeffexecution,machine,')).toBe(true)
    expect(csv.split('\r\n').filter((line) => line.includes('accueil-01'))).toHaveLength(2)
    expect(download.suggestedFilename()).toBe(`Both_${language}_accueil-01.csv`)

    await writeFile(join(machine.home, '.fixed'), '')
    await press(page, w.relaunch)
    await page.getByRole('dialog').getByRole('button', { name: w.relaunch }).click()
    await overAs('done')

    await page.getByRole('button', { name: /^(All|Tous) \d/ }).click()
    await page
      .getByRole('row')
      .filter({ hasText: `Greeting ${language}` })
      .getByRole('button', { name: `${w.logOf} accueil-01` })
      .click()
    await page.getByRole('log').getByText('bonjour tout le monde').waitFor()
    // The script says "a warning" and "finished": "ni" stands in both.
    await page.getByLabel(w.find).fill('NI')
    await page.getByTestId('hits').getByText(w.firstOfTwo, { exact: true }).waitFor()
    await press(page, w.next)
    await page.getByTestId('hits').getByText(w.secondOfTwo, { exact: true }).waitFor()
    expect(await page.getByRole('log').locator('mark').allTextContents()).toEqual(['ni', 'ni'])
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('refuses an empty form, naming what is missing, and fits a narrow screen', async () => {
    const { page, faults } = await openPage(browser, language, 'narrow')
    await enter(page, product, language, 'packages/add/')
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
  await enter(page, product, 'en', 'machines/')
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

it('E1 E3 names machines one by one or by a filter, and asks for the number before halting more than ten', async () => {
  const { page, faults } = await openPage(browser, 'en')
  await product.call(routes.createSite, { body: { id: 'far', name: 'Far', timeZone: 'Asia/Tokyo' } })
  for (let place = 0; place < 11; place += 1)
    await product.call(routes.createMachine, { body: { name: `far-${place}`, siteId: 'far', address: '192.0.2.1' } })
  const { items } = await product.call(routes.listPackages, { query: { search: 'Greeting en' } })
  await enter(page, product, 'en', `deploy/?package=${items[0]?.id}`)
  await press(page, 'By name')
  await page.getByLabel('Names', { exact: true }).fill('FAR-0\nnobody')
  await page.getByText('nobody: there is no machine of this name').waitFor()
  await page.getByLabel('Names', { exact: true }).fill('FAR-0; far-1')
  await page.getByText('2 machines, 2 executions').waitFor()
  await press(page, 'All that match a filter')
  await page.getByLabel('Find by any part of the name').fill('far-')
  await page.getByText('11 machines, 11 executions').waitFor()
  await page.getByText('on a site without an edge launcher').waitFor()
  await page.getByRole('button', { name: 'After success' }).click()
  await page.getByRole('option', { name: 'Halt the machine' }).click()
  await press(page, 'Launch now')
  const dialog = page.getByRole('dialog', { name: 'Halt 11 machines after success?' })
  const launch = dialog.getByRole('button', { name: 'Launch and halt' })
  expect(await launch.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('11')
  await launch.click()
  await page.waitForURL('**/deployments/detail/**')
  await page.getByRole('cell', { name: 'Far has no edge launcher: enrol one on the page Sites.' }).first().waitFor()
  expect((await latest())?.options.afterSuccess).toBe('halt')
  // The service refused the name that nobody has; the browser notes that by itself.
  expect(faults).toEqual([expect.stringContaining('status of 400')])
  await page.context().close()
})

it('ran each deployment of the console once', async () => {
  // Uploaded and deployed, deployed quickly, and in the bundle after its relaunch: in each language.
  expect(await readFile(join(machine.home, 'runs'), 'utf8')).toBe('ran\n'.repeat(6))
})
