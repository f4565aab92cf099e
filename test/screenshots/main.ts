/**
 * `npm run screenshots`: the pictures of the README, from the demo fleet as `npm start` gives it. With a folder as
 * argument, every page in both languages, wide and narrow, to be looked at; a second one names the beginnings of those wanted, separated by commas.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { routes } from '#shared/contracts/routes.ts'
import { type Language, logIn, openBrowser, openPage } from '../journeys/browser.ts'
import { goodPassword, newPerson } from '../journeys/people.ts'
import { newDataFolder, startProduct } from '../journeys/product.ts'
import { prepareGroups, shootNoGroup } from './groups.ts'
import { prepare } from './pages.ts'
import { preparePeople, shootTheWayIn } from './people.ts'

const [review, only] = process.argv.slice(2)
const images = new URL('../../docs/images', import.meta.url).pathname
const data = await newDataFolder()
const product = await startProduct(data.path)
const browser = await openBrowser()
try {
  const { items: machines } = await product.call(routes.listMachines, { query: { limit: 100 } })
  const { items: packages } = await product.call(routes.listPackages, { query: { search: 'Hello' } })
  const packageId = packages[0]?.id ?? ''
  const machineIds = machines.map(({ id }) => id)
  const launch = () => product.call(routes.createDeployment, { body: { packageId, machineIds } })

  const showLog = async (page: Page, language: Language, id: string): Promise<void> => {
    await page.goto(`${product.ready.console}/${language}/deployments/detail/?id=${id}`)
    const name = language === 'fr' ? 'Journal de accueil-01' : 'Log of accueil-01'
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('log').getByText('[3/5]').waitFor()
  }

  await mkdir(images, { recursive: true })
  for (const language of ['en', 'fr'] as const) {
    const { page } = await openPage(browser, language)
    await logIn(page, product, language)
    const { id } = await launch()
    await showLog(page, language, id)
    await page.screenshot({ path: join(images, `deployment-${language}.png`) })
    await page.context().close()
  }

  if (review !== undefined) {
    await mkdir(review, { recursive: true })
    // What the others show takes minutes to come about.
    const isOf = (room: string): boolean => only?.split(',').every((begins) => begins.startsWith(room)) ?? false
    const isWanted = (name: string): boolean => only === undefined || only.split(',').some((begins) => name.startsWith(begins))
    const withGroups = only === undefined || /(?:^|,)groups/.test(only)
    const rest = isOf('people') || isOf('groups') ? [] : await prepare(product)
    const people = isOf('groups') ? [] : await preparePeople(product)
    const groups = withGroups ? await prepareGroups(product) : []
    const shots = [...rest, ...people, ...groups].filter(({ name }) => isWanted(name))
    const newcomer = { login: 'nouveau', password: goodPassword }
    if (withGroups) await newPerson(product, { login: newcomer.login, profiles: ['operator'], entityIds: ['root'] })
    for (const language of ['en', 'fr'] as const)
      for (const size of ['wide', 'narrow'] as const) {
        const { page } = await openPage(browser, language, size)
        if (only === undefined || 'people'.startsWith(only.slice(0, 6))) {
          const stranger = await openPage(browser, language, size)
          await shootTheWayIn(stranger.page, product, language, async (name) => {
            await stranger.page.screenshot({ path: join(review, `${name}-${language}-${size}.png`), fullPage: true })
          })
          await stranger.page.context().close()
        }
        if (size === 'narrow') await page.setViewportSize({ width: 375, height: 812 })
        if (withGroups) {
          const fresh = await openPage(browser, language, size)
          await logIn(fresh.page, product, language, 'groups/', newcomer)
          await shootNoGroup(fresh.page, async (name) => {
            await fresh.page.screenshot({ path: join(review, `${name}-${language}-${size}.png`), fullPage: true })
          })
          await fresh.page.context().close()
        }
        await logIn(page, product, language)
        for (const { name, path, act } of shots) {
          await page.goto(`${product.ready.console}/${language}/${path}`)
          await page.waitForLoadState('networkidle')
          // One that cannot be made does not cost the others; it shows how far it came.
          await act?.(page, language).catch((error: unknown) => {
            console.error(`${name}, ${language}, ${size}: ${String(error)}`)
            process.exitCode = 1
          })
          await page.waitForTimeout(300)
          await page.screenshot({ path: join(review, `${name}-${language}-${size}.png`), fullPage: true })
        }
        await page.context().close()
      }
  }
} finally {
  await browser.close()
  await product.stop()
  await data.remove()
}
