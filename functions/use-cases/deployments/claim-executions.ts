/** What an edge asks for: its leases renewed, and as many ready executions as it has free slots. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Claim, Claimed, Order, Probe } from '#shared/contracts/edge.ts'
import { Manifest } from '#shared/contracts/edge.ts'
import { leaseMs, onClaim, renewBelowMs, verdictOn } from '#shared/domain/deployment/on-claim.ts'
import { closingAfter, iso } from '#shared/domain/deployment/rules.ts'
import { silentMs } from '#shared/domain/deployment/why.ts'
import { manifestText } from '#shared/domain/package/manifest.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { ContentStore } from '../../adapters/packages.ts'
import type { DeploymentRecord, EdgeRecord, ExecutionRecord, MachineRecord, SiteRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { inTurns } from '../../adapters/table.ts'
import { type ReachingPorts, reachingOf } from '../reaching-machines.ts'
import { askedAt, rulesOf } from './rules.ts'

type ReachingOf = Awaited<ReturnType<typeof reachingOf>>

export type ClaimPorts = {
  readonly sites: SiteStore
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly machines: MachineStore
  readonly entities: ReachingPorts['entities']
  readonly contents: ContentStore
  readonly now: () => number
}

// One answer stays well under the API's 10 MB and 29 s.
const mostAtOnce = 50
// The index of who is ready lags behind by less than this; only then is an empty line believed.
const indexLagMs = 60_000

export const claimExecutions = async (ports: ClaimPorts, edge: EdgeRecord, claim: Claim): Promise<Claimed> => {
  const present = ports.now()
  await ports.sites.edgeSeen(edge.id, {
    lastSeenAt: new Date(present).toISOString(),
    version: claim.version,
    slotsTotal: claim.slotsTotal,
    slotsUsed: claim.slotsUsed,
  })
  const site = await ports.sites.get(edge.siteId)
  if (!site) throw new Error(`the site ${edge.siteId} of edge launcher ${edge.id} is not stored`)
  const at: Place = { edge, site, known: deploymentCache(ports) }
  const holding: Claimed['holding'] = []
  await inTurns(claim.holding, 16, async (held) => {
    holding.push({ ...held, ...(await verdictFor(ports, at, held)) })
  })
  const wanted = Math.min(claim.slots, mostAtOnce)
  const { taken, more } = wanted === 0 ? { taken: [], more: false } : await takeReady(ports, at, wanted)
  const orders = await ordersFor(ports, at, taken)
  const probes = await waitingProbes(ports, edge.siteId)
  return { orders, holding, probes, more: more && taken.length < claim.slots }
}

type Known = (id: string) => Promise<DeploymentRecord | null>
/** Who asks, where, and the deployments read so far. */
type Place = { readonly edge: EdgeRecord; readonly site: SiteRecord; readonly known: Known }

const deploymentCache = ({ deployments }: ClaimPorts): Known => {
  const cache = new Map<string, Promise<DeploymentRecord | null>>()
  return (id) => {
    const found = cache.get(id) ?? deployments.get(id)
    cache.set(id, found)
    return found
  }
}

/** What is said of one that is held. */
type Word = Omit<Claimed['holding'][number], keyof Claim['holding'][number]>
const drop: Word = { verdict: 'drop' }

const verdictFor = async ({ executions, now }: ClaimPorts, { edge, known }: Place, held: Claim['holding'][number]): Promise<Word> => {
  const execution = await executions.get(held.executionId)
  const deployment = execution && (await known(execution.deploymentId))
  const verdict = verdictOn(execution, { control: deployment?.control ?? 'run' }, { lease: held.lease, edgeId: edge.id })
  if (verdict === 'drop' || !execution || !deployment) return drop
  const word: Word = { verdict, endsAt: deployment.options.endAt }
  const left = Date.parse(execution.leaseUntil ?? '') - now()
  // More than half of the lease is left: no need to write.
  if (left >= renewBelowMs) return word
  return (await executions.renew(execution.id, held.lease, edge.id, iso(now() + leaseMs))) ? word : drop
}

/** `more`: a line was longer than what was looked at, or another edge launcher was quicker with all that was. */
type Taken = { readonly taken: ExecutionRecord[]; readonly more: boolean }

/** Deployments take turns, whoever was served longest ago first, so that a large one does not keep a small one waiting. */
const takeReady = async (ports: ClaimPorts, { edge, site, known }: Place, wanted: number): Promise<Taken> => {
  const { deployments, executions, now } = ports
  const lines: { readonly deployment: DeploymentRecord; readonly ready: ExecutionRecord[] }[] = []
  for (const { deploymentId, mark } of await deployments.active(edge.siteId)) {
    const deployment = await known(deploymentId)
    if (deployment?.control !== 'run') continue
    const { items: ready } = await executions.ready(edge.siteId, deploymentId, { limit: wanted })
    if (ready.length > 0) lines.push({ deployment, ready })
    else if (Date.parse(mark.slice(0, 24)) < now() - indexLagMs) await deployments.unmarkActive(edge.siteId, deploymentId, mark)
  }
  const more = lines.some(({ ready }) => ready.length === wanted)
  const taken: ExecutionRecord[] = []
  while (taken.length < wanted && lines.some(({ ready }) => ready.length > 0))
    for (const { deployment, ready } of lines) {
      const next = taken.length < wanted ? ready.shift() : undefined
      const change = next && onClaim(next, rulesOf(deployment, site), edge.id, now())
      const mine = next && change ? await executions.move(next, { ...change, lease: next.lease }) : null
      if (mine) taken.push(mine)
    }
  const servedAt = iso(now())
  for (const id of new Set(taken.map(({ deploymentId }) => deploymentId))) await deployments.markServed(edge.siteId, id, servedAt)
  return { taken, more }
}

