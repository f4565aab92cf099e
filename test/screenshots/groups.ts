/** The pages of groups of machines in the states that matter: two hundred of them, every kind, and what goes wrong. */
import type { Page } from 'playwright-core'
import { routes } from '#shared/contracts/routes.ts'
import { uploadOf } from '../fleet/machine.ts'
import type { Language } from '../journeys/browser.ts'
import { groupWords } from '../journeys/groups-words.ts'
import { type Product, until } from '../journeys/product.ts'
import { say } from '../lab/agent-client.ts'
import type { Shot } from './pages.ts'

const fleetSize = 40
const manyGroups = 200

const words = {
  en: { share: 'Share…', delete: 'Delete', field: 'inventory', drop: 'Select all on this page', open: /Choose users/ },
  fr: {
    share: 'Partager…',
    delete: 'Supprimer',
    field: 'inventory',
    drop: 'Tout sélectionner sur cette page',
    open: /Choisir des utilisateurs/,
  },
} as const

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
const fill = async (page: Page, language: Language, values: readonly string[]): Promise<void> => {
  const w = groupWords[language]
  for (const value of values) {
    await page.getByRole('combobox', { name: w.value, exact: true }).fill(value)
    await page.keyboard.press('Escape')
    await press(page, w.addCriterion)
  }
}

