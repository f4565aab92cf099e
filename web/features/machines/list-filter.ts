/** The filter of the list of machines as it stands in the address of the page, and as the API takes it. Pure. */
import type { MachineFilterQuery } from '#shared/contracts/machines.ts'

export const filterNames = ['name', 'site', 'entity', 'system', 'seen', 'group'] as const
/** `seen`: `within-7`, seen within seven days; `not-30`, not seen for thirty. */
export type ListFilter = Readonly<Record<(typeof filterNames)[number], string>>

export const seenChoices = ['within-1', 'within-7', 'within-30', 'not-7', 'not-30', 'not-90'] as const

export const filterIn = (get: (name: string) => string): ListFilter => ({
  name: get('name'),
  site: get('site'),
  entity: get('entity'),
  system: get('system'),
  seen: get('seen'),
  group: get('group'),
})
export const noFilter: ListFilter = { name: '', site: '', entity: '', system: '', seen: '', group: '' }

export const isFiltered = (filter: ListFilter): boolean => filterNames.some((name) => filter[name] !== '')

/** Days of a choice, or of another one that somebody wrote into the address; null where it is none. */
export const seenIn = (seen: string): { readonly kind: 'within' | 'not'; readonly days: number } | null => {
  const [, kind, days] = /^(within|not)-(\d{1,4})$/.exec(seen) ?? []
  return kind === 'within' || kind === 'not' ? { kind, days: Number(days) } : null
}

export const queryOf = ({ name, site, entity, system, seen, group }: ListFilter): MachineFilterQuery => {
  const days = seenIn(seen)
  return {
    ...(name ? { name } : {}),
    ...(site ? { siteId: site } : {}),
    ...(entity ? { entityId: entity } : {}),
    ...(system ? { system } : {}),
    ...(group ? { groupId: group } : {}),
    ...(days?.kind === 'within' ? { seenWithinDays: days.days } : {}),
    ...(days?.kind === 'not' ? { notSeenForDays: days.days } : {}),
  }
}