const targetOf = async ({ id, name, keyName, hostKey, ...machine }: MachineRecord, reaching: ReachingOf): Promise<Probe['machine']> => {
  const { addresses, port, user } = await reaching({ id, name, keyName, hostKey, ...machine })
  const [address = machine.address, ...otherAddresses] = addresses.map((one) => one.address)
  return { id, name, address, otherAddresses, port: port.value, user: user.value, keyName, hostKey }
}

// Manifests never change: what their hash names stays the same for as long as the function lives.
const manifests = new Map<string, z.infer<typeof Manifest>>()

const manifestOf = async (contents: ContentStore, sha256: string): Promise<z.infer<typeof Manifest>> => {
  const found = manifests.get(sha256)
  if (found) return found
  const manifest = Manifest.parse(JSON.parse(await contents.manifest(sha256)))
  if (manifests.size > 100) manifests.clear()
  manifests.set(sha256, manifest)
  return manifest
}

/** What follows a bundle has nothing to send: its manifest is empty, and the same everywhere. */
const nothingToSend: z.infer<typeof Manifest> = { packageId: 'none', label: '', version: '', command: '', files: [] }

const ordersFor = async (ports: ClaimPorts, at: Place, claimed: readonly ExecutionRecord[]): Promise<Order[]> => {
  if (claimed.length === 0) return []
  const targets = await ports.machines.getMany(claimed.map((execution) => execution.machineId))
  const edges = await edgesSharing(ports, at)
  const reaching = await reachingOf(ports)
  const orders: Order[] = []
  for (const execution of claimed) {
    const deployment = await at.known(execution.deploymentId)
    const machine = targets.get(execution.machineId)
    if (deployment && machine)
      orders.push(
        await orderFor(ports, at, { execution, deployment, machine: await targetOf(machine, reaching), macs: machine.macs, edges }),
      )
    else await giveUp(ports, execution)
  }
  return orders
}

/** Edge launchers of the site that are at work: they share its bandwidth. */
const edgesSharing = async ({ sites, now }: ClaimPorts, { site }: Place): Promise<number> => {
  const seen = (await sites.edges(site.id)).filter(({ lastSeenAt }) => lastSeenAt !== null && now() - Date.parse(lastSeenAt) < silentMs)
  return Math.max(1, seen.length)
}

const giveUp = async ({ executions, now }: ClaimPorts, execution: ExecutionRecord): Promise<void> => {
  const at = iso(now())
  const set = {
    used: execution.used + 1,
    leaseUntil: null,
    endedAt: at,
    updatedAt: at,
    reason: { code: 'machine-deleted' as const, detail: execution.machineName, phase: null },
  }
  await executions.move(execution, { event: 'last-failure', to: 'failed', lease: execution.lease, set })
}

type Subject = {
  readonly execution: ExecutionRecord
  readonly deployment: DeploymentRecord
  readonly machine: Order['machine']
  readonly macs: readonly string[]
  readonly edges: number
}

const orderFor = async (
  { contents, now }: ClaimPorts,
  { site }: Place,
  { execution, deployment, machine, macs, edges }: Subject,
): Promise<Order> => {
  const { options, halt } = deployment
  const pack = deployment.packages.find(({ place }) => place === execution.place)
  const manifest = pack ? await manifestOf(contents, pack.manifestSha256) : nothingToSend
  const asked = askedAt(deployment, execution.place)
  const distinct = new Map(manifest.files.map(({ sha256, size }) => [sha256, size]))
  const closes = closingAfter({ ...rulesOf(deployment, site), endAt: null }, now())
  const share = (limit: number | null): number | null => (limit === null ? null : Math.max(1, Math.floor(limit / edges)))
  return {
    executionId: execution.id,
    deploymentId: execution.deploymentId,
    lease: execution.lease,
    leaseUntil: execution.leaseUntil ?? iso(now() + leaseMs),
    attempt: execution.attempt,
    machine,
    manifest,
    manifestSha256: pack?.manifestSha256 ?? createHash('sha256').update(manifestText(nothingToSend)).digest('hex'),
    downloads: await Promise.all([...distinct].map(async ([sha256, size]) => ({ sha256, size, url: await contents.downloadUrl(sha256) }))),
    phases: execution.phases,
    wake: options.wakeOnLan ? { macs: [...macs], broadcasts: site.broadcasts, waitMs: Math.ceil(options.wakeWaitMinutes * 60_000) } : null,
    parameters: options.parameters,
    runScript: asked.execution,
    scriptStarted: execution.scriptStartedIn === execution.attempt,
    deleteFiles: asked.deletion,
    inventory: asked.inventory,
    halt: asked.halt ? halt : 'nothing',
    scriptTimeoutMs: Math.ceil(options.scriptTimeoutMinutes * 60_000),
    closesAt: closes === null ? null : iso(closes),
    endsAt: options.endAt,
    atClosing: options.atClosing,
    bandwidth: { deployment: share(options.maxBandwidth), site: share(site.maxBandwidth) },
  }
}

const waitingProbes = async (ports: ClaimPorts, siteId: string): Promise<Probe[]> => {
  const { machines, now } = ports
  const waiting = await machines.takeProbes(siteId, 50, Math.floor(now() / 1000))
  if (waiting.length === 0) return []
  const targets = await machines.getMany(waiting.map(({ machineId }) => machineId))
  const reaching = await reachingOf(ports)
  const probes: Probe[] = []
  for (const { probeId, machineId } of waiting) {
    const machine = targets.get(machineId)
    if (machine) probes.push({ probeId, machine: await targetOf(machine, reaching) })
  }
  return probes
}
