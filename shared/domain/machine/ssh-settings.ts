/**
 * Under which account and at which port SSH reaches a machine: as set on the machine, else on the nearest entity up the
 * tree, else on its site, else the usual ones. Pure.
 */
export const usualUser = 'root'
export const usualPort = 22

/** null: not set here. */
export type SshSettings = { readonly sshUser: string | null; readonly sshPort: number | null }

export const settingPlaces = ['machine', 'entity', 'site', 'default'] as const
export type SettingPlace = (typeof settingPlaces)[number]
/** `id` of the entity or of the site; null where there is only one. */
export type Setting<T> = { readonly value: T; readonly from: SettingPlace; readonly id: string | null }

type Node = SshSettings & { readonly id: string; readonly parentId: string | null }
export type SettingsAround = { readonly entities: ReadonlyMap<string, Node>; readonly site: (SshSettings & { readonly id: string }) | null }
type Own = { readonly user: string | null; readonly port: number | null; readonly entityId: string }

/** From the entity itself up to the root; a circle in a broken tree is walked once. */
const upFrom = (entities: SettingsAround['entities'], id: string): Node[] => {
  const path: Node[] = []
  for (let at = entities.get(id); at && !path.includes(at); at = at.parentId === null ? undefined : entities.get(at.parentId)) path.push(at)
  return path
}

const settingOf = <T>(
  own: T | null,
  { entities, site }: SettingsAround,
  entityId: string,
  read: (settings: SshSettings) => T | null,
  usual: T,
): Setting<T> => {
  if (own !== null) return { value: own, from: 'machine', id: null }
  for (const entity of upFrom(entities, entityId)) {
    const value = read(entity)
    if (value !== null) return { value, from: 'entity', id: entity.id }
  }
  const ofSite = site && read(site)
  if (site && ofSite !== null) return { value: ofSite, from: 'site', id: site.id }
  return { value: usual, from: 'default', id: null }
}

export const sshSettingsOf = (own: Own, around: SettingsAround): { readonly user: Setting<string>; readonly port: Setting<number> } => ({
  user: settingOf(own.user, around, own.entityId, ({ sshUser }) => sshUser, usualUser),
  port: settingOf(own.port, around, own.entityId, ({ sshPort }) => sshPort, usualPort),
})
