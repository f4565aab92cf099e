/** Which entity a machine belongs to by the rules: they see its name, every address that is known of it, and its tag. */
import type { InventoryRecord } from '#shared/contracts/inventory.ts'
import { rootEntity } from '#shared/domain/people/entities.ts'
import { type EntityRule, entityFor } from '#shared/domain/people/entity-rules.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { InventoryHead } from '../adapters/inventories.ts'
import type { MachineRecord } from '../adapters/records.ts'

/** What the inventory alone knows of it; kept beside the machine, so that no rule has to read a whole inventory. */
export type Placing = InventoryHead['placing']

/** More addresses than a machine has; what claims to have more is not to make its item large. */
const mostAddresses = 100

export const placingIn = (record: InventoryRecord): Placing => ({
  addresses: [...new Set(record.network.flatMap(({ addresses }) => addresses.map(({ address }) => address)))].slice(0, mostAddresses),
  tag: record.source.tag,
})

export const samePlacing = (one: Placing, other: Placing): boolean =>
  one.tag === other.tag && one.addresses.length === other.addresses.length && one.addresses.every((at) => other.addresses.includes(at))

/** `tag`: of the list that it was imported from. */
type Placed = Pick<MachineRecord, 'name' | 'address'> & { readonly tag?: string | null }

/** `placing` null: it has no inventory. */
export const entityUnder = (rules: readonly EntityRule[], { name, address, tag = null }: Placed, placing: Placing | null): string =>
  entityFor(rules, { name, addresses: [address, ...(placing?.addresses ?? [])], tag: placing?.tag ?? tag }) ?? rootEntity

/** The entity of a machine that nobody has put anywhere by hand: as the rules say now, else the root. */
export const entityByRules = async (entities: Pick<EntityStore, 'rules'>, machine: Placed, placing: Placing | null): Promise<string> =>
  entityUnder((await entities.rules()).rules, machine, placing)
