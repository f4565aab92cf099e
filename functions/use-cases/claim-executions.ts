/** What an edge asks for: its leases renewed, and as many ready executions as it has free slots. */
import type { z } from 'zod'
import type { Claim, Claimed, Order, Probe } from '#shared/contracts/edge.ts'
import { Manifest } from '#shared/contracts/edge.ts'
import { isHeld } from '#shared/domain/deployment/states.ts'
import type { DeploymentStore } from '../adapters/deployments.ts'
import type { ExecutionStore } from '../adapters/executions.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { ContentStore } from '../adapters/packages.ts'
import type { DeploymentRecord, EdgeRecord, ExecutionRecord, MachineRecord } from '../adapters/records.ts'
import type { SiteStore } from '../adapters/sites.ts'
import { inTurns } from '../adapters/table.ts'
import { nothingDone } from './expand.ts'

export type ClaimPorts = {
  readonly sites: SiteStore
  readonly deployments: DeploymentStore
  readonly executions: ExecutionStore
  readonly machines: MachineStore
  readonly contents: ContentStore
  readonly now: () => number
}

export const leaseMs = 5 * 60_000
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
  const known = deploymentCache(ports)
  const holding: Claimed['holding'] = []
  await inTurns(claim.holding, 16, async (held) => {
    holding.push({ ...held, verdict: await verdictOn(ports, known, edge, held) })
  })
  const wanted = Math.min(claim.slots, mostAtOnce)
  const claimed = wanted === 0 ? [] : await takeReady(ports, known, edge, wanted)
  const orders = await ordersFor(ports, known, claimed)
  const probes = await waitingProbes(ports, edge.siteId)
  return { orders, holding, probes, more: claimed.length === wanted && claim.slots > wanted }
}

type Known = (id: string) => Promise<DeploymentRecord | null>
const deploymentCache = ({ deployments }: ClaimPorts): Known => {
  const cache = new Map<string, Promise<DeploymentRecord | null>>()
  return (id) => {
    const found = cache.get(id) ?? deployments.get(id)
    cache.set(id, found)
    return found
  }
}

const verdictOn = async (
  { executions, now }: ClaimPorts,
  known: Known,
  edge: EdgeRecord,
  held: Claim['holding'][number],
): Promise<'keep' | 'stop' | 'drop'> => {
  const execution = await executions.get(held.executionId)
  if (!execution || execution.lease !== held.lease || execution.edgeId !== edge.id || !isHeld(execution.state)) return 'drop'
  const left = Date.parse(execution.leaseUntil ?? '') - now()
  // Half of the lease is left: no need to write.
  if (left < leaseMs / 2 && !(await executions.renew(execution.id, held.lease, edge.id, new Date(now() + leaseMs).toISOString())))
    return 'drop'
  return (await known(execution.deploymentId))?.stopRequestedAt ? 'stop' : 'keep'
}

/** Deployments take turns, so that a large one does not keep a small one waiting. */
const takeReady = async (ports: ClaimPorts, known: Known, edge: EdgeRecord, wanted: number): Promise<ExecutionRecord[]> => {
  const { deployments, executions, now } = ports
  const lines: ExecutionRecord[][] = []
  for (const { deploymentId, mark } of await deployments.active(edge.siteId)) {
    const deployment = await known(deploymentId)
    if (deployment?.stopRequestedAt) continue
    const ready = await executions.ready(edge.siteId, deploymentId, wanted)
    if (ready.length > 0) lines.push(ready)
    else if (Date.parse(mark.slice(0, 24)) < now() - indexLagMs) await deployments.unmarkActive(edge.siteId, deploymentId, mark)
  }
  const taken: ExecutionRecord[] = []
  while (taken.length < wanted && lines.some((line) => line.length > 0))
    for (const line of lines) {
      const next = taken.length < wanted ? line.shift() : undefined
      const mine = next && (await claimOne(ports, edge, next))
      if (mine) taken.push(mine)
    }
  return taken
}

const claimOne = ({ executions, now }: ClaimPorts, edge: EdgeRecord, ready: ExecutionRecord): Promise<ExecutionRecord | null> => {
  const at = new Date(now()).toISOString()
  return executions.move(ready, {
    event: 'claim',
    to: 'claimed',
    lease: ready.lease,
    set: {
      lease: ready.lease + 1,
      leaseUntil: new Date(now() + leaseMs).toISOString(),
      seq: 0,
      attempt: ready.used + 1,
      edgeId: edge.id,
      phases: nothingDone(),
      startedAt: ready.startedAt ?? at,
      endedAt: null,
      updatedAt: at,
    },
  })
}

const targetOf = (machine: MachineRecord): Probe['machine'] => ({
  id: machine.id,
  name: machine.name,
  address: machine.address,
  port: machine.port,
  user: machine.user,
  keyName: machine.keyName,
  hostKey: machine.hostKey,
})

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

const ordersFor = async (
  { executions, machines, contents, now }: ClaimPorts,
  known: Known,
  claimed: readonly ExecutionRecord[],
): Promise<Order[]> => {
  const targets = await machines.getMany(claimed.map((execution) => execution.machineId))
  const orders: Order[] = []
  for (const execution of claimed) {
    const deployment = await known(execution.deploymentId)
    const machine = targets.get(execution.machineId)
    if (!deployment || !machine) {
      const at = new Date(now()).toISOString()
      const set = {
        used: execution.attempt,
        leaseUntil: null,
        endedAt: at,
        updatedAt: at,
        reason: { code: 'machine-deleted' as const, detail: execution.machineName, phase: null },
      }
      await executions.move(execution, { event: 'last-failure', to: 'failed', lease: execution.lease, set })
      continue
    }
    const manifest = await manifestOf(contents, deployment.package.manifestSha256)
    const distinct = new Map(manifest.files.map(({ sha256, size }) => [sha256, size]))
    orders.push({
      executionId: execution.id,
      deploymentId: execution.deploymentId,
      lease: execution.lease,
      leaseUntil: execution.leaseUntil ?? new Date(now() + leaseMs).toISOString(),
      attempt: execution.attempt,
      machine: targetOf(machine),
      manifest,
      manifestSha256: deployment.package.manifestSha256,
      downloads: await Promise.all(
        [...distinct].map(async ([sha256, size]) => ({ sha256, size, url: await contents.downloadUrl(sha256) })),
      ),
      parameters: deployment.options.parameters,
      runScript: deployment.options.runScript,
      deleteFiles: deployment.options.deleteFiles,
      scriptTimeoutMs: Math.ceil(deployment.options.scriptTimeoutMinutes * 60_000),
    })
  }
  return orders
}

const waitingProbes = async ({ machines, now }: ClaimPorts, siteId: string): Promise<Probe[]> => {
  const waiting = await machines.takeProbes(siteId, 50, Math.floor(now() / 1000))
  const targets = await machines.getMany(waiting.map(({ machineId }) => machineId))
  return waiting.flatMap(({ probeId, machineId }) => {
    const machine = targets.get(machineId)
    return machine ? [{ probeId, machine: targetOf(machine) }] : []
  })
}
