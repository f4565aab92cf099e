/** Users, perimeters, tokens and the audit log in chromium, in both languages; and the way in. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { enter, goTo, logIn, openPage } from './browser.ts'
import { as, goodPassword } from './people.ts'
import { wayIn } from './people-console/way-in.ts'
import { words } from './people-console/words.ts'
import { runningBrowser, runningProduct } from './running.ts'

const product = runningProduct('--no-demo', '--no-edge')
const browser = runningBrowser()

const choose = async (page: Page, placeholder: string, option: string): Promise<void> => {
  await page.getByRole('dialog').getByRole('button', { name: placeholder }).click()
  await page.getByRole('option', { name: option }).first().click()
  await page.keyboard.press('Escape')
}
/** Asks the API from the page, with the token that the page holds. */
const handMade = (page: Page, path: string): Promise<{ status: number; text: string }> =>
  page.evaluate(async (address) => {
    const kept = Object.entries(sessionStorage).find(([key]) => key.startsWith('pulse.user:'))
    const { access_token: token } = JSON.parse(String(kept?.[1]))
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
    return { status: response.status, text: await response.text() }
  }, `${product.ready.api}${path}`)

describe.each(['en', 'fr'] as const)('A3 A4 A6 people in the console in %s', (language) => {
  const w = words[language]
  const login = `aide-${language}`

  it('an administrator makes a user of the help desk, who sees their entity only; a hand-made request is refused and audited', async () => {
    const entity = await product.call(routes.createEntity, { body: { name: `Accueil ${language}`, parentId: 'root' } })
    const create = (name: string, entityId: string) =>
      product.call(routes.createMachine, { body: { name, siteId: 'local', address: '127.0.1.70', port: 2, entityId } })
    const mine = await create(`accueil-${language}`, entity.id)
    const other = await create(`serveur-${language}`, 'root')

    const admin = await openPage(browser, language)
    await enter(admin.page, product, language, 'users/')
    await admin.page.getByRole('button', { name: w.createUser }).click()
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByLabel(w.login, { exact: true }).fill(login)
    await dialog.getByLabel(w.name, { exact: true }).fill('Camille Martin')
    await choose(admin.page, w.chooseProfiles, w.helpdesk)
    await choose(admin.page, w.chooseEntities, entity.name)
    await dialog.getByRole('button', { name: w.createUser }).click()
    await admin.page.getByText(w.oneTime, { exact: true }).waitFor()
    const oneTime = (await dialog.getByText(/^[\w=+-]{20}$/).textContent()) ?? ''
    expect(oneTime).toHaveLength(20)
    await admin.page.getByRole('dialog').getByRole('button', { name: w.close }).last().click()
    await admin.page.getByRole('row').filter({ hasText: login }).getByText(w.helpdesk).waitFor()

    const helper = await openPage(browser, language)
    await goTo(helper.page, product, language, 'machines/')
    await helper.page.getByLabel(language === 'en' ? 'Login' : 'Identifiant', { exact: true }).fill(login)
    await helper.page.getByLabel(language === 'en' ? 'Password' : 'Mot de passe', { exact: true }).fill(oneTime)
    await helper.page.getByRole('button').click()
    await helper.page.getByLabel(w.newPassword, { exact: true }).fill(goodPassword)
    await helper.page.getByLabel(w.again, { exact: true }).fill(goodPassword)
    await helper.page.getByRole('button', { name: w.submit }).click()
    await helper.page.waitForURL(`**/${language}/machines/**`)
    await helper.page.getByRole('link', { name: mine.name }).waitFor()
    expect(await helper.page.getByText(other.name).count()).toBe(0)
    // The menu holds what the profile holds.
    for (const module of w.administration)
      expect(await helper.page.getByRole('link', { name: module, exact: true }).count(), module).toBe(0)
    for (const module of w.administration)
      expect(await admin.page.getByRole('link', { name: module, exact: true }).count(), module).toBeGreaterThan(0)
    expect((await handMade(helper.page, `/machines/${mine.id}`)).status).toBe(200)
    expect(helper.faults).toEqual([])
    expect(await handMade(helper.page, `/machines/${other.id}`)).toMatchObject({ status: 403, text: expect.stringContaining('perimeter') })
    expect((await handMade(helper.page, '/users')).status).toBe(403)

    await goTo(admin.page, product, language, `audit/?object=${other.id}`)
    const line = admin.page.getByRole('row').filter({ hasText: login })
    await line.getByText(w.refused, { exact: true }).waitFor()
    await line.getByText(w.seeMachine).waitFor()
    expect(admin.faults).toEqual([])
    await admin.page.context().close()
    await helper.page.context().close()
  })

  it('expert mode shows the calls behind a page, and is kept with the user', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'machines/', { login, password: goodPassword })
    await page.getByRole('button', { name: 'Camille Martin' }).click()
    await page.getByRole('menuitemcheckbox', { name: w.expert }).click()
    await page.getByText(w.calls).click()
    await page.getByText(/GET \/machines\?limit=/).waitFor()
    await page.context().clearCookies()
    const elsewhere = await openPage(browser, language)
    await logIn(elsewhere.page, product, language, 'packages/', { login, password: goodPassword })
    await elsewhere.page.getByText(w.calls).waitFor()
    expect([...faults, ...elsewhere.faults]).toEqual([])
    await page.context().close()
    await elsewhere.page.context().close()
  })

  it('a personal access token is made, shown once, and works for scripts', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'tokens/', { login, password: goodPassword })
    await page.getByRole('button', { name: w.makeToken }).first().click()
    await page.getByRole('dialog').getByLabel(w.name, { exact: true }).fill('nightly')
    await page.getByRole('dialog').getByRole('checkbox', { name: w.machineList }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: w.makeToken }).click()
    await page.getByRole('heading', { name: w.token }).waitFor()
    const token =
      (await page
        .getByRole('dialog')
        .getByText(/^pulse_[\w-]{43}$/)
        .textContent()) ?? ''
    expect((await as(product, token, '/scripts').raw('GET', '/machines')).status).toBe(200)
    expect((await as(product, token, '/scripts').raw('GET', '/packages')).status).toBe(403)
    await page.reload()
    await page.getByRole('row').filter({ hasText: 'nightly' }).waitFor()
    expect(await page.content()).not.toContain(token)
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe.each([
  {
    language: 'en',
    actions: 'Actions',
    all: 'Select all on this page',
    move: 'Move to entity…',
    go: 'Move',
    choose: 'Entity',
    type: 'Type 12 to confirm',
    moved: '12 computers are in',
  },
  {
    language: 'fr',
    actions: 'Actions',
    all: 'Tout sélectionner sur cette page',
    move: 'Déplacer vers une entité…',
    go: 'Déplacer',
    choose: 'Entité',
    type: 'Saisissez 12 pour confirmer',
    moved: '12 ordinateurs se trouvent maintenant dans',
  },
] as const)(
  'machines are placed by hand, many at once: $language',
  ({ language, actions, all, move, go: confirm, choose: entityField, type, moved }) => {
    it('from the list of an entity: how many is said, and typed above ten', async () => {
      const from = await product.call(routes.createEntity, { body: { name: `De ${language}`, parentId: 'root' } })
      const to = await product.call(routes.createEntity, { body: { name: `Vers ${language}`, parentId: 'root' } })
      for (let at = 0; at < 12; at += 1)
        await product.call(routes.createMachine, {
          body: { name: `vrac-${language}-${at}`, siteId: 'local', address: '127.0.1.71', port: 2, entityId: from.id },
        })
      const { page, faults } = await openPage(browser, language)
      await enter(page, product, language, 'entities/')
      await page.evaluate(() => localStorage.setItem('pulse.machines.page-size', '25'))
      await page.getByRole('row').filter({ hasText: from.name }).getByRole('link').click()
      await page.waitForURL(`**/${language}/machines/?entity=${from.id}`)
      await page.getByRole('link', { name: `vrac-${language}-11` }).waitFor()
      await page.getByRole('checkbox', { name: all }).check({ force: true })
      await page.getByRole('button', { name: actions, exact: true }).first().click()
      await page.getByRole('menuitem', { name: move }).click()
      const dialog = page.getByRole('dialog')
      await dialog
        .getByText(/\b12\b/)
        .first()
        .waitFor()
      const button = dialog.getByRole('button', { name: confirm, exact: true })
      await dialog.getByLabel(type).fill('12')
      expect(await button.isDisabled()).toBe(true)
      await dialog.getByRole('button', { name: entityField }).click()
      await page.getByRole('option', { name: to.name }).click()
      await dialog.getByLabel(type).fill('1')
      expect(await button.isDisabled()).toBe(true)
      await dialog.getByLabel(type).fill('12')
      await button.click()
      await page.getByText(moved).waitFor()
      const { items } = await product.call(routes.listMachines, { query: { limit: 100, entityId: to.id } })
      expect(items).toHaveLength(12)
      expect(items.every(({ entityBy }) => entityBy === 'hand')).toBe(true)
      expect((await product.call(routes.listMachines, { query: { entityId: from.id } })).items).toEqual([])
      expect(faults).toEqual([])
      await page.context().close()
    })
  },
)

