import { expect } from 'vitest'
import { jsonInventory, say, uuid } from '../../lab/agent-client.ts'
import { inventoriesIn } from '../inventories.ts'
import type { Product } from '../product.ts'

/** As a GLPI agent sends it, until the machine is in the list. */
export const upload = async (
  product: Product,
  name: string,
  number: number,
  system: string,
  networks: readonly object[] = [],
): Promise<void> => {
  const content = { hardware: { name, uuid: uuid(number) }, operatingsystem: { full_name: system }, networks }
  const heard = await say(product.ready.inventory, jsonInventory(name, content, false), {
    headers: { 'glpi-agent-id': `0b6e7c9e-6b3f-4a52-9f3e-${String(number).padStart(12, '0')}`, 'user-agent': 'GLPI-Agent_v1.12' },
    packing: 'none',
    type: 'application/json',
  })
  expect(heard.status, heard.text).toBe(200)
  await inventoriesIn(product).one(name, ({ lastInventoryAt }) => lastInventoryAt !== null)
}
