/** The time zones that an order concerns, each with its sites; the most machines first. Pure. */
import type { CheckedDeployment } from '#shared/contracts/deployments.ts'
import type { Site } from '#shared/contracts/sites.ts'
import type { Targets } from './targets.ts'
import type { DrawnZone } from './week-view.tsx'

type SiteOf = Pick<Site, 'id' | 'name' | 'timeZone'>

/** Known from the service's answer; before it has answered, from the machines chosen; else all sites may be concerned. */
export const zonesOf = (checked: CheckedDeployment | null, targets: Targets, sites: readonly SiteOf[]): readonly DrawnZone[] => {
  const chosen = new Set(targets.machines.map(({ siteId }) => siteId))
  const near =
    targets.kind === 'filter' && targets.filter.site !== ''
      ? sites.filter(({ id }) => id === targets.filter.site)
      : targets.kind === 'chosen'
        ? sites.filter(({ id }) => chosen.has(id))
        : []
  const concerned: readonly SiteOf[] = checked ? [...checked.sites].sort((a, b) => b.machines - a.machines) : near.length > 0 ? near : sites
  const zones = new Map<string, string[]>()
  for (const { timeZone, name } of concerned) zones.set(timeZone, [...(zones.get(timeZone) ?? []), name])
  return [...zones].map(([timeZone, names]) => ({ timeZone, sites: names }))
}
