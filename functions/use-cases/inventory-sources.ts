/** The agents that speak for a machine, the one that spoke last first. */
import type { InventoryMessage, InventoryRecord } from '#shared/contracts/inventory.ts'
import type { InventoryHead, InventoryStore, SourceRecord } from '../adapters/inventories.ts'

/** A computer has one or two. More are the same installation under ever new names, and would make the item grow without end. */
export const mostSources = 10

export const sourceIn = ({ receivedAt }: InventoryMessage, { source }: InventoryRecord, agentKey: string): SourceRecord => ({
  agentKey,
  family: source.family,
  version: source.version,
  deviceId: source.deviceId,
  lastAt: receivedAt,
})

/**
 * An upload that a later one has overtaken changes nothing of the record, but its agent speaks for the machine all the
 * same: its next upload must be recognised. false: another upload came in this moment, and all is to be looked at again.
 */
export const addOvertaken = async (
  inventories: Pick<InventoryStore, 'identities' | 'save'>,
  head: InventoryHead,
  source: SourceRecord,
): Promise<boolean> => {
  const { agentKey } = source
  if (head.sources.length >= mostSources || head.sources.some((one) => one.agentKey === agentKey)) return true
  const owner = (await inventories.identities([agentKey])).get(agentKey)
  // A person has said whose it is, or it has spoken for another machine since.
  if (owner && owner.machineId !== head.machineId) return true
  const sources = [...head.sources, source].sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1))
  const keys = [...new Set([...head.keys, agentKey])]
  const claims = owner ? [] : [agentKey]
  return inventories.save(head, { ...head, version: head.version + 1, sources, keys }, null, { claims, free: new Set() })
}
