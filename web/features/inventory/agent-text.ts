/** An agent as people name it: family, version, installation. The last two are the agent's own words. */
import type { AgentFamily, InventorySource } from '#shared/contracts/inventory.ts'
import { plainText } from '../log/plain-text.ts'

/** Names of products: the same in every language. */
export const families: Readonly<Record<AgentFamily, string>> = {
  ocs: 'OCS Inventory',
  fusioninventory: 'FusionInventory',
  glpi: 'GLPI Agent',
  import: 'Import',
}

export const agentText = ({ family, version, deviceId }: Pick<InventorySource, 'family' | 'version' | 'deviceId'>): string =>
  plainText([families[family], version, `(${deviceId})`].filter((part) => part !== null).join(' '))
