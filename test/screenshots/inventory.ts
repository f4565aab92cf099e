/** The pages of inventories in the states that matter: some dozens of machines that upload as GLPI agents do. */
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { uploadOf } from '../fleet/machine.ts'
import { type Product, until } from '../journeys/product.ts'
import { say, xmlInventory } from '../lab/agent-client.ts'
import type { Shot } from './pages.ts'

const fleetSize = 40
const doubtful = 'accueil-99'

const words = {
  en: { since: /^Since when/, same: 'Show also what is the same' },
  fr: { since: /^Depuis quand/, same: 'Afficher aussi ce qui est identique' },
} as const

export const prepareInventories = async (product: Product): Promise<readonly Shot[]> => {
  const send = async (number: number, round: number): Promise<void> => {
    const { agentId, document } = uploadOf(7, number, round)
    const headers = { 'glpi-agent-id': agentId, 'user-agent': 'GLPI-Agent_v1.11' }
    await say(product.ready.inventory, JSON.stringify(document), { packing: 'none', type: 'application/json', headers })
  }
  for (let number = 0; number < fleetSize; number += 1) await send(number, 0)
  for (const installation of ['2026-01-01-00-00-00', '2026-02-02-00-00-00'])
    await say(product.ready.inventory, xmlInventory({ name: doubtful, deviceId: `${doubtful}-${installation}` }))
  const all = async (): Promise<Machine[]> => {
    const found: Machine[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { items: Machine[]; nextCursor: string | null } = await product.call(routes.listMachines, {
        query: { limit: 100, ...(cursor ? { cursor } : {}) },
      })
      found.push(...page.items)
      cursor = page.nextCursor
    }
    return found
  }
  const machines = async () => (await all()).filter(({ name, lastInventoryAt }) => lastInventoryAt !== null && name !== doubtful)
  const [first] = await until(machines, (found) => found.length >= fleetSize, 120_000)
  const sent = new Map<string, string | null>((await machines()).map(({ id, lastInventoryAt }) => [id, lastInventoryAt]))
  for (let number = 0; number < 3; number += 1) await send(number, 1)
  const again = await until(
    machines,
    (all) => all.filter(({ id, lastInventoryAt }) => sent.get(id) !== lastInventoryAt).length >= 3,
    120_000,
  )
  const pc = again.find(({ id, lastInventoryAt }) => sent.get(id) !== lastInventoryAt) ?? first
  const other = again.find(({ id }) => id !== pc?.id)
  const bare = (await product.call(routes.listMachines, { query: { limit: 100 } })).items.find(
    ({ lastInventoryAt }) => lastInventoryAt === null,
  )
  const tab = `machines/detail/?id=${pc?.id}&tab=inventory`
  return [
    { name: 'inventory', path: 'inventory/' },
    { name: 'inventory-versions', path: 'inventory/?field=Software/Products&first=Microsoft+Edge' },
    { name: 'inventory-systems', path: 'inventory/?field=Hardware/OperatingSystem' },
    { name: 'inventory-memory', path: 'inventory/?field=Hardware/Memory' },
    { name: 'inventory-names', path: 'inventory/?field=Machine/Name&order=machines' },
    { name: 'inventory-none', path: 'inventory/?begins=nothing+like+it' },
    { name: 'inventory-doubts', path: 'inventory-doubts/' },
    { name: 'inventory-tab', path: tab },
    { name: 'inventory-tab-software', path: `${tab}&section=software` },
    {
      name: 'inventory-tab-since',
      path: `${tab}&section=software`,
      act: async (page, language) => {
        await page.getByRole('button', { name: words[language].since }).first().click()
        await page.waitForTimeout(700)
      },
    },
    { name: 'inventory-tab-then', path: `${tab}&at=2020-01-01T00:00:00Z` },
    { name: 'inventory-tab-changes', path: `${tab}&view=changes` },
    { name: 'inventory-tab-compare', path: `${tab}&view=compare` },
    {
      name: 'inventory-tab-same',
      path: `${tab}&view=compare`,
      act: async (page, language) => {
        await page.getByLabel(words[language].same).check({ force: true })
        await page.waitForTimeout(700)
      },
    },
    { name: 'inventory-tab-compare-then', path: `${tab}&view=compare&from=2020-01-01T00:00:00Z` },
    { name: 'inventory-tab-two', path: `${tab}&view=compare&against=machine&with=${other?.id}` },
    { name: 'inventory-tab-two-bare', path: `${tab}&view=compare&against=machine&with=${bare?.id}` },
    { name: 'inventory-tab-none', path: `machines/detail/?id=${bare?.id}&tab=inventory` },
  ]
}