export const prepareGroups = async (product: Product): Promise<readonly Shot[]> => {
  for (let number = 0; number < fleetSize; number += 1) {
    const { agentId, document } = uploadOf(7, number, 0)
    const headers = { 'glpi-agent-id': agentId, 'user-agent': 'GLPI-Agent_v1.11' }
    await say(product.ready.inventory, JSON.stringify(document), { packing: 'none', type: 'application/json', headers })
  }
  const indexed = () => product.call(routes.countFieldValues, { query: { field: 'Machine/Name', limit: 100 } })
  await until(indexed, ({ items }) => items.length >= fleetSize, 120_000)
  const { items: machines } = await product.call(routes.listMachines, { query: { limit: 100 } })
  const machineIds = machines.map(({ id }) => id)
  const some = machineIds.slice(0, 17)
  const { user } = await product.call(routes.createUser, { body: { login: 'groups.reader', name: 'Anne-Sophie de La Rochefoucauld' } })
  const support = await product.call(routes.createUserGroup, {
    body: { name: 'Support de Lyon et de Villeurbanne', profiles: ['helpdesk'] },
  })

  const create = (body: Parameters<typeof product.call<typeof routes.createGroup>>[1]['body']) => product.call(routes.createGroup, { body })
  const room = await create({
    kind: 'static',
    name: 'Salle de formation B, troisième étage, bâtiment des sciences',
    description: 'Les postes remis à zéro chaque vendredi soir',
    visible: true,
    machineIds: some,
  })
  const criteria = [
    { module: 'inventory' as const, field: 'Software/ProductName', value: 'Microsoft*' },
    { module: 'inventory' as const, field: 'Hardware/OperatingSystem', value: '*Windows*' },
    { module: 'inventory' as const, field: 'Hardware/Memory', comparison: 'at-least' as const, value: '8589934592' },
    { module: 'dyngroup' as const, field: 'groupname' as const, groupId: room.id },
  ]
  const request = await create({
    kind: 'dynamic',
    name: 'Windows à mettre à jour',
    visible: true,
    criteria,
    expression: 'AND(2, OR(1, 3), NOT(4))',
  })
  const result = await create({ kind: 'dynamic', mode: 'result', name: 'Relevé de novembre', criteria: criteria.slice(1, 2) })
  const empty = await create({ kind: 'static', name: 'Encore vide' })
  await product.call(routes.shareGroup, {
    params: { id: room.id },
    body: {
      shares: [
        { kind: 'user', id: user.id },
        { kind: 'userGroup', id: support.id },
      ],
    },
  })
  for (let number = 1; number <= manyGroups; number += 1)
    await create({
      kind: 'static',
      name: `Atelier ${String(number).padStart(3, '0')}`,
      machineIds: machineIds.slice(number % 20, (number % 20) + 5),
    })
  const { items: packages } = await product.call(routes.listPackages, { query: { search: 'Hello' } })
  const deployment = await product.call(routes.createDeployment, {
    body: { packageId: packages[0]?.id ?? '', machineFilter: { groupId: room.id } },
  })

  const detail = `groups/detail/?id=${room.id}`
  const openMenu = async (page: Page, language: Language, item: string) => {
    await press(page, groupWords[language].actions)
    await page.getByRole('menuitem', { name: item }).click()
  }
  return [
    { name: 'groups', path: 'groups/' },
    { name: 'groups-filtered', path: 'groups/?kind=dynamic' },
    { name: 'groups-none', path: 'groups/?name=nobody' },
    {
      name: 'groups-menu',
      path: 'groups/?name=salle',
      act: async (page) => {
        await page.getByRole('button', { name: /(Actions on|Actions sur) Salle/ }).click()
      },
    },
    { name: 'groups-new', path: 'groups/new/' },
    {
      name: 'groups-static',
      path: 'groups/new-static/',
      act: async (page, language) => {
        await page.getByRole('checkbox', { name: words[language].drop }).check({ force: true })
        await press(page, groupWords[language].addChosen)
      },
    },
    { name: 'groups-static-edit', path: `groups/edit/?id=${room.id}` },
    {
      name: 'groups-dynamic',
      path: 'groups/new-dynamic/',
      act: async (page, language) => {
        await fill(page, language, ['Microsoft*', '*Edge*', 'Firefox*'])
        await page.getByLabel(groupWords[language].expression, { exact: true }).fill('AND(1, OR(2, NOT(3)))')
        await page.waitForTimeout(1500)
      },
    },
    {
      name: 'groups-dynamic-wrong',
      path: 'groups/new-dynamic/',
      act: async (page, language) => {
        await fill(page, language, ['Microsoft*', '*Edge*', 'Firefox*'])
        await page.getByLabel(groupWords[language].expression, { exact: true }).fill('AND(1, XOR(2, 3))')
        await press(page, groupWords[language].addCriterion)
        await page.waitForTimeout(1000)
      },
    },
    {
      name: 'groups-dynamic-suggestions',
      path: 'groups/new-dynamic/',
      act: async (page, language) => {
        await page.getByRole('combobox', { name: groupWords[language].value, exact: true }).fill('micro')
        await page.getByRole('option').nth(1).waitFor()
      },
    },
    { name: 'groups-dynamic-edit', path: `groups/edit/?id=${request.id}` },
    {
      name: 'groups-import',
      path: 'groups/import/',
      act: async (page, language) => {
        const names = machines.slice(0, 5).map(({ name }) => name)
        const buffer = Buffer.from(`${names.join('\n')}\npc-disparu\n\nposte-jamais-vu-au-nom-particulièrement-long\n`)
        await page.locator('input[type=file]').setInputFiles({ name: 'salle-b.txt', mimeType: 'text/plain', buffer })
        await page.getByRole('table', { name: groupWords[language].unmatched }).waitFor()
      },
    },
    { name: 'groups-detail', path: detail },
    { name: 'groups-detail-empty', path: `groups/detail/?id=${empty.id}` },
    { name: 'groups-detail-result', path: `groups/detail/?id=${result.id}` },
    { name: 'groups-detail-gone', path: 'groups/detail/?id=01ARZ3NDEKTSV4RRFFQ69G5FAV' },
    { name: 'groups-inventory', path: `${detail}&tab=inventory` },
    { name: 'groups-history', path: `${detail}&tab=history` },
    { name: 'groups-criteria', path: `groups/detail/?id=${request.id}&tab=criteria` },
    {
      name: 'groups-share',
      path: detail,
      act: async (page, language) => {
        await openMenu(page, language, words[language].share)
        await page.getByRole('dialog').getByRole('button', { name: words[language].open }).click()
        await page.waitForTimeout(1000)
      },
    },
    { name: 'groups-delete', path: detail, act: (page, language) => openMenu(page, language, words[language].delete) },
    {
      name: 'groups-add',
      path: 'machines/',
      act: async (page, language) => {
        await page.getByRole('checkbox', { name: words[language].drop }).check({ force: true })
        await openMenu(page, language, groupWords[language].addToGroup)
        await page.getByRole('dialog').getByRole('button', { name: groupWords[language].group }).click()
        await page.waitForTimeout(700)
      },
    },
    { name: 'groups-deploy', path: `deploy/?on=filter&group=${room.id}` },
    { name: 'groups-deployment', path: `deployments/detail/?id=${deployment.id}` },
    { name: 'groups-deployments', path: 'deployments/' },
    { name: 'groups-machines', path: `machines/?group=${room.id}` },
    {
      name: 'groups-error',
      path: 'groups/',
      act: async (page) => {
        await page.route('**/api/groups**', (route) => route.abort())
        await page.reload()
        await page.waitForTimeout(9000)
        await page.unrouteAll({ behavior: 'ignoreErrors' })
      },
    },
  ]
}

/** As somebody who has no group yet, and none is shared with. */
export const shootNoGroup = async (page: Page, shoot: (name: string) => Promise<void>): Promise<void> => {
  await page.getByRole('table').waitFor()
  await page.waitForLoadState('networkidle')
  await shoot('groups-empty')
}
