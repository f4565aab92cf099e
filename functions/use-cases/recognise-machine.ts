import { type Fingerprint, hardwareKeysOf, type KnownMachine, type Recognised, recognise } from '#shared/domain/inventory/identity.ts'
import type { Identity, InventoryStore } from '../adapters/inventories.ts'

/** Asks the table who holds the keys of an upload. `held`: by key; `free`: keys whose machine is no more. */
export const recogniseMachine = async (
  { inventories }: { readonly inventories: InventoryStore },
  { siteId, agentKey, fingerprint }: { siteId: string; agentKey: string; fingerprint: Fingerprint },
): Promise<{ recognised: Recognised; held: ReadonlyMap<string, Identity>; free: ReadonlySet<string> }> => {
  const identities = await inventories.identities([agentKey, ...hardwareKeysOf(fingerprint, siteId)])
  const heads = await inventories.heads([...identities.values()].map(({ machineId }) => machineId))
  const owners = new Map<string, KnownMachine>()
  const free = new Set<string>()
  for (const { key, machineId } of identities.values()) {
    const head = heads.get(machineId)
    if (head) owners.set(key, { id: machineId, siteId: head.siteId, fingerprint: head.fingerprint })
    else free.add(key)
  }
  const decided = identities.get(agentKey)
  return {
    recognised: recognise({ siteId, agentKey, fingerprint, owners, decided: decided?.decided === true ? decided.machineId : null }),
    held: identities,
    free,
  }
}