describe('refusals', () => {
  it('are said in French where the console is: with the names of rights, at the field and in the audit log', async () => {
    const full = await product.call(routes.createEntity, { body: { name: 'Pleine', parentId: 'root' } })
    await product.call(routes.createMachine, {
      body: { name: 'reste', siteId: 'local', address: '127.0.1.72', port: 2, entityId: full.id },
    })
    const { page } = await openPage(browser, 'fr')
    await enter(page, product, 'fr', 'entities/')
    await page.getByRole('radio', { name: /Pleine/ }).check({ force: true })
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Supprimer' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Supprimer' }).click()
    await page.getByText('Cette entité contient des ordinateurs : déplacez-les d’abord.').waitFor()
    await goTo(page, product, 'fr', `audit/?object=${full.id}&outcome=refused`)
    await page.getByRole('row').getByText('Cette entité contient des ordinateurs').waitFor()
    await goTo(page, product, 'fr', 'users/')
    await page.getByRole('button', { name: 'Créer un utilisateur' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Identifiant', { exact: true }).fill('ADMIN')
    await dialog.getByLabel('Nom', { exact: true }).fill('Un autre')
    await dialog.getByRole('button', { name: 'Créer un utilisateur' }).click()
    await dialog.getByText('est déjà l’identifiant d’un autre utilisateur').waitFor()
    await page.context().close()
  })
})

wayIn(product, browser)
