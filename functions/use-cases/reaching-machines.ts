/** How SSH reaches machines: account, port and addresses, from what is set on them and around them. */
import { type SshAddress, sshAddressesOf } from '#shared/domain/machine/ssh-addresses.ts'
import { sshSettingsOf } from '#shared/domain/machine/ssh-settings.ts'
import type { EntityStore } from '../adapters/entities.ts'
import type { MachineRecord, SiteRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'

export type ReachingPorts = { readonly sites: Pick<SiteStore, 'get'>; readonly entities: Pick<EntityStore, 'tree'> }
export type Reaching = ReturnType<typeof sshSettingsOf> & { readonly addresses: readonly SshAddress[] }

/** Reads the tree of entities once and each site once; answers for any number of machines. */
export const reachingOf = async ({ sites, entities }: ReachingPorts): Promise<(machine: MachineRecord) => Promise<Reaching>> => {
  const tree = new Map((await entities.tree()).entities.map((entity) => [entity.id, entity]))
  const known = new Map<string, Promise<SiteRecord | null>>()
  return async (machine) => {
    const asked = known.get(machine.siteId) ?? sites.get(machine.siteId)
    known.set(machine.siteId, asked)
    const site = await asked
    // Until an inventory says otherwise, a person has set the address.
    const addresses = sshAddressesOf({ ...machine, isFixed: machine.addressBy !== 'inventory' }, site?.networks ?? [])
    return { ...sshSettingsOf(machine, { entities: tree, site }), addresses }
  }
}
