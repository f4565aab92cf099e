/** Uploads that are refused: the line that the operator reads, and the one reason that lies in the site and not in the upload. */
import type { InventoryRefusal } from '#shared/contracts/inventory-views.ts'
import type { RefusalReason } from '#shared/domain/inventory/refusals.ts'
import type { AgentStore } from '../adapters/agents.ts'

export type Unfit = { readonly deviceId: string; readonly reason: RefusalReason; readonly why: string }
type Sent = Pick<InventoryRefusal, 'id' | 'siteId' | 'at' | 'userAgent' | 'sourceIp'>

/** Control characters would turn one line into two. */
export const refusalOf = ({ id, siteId, at, userAgent, sourceIp }: Sent, { deviceId, reason, why }: Unfit): InventoryRefusal => ({
  id,
  siteId,
  at,
  deviceId: deviceId.replace(/\p{Cc}/gu, ' ').slice(0, 255),
  userAgent,
  sourceIp,
  reason,
  why,
})

type Ports = { readonly agents: Pick<AgentStore, 'roomForNew' | 'countNew'>; readonly now: () => number }

/** Whoever has a site's password can invent devices: so many an hour and no more. null: there is room for it. */
export const tooManyNew = async ({ agents, now }: Ports, siteId: string, deviceId: string): Promise<Unfit | null> => {
  const { isThere, most } = await agents.roomForNew(siteId, Math.floor(now() / 1000))
  if (isThere) return null
  const why = `The site has had ${most} new machines within this hour and takes no more until the next one. An inventory that is sent again later is taken.`
  return { deviceId, reason: 'too-many-new', why }
}
