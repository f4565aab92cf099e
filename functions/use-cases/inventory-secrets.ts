import {
  type InventorySecret,
  type InventorySecretState,
  inventoryRealm,
  type RotateInventorySecret,
} from '#shared/contracts/inventory-views.ts'
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
  who: string,
): Promise<InventorySecret> => {
  if (!(await sites.get(siteId))) throw notFound('site', siteId)
  const before = await agents.secret(siteId)
  const password = newSecret()
  const keeps = before !== null && keepPreviousHours > 0
  const previousUntil = keeps ? new Date(now() + keepPreviousHours * 3_600_000).toISOString() : null
  await agents.putSecret(siteId, {
    hash: secretHash(password),
    createdAt: new Date(now()).toISOString(),
    createdBy: who,
    previousHash: keeps ? before.hash : null,
    previousUntil,
  })
  return { siteId, path: routes.uploadInventory.path, user: siteId, password, realm: inventoryRealm, previousUntil }
}

/** Whether there is one, and whose it is: never the password, which nobody has any more. */
export const inventorySecretState = async (
  { sites, agents, now }: { readonly sites: SiteStore; readonly agents: AgentStore; readonly now: () => number },
  siteId: string,
): Promise<InventorySecretState> => {
  if (!(await sites.get(siteId))) throw notFound('site', siteId)
  const secret = await agents.secret(siteId)
  const previousUntil = secret?.previousUntil ?? null
  return {
    siteId,
    path: routes.uploadInventory.path,
    user: siteId,
    realm: inventoryRealm,
    madeAt: secret?.createdAt ?? null,
    madeBy: secret?.createdBy ?? null,
    previousUntil: previousUntil !== null && Date.parse(previousUntil) > now() ? previousUntil : null,
  }
}
