/** C1–C8 in chromium: groups of machines as those who deploy to them make, share and use them. The machines come by uploads of agents. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { say, xmlInventory } from '../lab/agent-client.ts'
import { type Language, logIn, openBrowser, openPage } from './browser.ts'
import { groupWords } from './groups-words.ts'
import { goodPassword, newPerson } from './people.ts'
import { addPackage, newDataFolder, type Product, startProduct, until } from './product.ts'

const fleet: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'poste-01': { Firefox: '128', LibreOffice: '7' },
  'poste-02': { Firefox: '140' },
  'poste-03': { LibreOffice: '7' },
  'poste-04': { Editor: '1' },
  'poste-05': { Firefox: '128' },
  'serveur-01': { LibreOffice: '24' },
}
let data: Awaited<ReturnType<typeof newDataFolder>>
let product: Product
let browser: Browser

const namesIn = async (groupId: string): Promise<string[]> =>
  (await product.call(routes.listMachines, { query: { groupId, limit: 100 } })).items.map(({ name }) => name).sort()
const groupNamed = async (name: string): Promise<Group> => {
  const found = (await product.call(routes.listGroups, { query: { name } })).items.find((one) => one.name === name)
  if (!found) throw new Error(`there is no group ${name}`)
  return found
}

beforeAll(async () => {
  data = await newDataFolder()
  product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  browser = await openBrowser()
  for (const [at, [name, programs]] of Object.entries(fleet).entries()) {
    const number = String(at + 1).padStart(12, '0')
    const heard = await say(
      product.ready.inventory,
      xmlInventory({ name, uuid: `5c4c4544-0051-3610-8052-${number}`, serial: `G${number}`, programs }),
      { headers: { 'user-agent': 'FusionInventory-Agent_v2.6-3' } },
    )
    expect(heard.status, heard.text).toBe(200)
  }
  await until(
    () => product.call(routes.countFieldValues, { query: { field: 'Machine/Name', limit: 100 } }),
    ({ items }) => items.length === Object.keys(fleet).length,
  )
  await until(
    () => product.call(routes.countFieldValues, { query: { field: 'Software/Products', limit: 100 } }),
    ({ items }) => items.reduce((sum, { machines }) => sum + machines, 0) === 7,
  )
}, 360_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await data?.remove()
})

const go = (page: Page, language: Language, path: string) => page.goto(`${product.ready.console}/${language}/${path}`)
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click()
/** A criterion on the inventory: field, value as typed, and what a pair has beside it. */
const addCriterion = async (page: Page, language: Language, field: string, value: string, second = ''): Promise<void> => {
  const w = groupWords[language]
  await page.getByLabel(w.field, { exact: true }).click()
  await page.getByRole('option', { name: field }).first().click()
  await page.getByRole('combobox', { name: w.value, exact: true }).fill(value)
  await page.keyboard.press('Escape')
  if (second !== '') {
    await page.getByRole('combobox', { name: w.version, exact: true }).fill(second)
    await page.keyboard.press('Escape')
  }
  await press(page, w.addCriterion)
}
const expression = (page: Page, language: Language) => page.getByLabel(groupWords[language].expression, { exact: true })

