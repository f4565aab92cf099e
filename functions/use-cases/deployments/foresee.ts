/** What an order would do, before anything is stored: refused where it cannot work, warned of where it may surprise. */
import type { CheckedDeployment, CreateDeployment, Warning } from '#shared/contracts/deployments.ts'
import { firstInstant, iso } from '#shared/domain/deployment/rules.ts'
import { silentMs } from '#shared/domain/deployment/why.ts'
import { opensAt } from '#shared/domain/window/window.ts'
import type { DeploymentRecord, EdgeRecord, MachineRecord, SiteRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import type { Viewer } from '../groups/seen.ts'
import { invalid } from '../refusal.ts'
import { type ContentPorts, contentOf } from './content.ts'
import { hasClosing, rulesOf, siteReader } from './rules.ts'
import { targetsOf } from './targets.ts'

export type ForeseePorts = ContentPorts &
  Parameters<typeof targetsOf>[0] & {
    readonly sites: Pick<SiteStore, 'get' | 'edges'>
  }

type SiteSeen = { readonly site: SiteRecord; readonly edges: readonly EdgeRecord[]; readonly machines: number; readonly starts: number }

export type Foreseen = {
  readonly targets: readonly MachineRecord[]
  readonly content: Awaited<ReturnType<typeof contentOf>>
  readonly checked: CheckedDeployment
}

/** Throws a Refusal for what cannot work. */
export const foresee = async (ports: ForeseePorts, by: Viewer, order: CreateDeployment): Promise<Foreseen> => {
  const now = ports.now()
  const { options } = order
  if (options.endAt !== null && Date.parse(options.endAt) <= now) throw invalid('/options/endAt', options.endAt, 'must be in the future')
  const content = await contentOf(ports, order)
  const targets = await targetsOf(ports, by, order)
  const sites = await sitesOf(ports, order, targets, now)
  const places = content.packages.length + (hasClosing({ ...content, options }) ? 1 : 0)
  const checked: CheckedDeployment = {
    machines: targets.length,
    executions: targets.length * places,
    sites: sites.map(({ site: { id, name, timeZone }, machines, starts }) => ({ id, name, timeZone, machines, starts: iso(starts) })),
    warnings: warningsOf(order, targets, sites, now),
  }
  return { targets, content, checked }
}

const sitesOf = async (
  ports: ForeseePorts,
  { options }: CreateDeployment,
  targets: readonly MachineRecord[],
  now: number,
): Promise<SiteSeen[]> => {
  const counts = new Map<string, number>()
  for (const { siteId } of targets) counts.set(siteId, (counts.get(siteId) ?? 0) + 1)
  const siteOf = siteReader(ports.sites)
  return Promise.all(
    [...counts].map(async ([id, machines]) => {
      const [site, edges] = await Promise.all([siteOf(id), ports.sites.edges(id)])
      return { site, edges, machines, starts: startOn(site, options, now) }
    }),
  )
}

/** When it may begin on the site; refused when that is never. */
const startOn = (site: SiteRecord, options: DeploymentRecord['options'], now: number): number => {
  const rules = rulesOf({ options, control: 'run' }, site)
  const from = Math.max(now, rules.startAt ?? now)
  const opens = rules.window === null ? from : opensAt(rules.window, from)
  if (opens === null || (rules.endAt !== null && opens >= rules.endAt))
    throw invalid(
      '/options/intervals',
      options.intervals,
      `must open on site ${site.name} (${site.timeZone}) between ${iso(from)} and ${options.endAt ?? 'a week later'}`,
    )
  return firstInstant(rules, now)
}

const warningsOf = (
  { options }: CreateDeployment,
  targets: readonly MachineRecord[],
  sites: readonly SiteSeen[],
  now: number,
): Warning[] => {
  const warnings: Warning[] = []
  const warn = (code: Warning['code'], count: number, detail: string): void => {
    if (count > 0) warnings.push({ code, count, detail })
  }
  const sum = (some: readonly SiteSeen[]): number => some.reduce((total, { machines }) => total + machines, 0)
  const names = (some: readonly SiteSeen[]): string => some.map(({ site }) => site.name).join(', ')
  if (options.wakeOnLan) {
    const without = targets.filter(({ macs }) => macs.length === 0)
    warn('no-mac-address', without.length, firstNames(without))
  }
  const without = sites.filter(({ edges }) => edges.length === 0)
  warn('no-edge', sum(without), names(without))
  const silent = sites.filter(
    ({ edges }) => edges.length > 0 && edges.every(({ lastSeenAt }) => lastSeenAt === null || now - Date.parse(lastSeenAt) > silentMs),
  )
  warn('edges-silent', sum(silent), names(silent))
  if (options.endAt !== null && options.attempts > 1) {
    const late = sites.filter(({ starts }) => starts + options.retryDelayMinutes * 60_000 >= Date.parse(options.endAt ?? ''))
    warn('retries-after-end', sum(late), names(late))
  }
  return warnings
}

const firstNames = (machines: readonly MachineRecord[]): string =>
  machines.length > 5
    ? `${machines
        .slice(0, 5)
        .map(({ name }) => name)
        .join(', ')}, …`
    : machines.map(({ name }) => name).join(', ')
