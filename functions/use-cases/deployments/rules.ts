/** What a stored deployment allows on a site: the engine's rules (shared/domain/deployment/rules.ts). */
import type { DeploymentOptions } from '#shared/contracts/deployments.ts'
import type { Asked } from '#shared/domain/deployment/execution.ts'
import type { Rules } from '#shared/domain/deployment/rules.ts'
import { parseIntervals } from '#shared/domain/window/intervals.ts'
import type { Window } from '#shared/domain/window/window.ts'
import type { DeploymentRecord, SiteRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'

const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text))

/** Throws when the intervals cannot be read: a window that is not understood is never taken for open. */
export const windowOf = ({ intervals }: Pick<DeploymentOptions, 'intervals'>, timeZone: string): Window | null => {
  if (intervals === null) return null
  const parsed = parseIntervals(intervals)
  if (!parsed.valid) throw new Error(`the stored intervals "${intervals}" cannot be read: ${parsed.message}`)
  return { ranges: parsed.ranges, timeZone }
}

export const rulesOf = (
  { options, control }: Pick<DeploymentRecord, 'options' | 'control'>,
  { timeZone }: Pick<SiteRecord, 'timeZone'>,
): Rules => ({
  control,
  startAt: instant(options.startAt),
  endAt: instant(options.endAt),
  window: windowOf(options, timeZone),
})

/** Whether what follows a whole bundle has an execution of its own: what comes once after must come after all of it. */
export const hasClosing = ({ packages, options, halt }: Pick<DeploymentRecord, 'packages' | 'options' | 'halt'>): boolean =>
  packages.length > 1 && (options.inventory || halt !== 'nothing')

/** The phases asked for of the execution at this place; the place after the last package is what follows the bundle. */
export const askedAt = (deployment: Pick<DeploymentRecord, 'packages' | 'options' | 'halt'>, place: number): Asked => {
  const { packages, options, halt } = deployment
  const isClosing = place >= packages.length
  const closes = isClosing || packages.length === 1
  return {
    transfer: !isClosing,
    execution: !isClosing && options.runScript,
    deletion: !isClosing && options.deleteFiles,
    inventory: closes && options.inventory,
    halt: closes && halt !== 'nothing',
  }
}

/** Reads each site once. A deployment on a site that is gone cannot be judged: that throws, and is tried again. */
export const siteReader = (sites: Pick<SiteStore, 'get'>) => {
  const known = new Map<string, Promise<SiteRecord>>()
  return (id: string): Promise<SiteRecord> => {
    const found =
      known.get(id) ??
      sites.get(id).then((site) => {
        if (!site) throw new Error(`there is no site ${id}`)
        return site
      })
    known.set(id, found)
    return found
  }
}

/** The rules of one deployment, site by site. */
export const rulesReader = (sites: Pick<SiteStore, 'get'>) => {
  const siteOf = siteReader(sites)
  return async (deployment: DeploymentRecord, siteId: string): Promise<Rules> => rulesOf(deployment, await siteOf(siteId))
}
export type RulesReader = ReturnType<typeof rulesReader>
