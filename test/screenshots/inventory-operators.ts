/** What operators see of inventories that were refused, of agents' passwords, and of machines that are one or two. */
import { routes } from '#shared/contracts/routes.ts'
import type { Language } from '../journeys/browser.ts'
import { type Product, until } from '../journeys/product.ts'
import { say, xmlInventory } from '../lab/agent-client.ts'
import type { Shot } from './pages.ts'

const words = {
  en: { agents: 'Inventory agents of Lille', actions: 'Actions', merge: 'Merge with…', split: 'Split…', other: 'The other computer' },
  fr: {
    agents: 'Agents d’inventaire de Lille',
    actions: 'Actions',
    merge: 'Fusionner avec…',
    split: 'Scinder…',
    other: 'L’autre ordinateur',
  },
} as const satisfies Record<Language, unknown>

export const inventoryShots = async (product: Product): Promise<readonly Shot[]> => {
  const { inventory: door } = product.ready
  await product.call(routes.createSite, { body: { id: 'lille', name: 'Lille', timeZone: 'Europe/Paris', newMachinesPerHour: 0 } })
  const { user, password } = await product.call(routes.rotateInventorySecret, { params: { id: 'lille' }, body: {} })
  const lille = { url: door.url, user, password }
  for (const name of ['pc-forge-1', 'pc-forge-2']) await say(lille, xmlInventory({ name, serial: name }))
  const ocs = { headers: { 'user-agent': 'OCS-NG_WINDOWS_AGENT_v2.10.1.0' } }
  await say(door, '<REQUEST><DEVICEID>switch-1</DEVICEID><QUERY>SNMPQUERY</QUERY></REQUEST>', ocs)
  await say(door, '<REQUEST><CONTENT><HARDWARE>', ocs)
  await say(door, Buffer.alloc(40 * 2 ** 20, 32), ocs)
  for (const deviceId of ['compta-07-a', 'compta-07-b'])
    await say(door, xmlInventory({ name: 'compta-07', deviceId, serial: 'COMPTA-7', programs: { vim: '9' } }), ocs)
  await say(door, xmlInventory({ name: 'compta-07-old', serial: 'COMPTA-8' }), ocs)
  const { items } = await until(
    () => product.call(routes.listMachines, { query: { name: 'compta-07' } }),
    (all) => all.items.length === 2,
  )
  const id = items.find(({ name }) => name === 'compta-07')?.id
  return [
    { name: 'inventories-home', path: '' },
    { name: 'inventories-refused', path: 'inventory-refusals/' },
    { name: 'inventories-refused-none', path: 'inventory-refusals/?site=montreal' },
    { name: 'inventories-sites', path: 'sites/' },
    {
      name: 'inventories-agents',
      path: 'sites/',
      act: (page, language) => page.getByRole('button', { name: words[language].agents }).click(),
    },
    {
      name: 'inventories-agents-made',
      path: 'sites/',
      act: async (page, language) => {
        await page.getByRole('button', { name: words[language].agents }).click()
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /password$|mot de passe$/ })
          .click()
        await page.getByRole('dialog').getByRole('tab', { name: 'OCS Inventory' }).waitFor()
      },
    },
    {
      name: 'inventories-merge',
      path: `machines/detail/?id=${id}`,
      act: async (page, language) => {
        await page.getByRole('button', { name: words[language].actions, exact: true }).click()
        await page.getByRole('menuitem', { name: words[language].merge }).click()
        await page.getByRole('dialog').getByLabel(words[language].other).click()
        await page.getByRole('combobox').last().fill('compta')
        await page.getByRole('option', { name: 'compta-07-old' }).click()
      },
    },
    {
      name: 'inventories-split',
      path: `machines/detail/?id=${id}`,
      act: async (page, language) => {
        await page.getByRole('button', { name: words[language].actions, exact: true }).click()
        await page.getByRole('menuitem', { name: words[language].split }).click()
        await page
          .getByRole('dialog')
          .getByRole('radio', { name: /compta-07-b/ })
          .check({ force: true })
      },
    },
  ]
}
