/** Addresses of the console's pages. Ids stand in the query: a static export has no page per id. */
import type { Locale } from './locales.ts'

const query = (values: Readonly<Record<string, string | undefined>>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value)
  return search.size === 0 ? '' : `?${search}`
}

/** What the form for a deployment begins with. */
export type DeployWish = {
  readonly packageId?: string | undefined
  readonly bundleId?: string | undefined
  /** Machines chosen before (features/machines/chosen.ts). */
  readonly selection?: string | undefined
  /** All machines that the list shows for these. */
  readonly filter?: Readonly<Record<'name' | 'site' | 'entity' | 'system' | 'seen' | 'group', string>> | undefined
  readonly wakeOnLan?: boolean
  readonly inventory?: boolean
}

export const pathsIn = (locale: Locale) => {
  const at = (path: string, values: Readonly<Record<string, string | undefined>> = {}) => `/${locale}/${path}${query(values)}`
  return {
    home: at(''),
    machines: at('machines/'),
    machinesNamed: (name: string) => at('machines/', { name }),
    machinesOfSite: (site: string) => at('machines/', { site }),
    importMachines: at('machines/import/'),
    machine: (id: string) => at('machines/detail/', { id }),
    groups: at('groups/'),
    newGroup: at('groups/new/'),
    newStaticGroup: at('groups/new-static/'),
    newDynamicGroup: at('groups/new-dynamic/'),
    importGroup: at('groups/import/'),
    deployOnGroup: (group: string) => at('deploy/', { on: 'filter', group }),
    group: (id: string, tab?: string) => at('groups/detail/', { id, tab }),
    editGroup: (id: string) => at('groups/edit/', { id }),
    packages: at('packages/'),
    addPackage: at('packages/add/'),
    package: (id: string) => at('packages/detail/', { id }),
    inventory: at('inventory/'),
    inventoryDoubts: at('inventory-doubts/'),
    inventoryRefusals: at('inventory-refusals/'),
    refusalsOfSite: (site: string) => at('inventory-refusals/', { site }),
    deploy: (wish: DeployWish) =>
      at('deploy/', {
        package: wish.packageId,
        bundle: wish.bundleId,
        selection: wish.selection,
        on: wish.filter ? 'filter' : undefined,
        ...wish.filter,
        wake: wish.wakeOnLan ? 'yes' : undefined,
        inventory: wish.inventory ? 'yes' : undefined,
      }),
    bundles: at('bundles/'),
    bundle: (id: string) => at('bundles/detail/', { id }),
    deployments: at('deployments/'),
    deploymentsIn: (state: string) => at('deployments/', { state }),
    deployment: (id: string, execution?: string) => at('deployments/detail/', { id, execution }),
    sites: at('sites/'),
    machinesOfEntity: (entity: string) => at('machines/', { entity }),
    users: at('users/'),
    usersOfGroup: (group: string) => at('users/', { group }),
    userGroups: at('user-groups/'),
    profiles: at('profiles/'),
    entities: at('entities/'),
    audit: at('audit/'),
    tokens: at('tokens/'),
  }
}
export type Paths = ReturnType<typeof pathsIn>