describe.each(['en', 'fr'] as const)('groups in the console in %s', (language) => {
  const w = groupWords[language]

  it('C2 C1 a static group is made of ticked machines, moved in and out; machines leave it on its page', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'groups/')
    await press(page, w.create)
    await page.getByRole('link', { name: w.static, exact: true }).click()
    await page.getByLabel(w.groupName, { exact: true }).fill(`Salle ${language}`)
    for (const name of ['poste-01', 'poste-02', 'poste-04'])
      await page.getByRole('checkbox', { name: w.select(name), exact: true }).check({ force: true })
    await press(page, w.addChosen)
    await page.getByRole('checkbox', { name: w.selectMember('poste-02') }).check({ force: true })
    await press(page, w.takeBack)
    await page.getByText(w.machines(2), { exact: true }).waitFor()
    await press(page, w.save)
    await page.getByRole('heading', { level: 1, name: `Salle ${language}` }).waitFor()
    await page.getByRole('link', { name: 'poste-04' }).waitFor()
    const group = await groupNamed(`Salle ${language}`)
    expect(await namesIn(group.id)).toEqual(['poste-01', 'poste-04'])

    await go(page, language, `groups/edit/?id=${group.id}&name=serveur`)
    await press(page, w.addAllShown)
    await page.getByRole('checkbox', { name: w.selectMember('serveur-01') }).waitFor({ state: 'attached' })
    await page.getByRole('checkbox', { name: w.selectMember('poste-01') }).check({ force: true })
    await page.getByRole('button', { name: w.takeOut, exact: true }).last().click()
    await page.getByRole('button', { name: w.keepOne('poste-01') }).waitFor()
    await press(page, w.saveEdit)
    await page.getByRole('heading', { level: 1, name: group.name, exact: true }).waitFor()
    expect(await namesIn(group.id)).toEqual(['poste-04', 'serveur-01'])

    await page.getByRole('checkbox', { name: w.select('serveur-01'), exact: true }).check({ force: true })
    await press(page, w.remove)
    await page.getByRole('dialog').getByRole('button', { name: w.remove, exact: true }).click()
    await page.getByText(w.removed(1, group.name)).waitFor()
    await page.getByRole('link', { name: 'serveur-01' }).waitFor({ state: 'detached' })
    expect(await namesIn(group.id)).toEqual(['poste-04'])
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('C4 C6 a dynamic group: suggestions, a wrong expression with its column, the builder and the text in step, counts', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'groups/new/')
    await page.getByRole('link', { name: w.dynamic, exact: true }).click()
    // From three characters on, what computers have is offered.
    await page.getByRole('combobox', { name: w.value, exact: true }).fill('iref')
    await page.getByRole('option', { name: 'Firefox' }).click()
    await press(page, w.addCriterion)
    await page.getByText(w.machines(3), { exact: true }).waitFor()
    await addCriterion(page, language, 'Software/ProductName', 'Libre*')
    await addCriterion(page, language, 'Machine/Name', 'poste-*')
    const rows = page.getByRole('table', { name: w.criteria }).getByRole('row')
    await rows.filter({ hasText: 'Libre*' }).getByRole('cell', { name: '3', exact: true }).waitFor()
    await rows.filter({ hasText: 'poste-*' }).getByRole('cell', { name: '5', exact: true }).waitFor()
    await page.getByText(w.machines(1), { exact: true }).waitFor()

    await expression(page, language).fill('AND(3, OR(1, 4))')
    await page.getByText(w.noCriterion4).waitFor()
    expect(await page.getByRole('button', { name: w.save, exact: true }).isDisabled()).toBe(true)
    await expression(page, language).fill('AND(3, NOT(1, 2))')
    await page.getByText(w.tooMany).waitFor()

    await expression(page, language).fill('and(3,NOT(OR(1,2)))')
    await page.getByText(w.machines(1), { exact: true }).waitFor()
    await page.getByRole('link', { name: 'poste-04' }).waitFor()
    // The builder has the same; what is built there is written here.
    expect(await page.getByRole('checkbox', { name: w.notAt('2'), exact: true }).isChecked()).toBe(true)
    await page.getByRole('checkbox', { name: w.notAt('2'), exact: true }).uncheck({ force: true })
    await expect.poll(() => expression(page, language).inputValue()).toBe('AND(3, OR(1, 2))')
    await page.getByRole('button', { name: w.removeAt('2.2') }).click()
    await expect.poll(() => expression(page, language).inputValue()).toBe('AND(3, 1)')
    await page.getByText(w.unused2).waitFor()
    await press(page, w.include)
    await expect.poll(() => expression(page, language).inputValue()).toBe('AND(3, 1, 2)')
    // A criterion that goes takes its number with it.
    await page.getByRole('button', { name: w.removeCriterion(1) }).click()
    await expect.poll(() => expression(page, language).inputValue()).toBe('AND(2, 1)')
    await page.getByText(w.machines(2), { exact: true }).waitFor()

    await page.getByLabel(w.groupName, { exact: true }).fill(`Bureautique ${language}`)
    await page.getByRole('radio', { name: w.visible, exact: true }).check({ force: true })
    await press(page, w.save)
    await page.getByRole('heading', { level: 1, name: `Bureautique ${language}` }).waitFor()
    await page
      .getByRole('navigation', { name: w.sideNavigation })
      .getByRole('link', { name: `Bureautique ${language}` })
      .waitFor()
    const group = await groupNamed(`Bureautique ${language}`)
    expect(group).toMatchObject({ mode: 'request', visible: true, expression: 'AND(2, 1)' })
    expect(await namesIn(group.id)).toEqual(['poste-01', 'poste-03'])
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('C5 a request is stored as a result, loses its machines one by one, and is a request again', async () => {
    const name = `Firefox 128 ${language}`
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'groups/new-dynamic/')
    await addCriterion(page, language, 'Software/Products', 'Firefox', '128')
    await page.getByText(w.machines(2), { exact: true }).waitFor()
    await page.getByLabel(w.groupName, { exact: true }).fill(name)
    await press(page, w.save)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await press(page, w.actions)
    await page.getByRole('menuitem', { name: w.store }).click()
    await page.getByText(w.storedAt, { exact: true }).waitFor()
    const group = await groupNamed(name)
    expect(group.mode).toBe('result')
    for (const machine of ['poste-01', 'poste-05']) {
      await page.getByRole('checkbox', { name: w.select(machine), exact: true }).check({ force: true })
      await press(page, w.remove)
      await page.getByRole('dialog').getByRole('button', { name: w.remove, exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.getByText(w.becameRequest).waitFor()
    expect((await groupNamed(name)).mode).toBe('request')
    expect(await namesIn(group.id)).toEqual(['poste-01', 'poste-05'])
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('C7 a group from a file: what matches nothing is said by line, and can be had as a file', async () => {
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'groups/import/')
    const buffer = Buffer.from('POSTE-01\n\nposte-99\nserveur-01\ninconnu\n')
    await page.locator('input[type=file]').setInputFiles({ name: 'liste.txt', mimeType: 'text/plain', buffer })
    const unmatched = page.getByRole('table', { name: w.unmatched })
    await unmatched.getByRole('row').filter({ hasText: 'poste-99' }).getByRole('cell', { name: '3', exact: true }).waitFor()
    await unmatched.getByRole('row').filter({ hasText: 'inconnu' }).getByRole('cell', { name: '5', exact: true }).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, w.download)])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
    expect(Buffer.concat(chunks).toString()).toBe('poste-99\ninconnu\n')
    await page.getByLabel(w.groupName, { exact: true }).fill(`Liste ${language}`)
    await press(page, w.createWith(2))
    await page.getByRole('link', { name: 'serveur-01' }).waitFor()
    expect(await namesIn((await groupNamed(`Liste ${language}`)).id)).toEqual(['poste-01', 'serveur-01'])
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('machines of the list are added to a static group', async () => {
    const name = `Ajouts ${language}`
    const { id } = await product.call(routes.createGroup, { body: { kind: 'static', name } })
    const { page, faults } = await openPage(browser, language)
    await logIn(page, product, language, 'machines/')
    await page.getByRole('checkbox', { name: w.select('poste-02'), exact: true }).check({ force: true })
    await press(page, w.actions)
    await page.getByRole('menuitem', { name: w.addToGroup }).click()
    await page.getByRole('dialog').getByRole('button', { name: w.group }).click()
    await page.getByRole('option', { name }).click()
    await page.getByRole('dialog').getByRole('button', { name: w.add, exact: true }).click()
    await page.getByRole('link', { name: w.showGroup }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await page.getByRole('link', { name: 'poste-02' }).waitFor()
    expect(await namesIn(id)).toEqual(['poste-02'])
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('groups among people', () => {
  const w = groupWords.fr

  it('C8 C3 a group is private; shared, the other sees it and its shortcut, and cannot delete it', async () => {
    const other = await newPerson(product, { login: 'camille', name: 'Camille Martin', profiles: ['operator'], entityIds: ['root'] })
    const made = await product.call(routes.createGroup, { body: { kind: 'static', name: 'Partagé', visible: true } })
    expect((await other.raw('GET', `/groups/${made.id}`)).status).toBe(404)
    const { page, faults } = await openPage(browser, 'fr')
    await logIn(page, product, 'fr', 'groups/?name=partag')
    await press(page, w.actionsOf('Partagé'))
    await page.getByRole('menuitem', { name: w.share }).click()
    await page.getByRole('dialog').getByRole('button', { name: w.chooseSharees }).click()
    await page.getByRole('searchbox', { name: w.findSharee }).or(page.getByLabel(w.findSharee)).first().fill('cami')
    await page.getByRole('option', { name: 'Camille Martin' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').getByRole('button', { name: w.saveEdit, exact: true }).click()
    await page.getByText('Partagé est partagé avec un destinataire.').waitFor()
    await page.getByRole('row').filter({ hasText: 'Partagé' }).getByText('Camille Martin').waitFor()

    const hers = await openPage(browser, 'fr')
    await logIn(hers.page, product, 'fr', 'groups/', { login: 'camille', password: goodPassword })
    await hers.page.getByRole('navigation', { name: w.sideNavigation }).getByRole('link', { name: 'Partagé' }).waitFor()
    await press(hers.page, w.actionsOf('Partagé'))
    expect(await hers.page.getByRole('menuitem', { name: w.delete }).getAttribute('aria-disabled')).toBe('true')
    expect((await other.raw('DELETE', `/groups/${made.id}`)).status).toBe(403)
    expect([...faults, ...hers.faults]).toEqual([])
    await page.context().close()
    await hers.page.context().close()
  })

  it('C1 a group is deployed on from its page; the deployment leads back to it, and is its history', async () => {
    await addPackage(product, { label: 'Bonjour', command: './run.sh' }, { 'run.sh': '#!/bin/sh\necho bonjour\n' })
    const { items } = await product.call(routes.listMachines, { query: { name: 'poste' } })
    const machineIds = items.slice(0, 2).map(({ id }) => id)
    const group = await product.call(routes.createGroup, { body: { kind: 'static', name: 'Cible', machineIds } })
    const { page, faults } = await openPage(browser, 'fr')
    await logIn(page, product, 'fr', `groups/detail/?id=${group.id}`)
    await press(page, w.deploy)
    await page.getByRole('button', { name: /Choisir un paquet/ }).click()
    await page.getByRole('option', { name: /Bonjour/ }).click()
    await page.getByText('2 ordinateurs').first().waitFor()
    await press(page, w.launch)
    await page.waitForURL('**/fr/deployments/detail/**')
    await page.getByRole('link', { name: 'Cible', exact: true }).click()
    await page.getByRole('tab', { name: w.history }).click()
    await page.getByRole('row').filter({ hasText: 'Bonjour' }).waitFor()
    await page.getByRole('tab', { name: w.inventory }).click()
    await page.getByRole('button', { name: 'Versions de Firefox' }).waitFor()
    expect((await product.call(routes.listDeployments, { query: { groupId: group.id } })).items).toHaveLength(1)
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('C1 deleting a group says what goes, and is refused in French while another group is made of it', async () => {
    const inner = await product.call(routes.createGroup, { body: { kind: 'static', name: 'Intérieur' } })
    const outer = await product.call(routes.createGroup, {
      body: { kind: 'dynamic', name: 'Extérieur', criteria: [{ module: 'dyngroup', field: 'groupname', groupId: inner.id }] },
    })
    const { page } = await openPage(browser, 'fr')
    await logIn(page, product, 'fr', `groups/detail/?id=${inner.id}`)
    const remove = async () => {
      await press(page, w.actions)
      await page.getByRole('menuitem', { name: w.delete }).click()
      await page.getByRole('dialog').getByRole('button', { name: w.delete, exact: true }).click()
    }
    await remove()
    await page.getByRole('dialog').getByText(w.usedBy('Extérieur')).waitFor()
    await product.call(routes.deleteGroup, { params: { id: outer.id } })
    await page.reload()
    await remove()
    await page.waitForURL('**/fr/groups/')
    expect((await product.raw('GET', `/groups/${inner.id}`)).status).toBe(404)
    await page.context().close()
  })
})
