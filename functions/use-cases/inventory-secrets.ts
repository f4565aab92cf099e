import { type InventorySecret, inventoryRealm, type RotateInventorySecret } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { AgentStore } from '../adapters/agents.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { notFound } from './refusal.ts'
import { newSecret, secretHash } from './sites.ts'

/** A new password for the agents of a site. Only its hash is kept. */
export const rotateInventorySecret = async (
  { sites, agents, now }: { readonly sites: SiteStore; readonly agents: AgentStore; readonly now: () => number },
  siteId: string,
  { keepPreviousHours }: RotateInventorySecret,
): Promise<InventorySecret> => {
  if (!(await sites.get(siteId))) throw notFound('site', siteId)
  const before = await agents.secret(siteId)
  const password = newSecret()
  const keeps = before !== null && keepPreviousHours > 0
  const previousUntil = keeps ? new Date(now() + keepPreviousHours * 3_600_000).toISOString() : null
  await agents.putSecret(siteId, {
    hash: secretHash(password),
    createdAt: new Date(now()).toISOString(),
    previousHash: keeps ? before.hash : null,
    previousUntil,
  })
  return { siteId, path: routes.uploadInventory.path, user: siteId, password, realm: inventoryRealm, previousUntil }
}
