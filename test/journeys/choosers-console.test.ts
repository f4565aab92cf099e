/** Lists to choose from, where there are more than fit into one answer of the API: what is far down is found all the same. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '#shared/contracts/routes.ts'
import { logIn, openBrowser, openPage } from './browser.ts'
import { addPackage, newDataFolder, type Product, startProduct } from './product.ts'

let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let browser: Browser
const many = 130
const userIds: string[] = []
const number = (at: number): string => String(at).padStart(3, '0')

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  for (let at = 0; at < many; at += 1) {
    const body = { login: `personne-${number(at)}`, name: `Personne ${number(at)}` }
    userIds.push((await product.call(routes.createUser, { body })).user.id)
    await product.call(routes.createUserGroup, { body: { name: `Groupe ${number(at)}`, profiles: [] } })
  }
  browser = await openBrowser()
}, 360_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await data?.remove()
})

/** Down a chooser that is open, until an option is there; each end that is reached lets more come. */
const scrollTo = async (page: Page, option: Locator): Promise<void> => {
  for (let tries = 0; tries < 40 && (await option.count()) === 0; tries += 1) {
    await page.getByRole('option').last().scrollIntoViewIfNeeded()
    await page.waitForTimeout(100)
  }
  await option.first().scrollIntoViewIfNeeded()
}
const membersOf = async (groupId: string): Promise<string[]> => {
  const logins: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = { limit: 100, groupId, ...(cursor === '' ? {} : { cursor }) }
    const page: { items: { login: string }[]; nextCursor: string | null } = await product.call(routes.listUsers, { query })
    logins.push(...page.items.map(({ login }) => login))
    cursor = page.nextCursor
  }
  return logins
}

describe.each([
  {
    language: 'en',
    menu: 'Members…',
    choose: 'Choose users',
    find: 'Login, name or e-mail',
    member: 'Find a member',
    remove: 'Remove Personne 104',
    leaves: 'Will be removed',
    isMember: 'Is a member already',
    save: 'Save',
    done: '2 users added, 1 removed',
    anyone: 'Anyone',
    edit: 'Edit',
    groups: 'Choose groups',
  },
  {
    language: 'fr',
    menu: 'Membres…',
    choose: 'Choisir des utilisateurs',
    find: 'Identifiant, nom ou adresse',
    member: 'Trouver un membre',
    remove: 'Retirer Personne 104',
    leaves: 'Sera retiré',
    isMember: 'Est déjà membre',
    save: 'Enregistrer',
    done: '2 utilisateurs ajoutés, 1 retiré',
    anyone: 'Tout le monde',
    edit: 'Modifier',
    groups: 'Choisir des groupes',
  },
] as const)('A1 beyond a hundred: $language', (w) => {
  it('anybody is found to be added to a group of users, and any member to be taken out', async () => {
    const group = await product.call(routes.createUserGroup, { body: { name: `Beaucoup ${w.language}`, profiles: ['packager'] } })
    const params = { id: group.id }
    for (let from = 0; from < 110; from += 50)
      await product.call(routes.addMembers, { params, body: { userIds: userIds.slice(from, Math.min(from + 50, 110)) } })

    const { page, faults } = await openPage(browser, w.language)
    await logIn(page, product, w.language, 'user-groups/')
    await page.getByRole('radio', { name: group.name }).check({ force: true })
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await page.getByRole('menuitem', { name: w.menu }).click()
    const dialog = page.getByRole('dialog')
    const save = dialog.getByRole('button', { name: w.save })
    expect(await save.isDisabled()).toBe(true)

    await dialog.getByRole('button', { name: w.choose }).click()
    const last = page.getByRole('option', { name: /Personne 127/ })
    expect(await last.count()).toBe(0)
    await scrollTo(page, last)
    await last.click()
    await page.getByLabel(w.find).fill('PERSONNE-129')
    const found = page.getByRole('option')
    await found.filter({ hasText: 'Personne 129' }).click()
    await page.getByLabel(w.find).fill('personne-105')
    await found.filter({ hasText: 'Personne 105' }).getByText(w.isMember).waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await dialog.getByText('Personne 129').first().waitFor()

    await dialog.getByLabel(w.member).fill('personne 104')
    await dialog.getByRole('button', { name: w.remove }).click()
    await dialog.getByText(w.leaves, { exact: true }).waitFor()
    await save.click()
    await page.getByText(w.done).waitFor()
    const expected = [...Array(110).keys()].filter((at) => at !== 104).concat(127, 129)
    expect(await membersOf(group.id)).toEqual(expected.map((at) => `personne-${number(at)}`))
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('all groups of users are offered to a user, and all people to the audit log', async () => {
    const { page, faults } = await openPage(browser, w.language)
    await logIn(page, product, w.language, 'users/?search=personne-120')
    await page.getByRole('radio', { name: /personne-120/ }).check({ force: true })
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await page.getByRole('menuitem', { name: w.edit }).click()
    await page.getByRole('dialog').getByRole('button', { name: w.groups }).click()
    await page.getByRole('option', { name: `Groupe ${number(many - 1)}` }).scrollIntoViewIfNeeded()

    await page.goto(`${product.ready.console}/${w.language}/audit/`)
    await page.getByRole('button', { name: w.anyone }).click()
    await page.getByLabel(w.find).fill('personne-126')
    await page.getByRole('option', { name: /personne-126/ }).click()
    await page.waitForURL(`**/audit/?person=${userIds[126]}`)
    await page.reload()
    await page.getByRole('button', { name: /personne-126/ }).waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })
})

it('every bundle and every package is offered for a deployment', async () => {
  const pack = await addPackage(product, { label: 'Paquet 000', command: './install.sh' }, { 'install.sh': '#!/bin/sh\n' })
  for (let at = 1; at < 105; at += 1) {
    await addPackage(product, { label: `Paquet ${number(at)}`, command: './install.sh' }, { 'install.sh': '#!/bin/sh\n' })
    await product.call(routes.createBundle, { body: { name: `Lot ${number(at)}`, members: [{ packageId: pack.id, order: 1 }] } })
  }
  const { page, faults } = await openPage(browser, 'fr')
  await logIn(page, product, 'fr', 'deploy/')
  await page.getByRole('button', { name: 'Choisir un paquet' }).click()
  const item = page.getByRole('option', { name: /Paquet 104/ })
  expect(await item.count()).toBe(0)
  await scrollTo(page, item)
  await item.click()
  await page.getByRole('button', { name: 'Bundle enregistré' }).click()
  await page.getByRole('button', { name: 'Choisir un bundle' }).click()
  await page.getByRole('option', { name: /Lot 104/ }).scrollIntoViewIfNeeded()
  expect(faults).toEqual([])
  await page.context().close()
})
