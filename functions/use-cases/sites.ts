import { createHash, randomBytes } from 'node:crypto'
import type { Enrol, Enrolled } from '#shared/contracts/edge.ts'
import type { CreateSite, EditSite, EnrolmentToken, Site } from '#shared/contracts/sites.ts'
import type { SiteRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { invalid, notFound, Refusal } from './refusal.ts'

export type SitePorts = { readonly sites: SiteStore; readonly newId: () => string; readonly now: () => number }

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')
export const newSecret = (): string => randomBytes(32).toString('base64url')

const show = async ({ sites }: SitePorts, site: SiteRecord): Promise<Site> => {
  const edges = await sites.edges(site.id)
  return { ...site, edges: edges.map(({ publicKey: _, ...edge }) => edge) }
}

export const createSite = async (ports: SitePorts, details: CreateSite): Promise<Site> => {
  const site: SiteRecord = {
    id: details.id ?? ports.newId(),
    name: details.name,
    timeZone: details.timeZone,
    broadcasts: details.broadcasts,
    maxBandwidth: details.maxBandwidth,
    newMachinesPerHour: details.newMachinesPerHour,
    newMachinesRefusedAt: null,
    networks: details.networks,
    sshUser: details.sshUser,
    sshPort: details.sshPort,
    createdAt: new Date(ports.now()).toISOString(),
  }
  if (!(await ports.sites.create(site)))
    throw new Refusal('conflict', `There is a site ${site.id} already.`, [{ field: '/id', value: site.id, message: 'must not be taken' }])
  return { ...site, edges: [] }
}

export const getSite = async (ports: SitePorts, id: string): Promise<Site> => {
  const site = await ports.sites.get(id)
  if (!site) throw notFound('site', id)
  return show(ports, site)
}

export const editSite = async (ports: SitePorts, id: string, edit: EditSite): Promise<Site> => {
  const before = await ports.sites.get(id)
  if (!before) throw notFound('site', id)
  const { name = before.name, timeZone = before.timeZone, broadcasts = before.broadcasts, maxBandwidth = before.maxBandwidth } = edit
  const { newMachinesPerHour = before.newMachinesPerHour } = edit
  // With more room, what was refused before is settled.
  const newMachinesRefusedAt = newMachinesPerHour > before.newMachinesPerHour ? null : before.newMachinesRefusedAt
  const { networks = before.networks, sshUser = before.sshUser, sshPort = before.sshPort } = edit
  const limits = { maxBandwidth, newMachinesPerHour, newMachinesRefusedAt }
  const change = { name, timeZone, broadcasts, ...limits, networks, sshUser, sshPort }
  if (!(await ports.sites.edit(id, change))) throw notFound('site', id)
  return show(ports, { ...before, ...change })
}

export const listSites = async (ports: SitePorts, query: { limit: number; cursor?: string | undefined }) => {
  const { items, nextCursor } = await ports.sites.list(query.limit, query.cursor)
  return { items: await Promise.all(items.map((site) => show(ports, site))), nextCursor }
}

const tokenSeconds = 24 * 3600

export const createEnrolmentToken = async (ports: SitePorts, siteId: string): Promise<EnrolmentToken> => {
  if (!(await ports.sites.get(siteId))) throw notFound('site', siteId)
  const token = newSecret()
  const expiresAt = Math.floor(ports.now() / 1000) + tokenSeconds
  await ports.sites.addToken(secretHash(token), siteId, expiresAt)
  return { token, siteId, expiresAt: new Date(expiresAt * 1000).toISOString() }
}

export const enrolEdge = async (ports: SitePorts, request: Enrol): Promise<Enrolled> => {
  const hash = secretHash(request.token)
  const nowSeconds = Math.floor(ports.now() / 1000)
  const refused = new Refusal('invalid-request', 'The enrolment token is unknown, used or expired.', [
    { field: '/token', message: 'must be a token made less than 24 hours ago and not used yet' },
  ])
  const siteId = await ports.sites.tokenSite(hash, nowSeconds)
  if (siteId === null) throw refused
  const { token: _, ...details } = request
  const edge = {
    id: ports.newId(),
    siteId,
    ...details,
    enrolledAt: new Date(ports.now()).toISOString(),
    lastSeenAt: null,
    slotsTotal: 0,
    slotsUsed: 0,
  }
  const outcome = await ports.sites.enrol(hash, edge, nowSeconds)
  if (outcome === 'token-gone') throw refused
  if (outcome === 'name-taken') {
    // The answer to a first enrolment may have been lost: the same key asking again is the same edge launcher.
    const named = await ports.sites.edgeNamed(siteId, request.name)
    if (named?.publicKey.x === request.publicKey.x) return { edgeId: named.id, siteId }
    throw invalid('/name', request.name, 'must not be the name of another edge launcher of the site')
  }
  return { edgeId: edge.id, siteId }
}
