/** What an edge launcher took from the agents of its LAN: of its own site, whoever else the upload names. */
import type { RelayedInventory } from '#shared/contracts/edge.ts'
import { receiveFromSite, type SitePorts } from './receive-inventory.ts'
import { Refusal } from './refusal.ts'

type RelayPorts = Omit<SitePorts, 'newId'> & { readonly newIdAt: (at: number) => string }

/** An edge launcher that was away this long has nothing to tell; and its clock may be wrong. */
const longestWaitMs = 30 * 86_400_000

/** Uploads are ordered by when they arrived at the site, not by when the site could hand them on. */
export const relayInventory = async (ports: RelayPorts, siteId: string, relayed: RelayedInventory): Promise<{ accepted: number }> => {
  const now = ports.now()
  const at = Math.min(now, Math.max(now - longestWaitMs, Date.parse(relayed.receivedAt)))
  const { userAgent, agentId, sourceIp } = relayed
  const bytes = Buffer.from(relayed.body, 'base64')
  const door = {
    ...ports,
    // What waited for room is new now, whenever it was sent.
    agents: {
      ...ports.agents,
      roomForNew: (site: string) => ports.agents.roomForNew(site, Math.floor(now / 1000)),
      countNew: (site: string) => ports.agents.countNew(site, Math.floor(now / 1000)),
    },
    newId: () => ports.newIdAt(at),
    now: () => at,
  }
  const answer = await receiveFromSite(door, siteId, {
    bytes,
    userAgent,
    agentId,
    sourceIp,
  })
  if (answer.isForLater) return { accepted: 0 }
  if (answer.status !== 200)
    throw new Refusal('invalid-request', `The upload was refused as ${answer.status}.`, [
      { field: '/body', message: 'must be an inventory of an agent, small enough and not one of too many of its device' },
    ])
  return { accepted: 1 }
}
