/** The items of both tables: what is stored under which keys, and how it is read back. docs/architecture.md, "Data". */
import * as z from 'zod'
import { DeploymentOptions, PhaseResults, Reason } from '#shared/contracts/deployments.ts'
import { EdgePublicKey } from '#shared/contracts/edge.ts'
import { LiveParty } from '#shared/contracts/live.ts'
import { newMachinesPerHour } from '#shared/contracts/sites.ts'
import { deploymentStates } from '#shared/domain/deployment/deployment-state.ts'
import { requests } from '#shared/domain/deployment/execution.ts'
import { awaited } from '#shared/domain/deployment/next-instant.ts'
import { relaunchChoices } from '#shared/domain/deployment/relaunch.ts'
import { controls } from '#shared/domain/deployment/rules.ts'
import { standingOf } from '#shared/domain/deployment/standing.ts'
import { states } from '#shared/domain/deployment/states.ts'

export const SiteRecord = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  broadcasts: z.array(z.string()).default([]),
  maxBandwidth: z.number().nullable().default(null),
  newMachinesPerHour: z.number().default(newMachinesPerHour),
  newMachinesRefusedAt: z.string().nullable().default(null),
  networks: z.array(z.string()).default([]),
  sshUser: z.string().nullable().default(null),
  sshPort: z.number().nullable().default(null),
  createdAt: z.string(),
})
export type SiteRecord = z.infer<typeof SiteRecord>

export const EdgeRecord = z.object({
  id: z.string(),
  siteId: z.string(),
  name: z.string(),
  version: z.string(),
  enrolledAt: z.string(),
  lastSeenAt: z.string().nullable(),
  slotsTotal: z.number(),
  slotsUsed: z.number(),
  sshPublicKey: z.string(),
  publicKey: EdgePublicKey,
})
export type EdgeRecord = z.infer<typeof EdgeRecord>

export const MachineRecord = z.object({
  id: z.string(),
  name: z.string(),
  siteId: z.string(),
  entityId: z.string().default('root'),
  entityBy: z.enum(['hand', 'rule']).default('rule'),
  address: z.string(),
  // Machines of earlier versions: nobody knows, until their next inventory is compared with it.
  addressBy: z.enum(['hand', 'inventory']).nullable().default(null),
  /** Of the latest inventory, those that may be tried, the likeliest first. */
  addresses: z.array(z.string()).default([]),
  reachedAddress: z.string().nullable().default(null),
  reachedAt: z.string().nullable().default(null),
  /** null: as the entities or the site say. */
  port: z.number().nullable(),
  user: z.string().nullable(),
  keyName: z.string(),
  macs: z.array(z.string()).default([]),
  /** Given by a list that was imported; inventories have tags of their own. */
  tag: z.string().nullable().default(null),
  externalId: z.string().nullable().default(null),
  hostKey: z.string().nullable(),
  refusedHostKey: z.string().nullable(),
  ping: z.boolean().nullable(),
  ssh: z.boolean().nullable(),
  checkedAt: z.string().nullable(),
  detail: z.string().nullable(),
  // Machines of earlier versions have none of these.
  ordinal: z.number().nullable().default(null),
  operatingSystem: z.string().nullable().default(null),
  lastInventoryAt: z.string().nullable().default(null),
  lastSeenAt: z.string().nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type MachineRecord = z.infer<typeof MachineRecord>

export const PackageRecord = z.object({
  id: z.string(),
  label: z.string(),
  version: z.string(),
  description: z.string(),
  repository: z.string(),
  command: z.string(),
  commandName: z.string(),
  rebootNeeded: z.boolean(),
  status: z.enum(['pending', 'ready']),
  size: z.number(),
  fileCount: z.number(),
  manifestSha256: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type PackageRecord = z.infer<typeof PackageRecord>

export const FileRecord = z.object({ path: z.string(), size: z.number(), sha256: z.string(), executable: z.boolean().nullable() })
export type FileRecord = z.infer<typeof FileRecord>

/** A bundle as it was saved. */
export const BundleRecord = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  members: z.array(z.object({ packageId: z.string(), order: z.number() })),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type BundleRecord = z.infer<typeof BundleRecord>

/** A deployment as it was ordered, and what a person asked of it since; what became of it is counted elsewhere. */
export const DeploymentRecord = z.object({
  id: z.string(),
  name: z.string(),
  packages: z.array(
    z.object({
      place: z.number(),
      id: z.string(),
      label: z.string(),
      version: z.string(),
      order: z.number(),
      manifestSha256: z.string(),
    }),
  ),
  options: DeploymentOptions,
  /** What is asked of the machine in the end, packages' wishes considered. */
  halt: z.enum(['nothing', 'reboot', 'halt']),
  siteIds: z.array(z.string()),
  machines: z.number(),
  /** Of the machines when it was ordered: who sees them all sees the whole deployment. */
  entityIds: z.array(z.string()).default(['root']),
  /** Of each chunk, which is of one entity; deployments of earlier versions have none. */
  parts: z.array(z.object({ entityId: z.string(), machines: z.number(), siteIds: z.array(z.string()) })).default([]),
  /** That it was ordered for, as it was called then. */
  group: z.object({ id: z.string(), name: z.string() }).nullable().default(null),
  total: z.number(),
  chunks: z.number(),
  control: z.enum(controls),
  /** A relaunch that is being carried out: those that ended by `at`. */
  relaunch: z.object({ which: z.enum(relaunchChoices), at: z.string() }).nullable(),
  /** As it was when last counted; for filters of lists, the truth is in the counts. */
  stateSeen: z.enum(deploymentStates),
  /** The instant at which the next alarm will ring, if one is set. */
  armedAt: z.string().nullable(),
  /** Whether that alarm is a schedule (and not a delayed message). */
  scheduled: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
})
export type DeploymentRecord = z.infer<typeof DeploymentRecord>

/** Up to 1,000 machines of a deployment, all of one entity. */
export const TargetsRecord = z.object({
  chunk: z.number(),
  expanded: z.boolean(),
  targets: z.array(z.object({ id: z.string(), name: z.string(), siteId: z.string(), entityId: z.string().default('root') })),
})
export type TargetsRecord = z.infer<typeof TargetsRecord>

export const ExecutionRecord = z.object({
  id: z.string(),
  deploymentId: z.string(),
  machineId: z.string(),
  machineName: z.string(),
  siteId: z.string(),
  /** Of the machine when it was ordered. */
  entityId: z.string().default('root'),
  /** null: what follows a whole bundle. */
  package: z.object({ id: z.string(), label: z.string(), version: z.string() }).nullable(),
  /** Of the package in the deployment's list; the last part of the identifier. */
  place: z.number(),
  order: z.number(),
  /** Whether the machine has others in this deployment. */
  inBundle: z.boolean(),
  state: z.enum(states),
  used: z.number(),
  earlier: z.number(),
  attempt: z.number(),
  scriptStartedIn: z.number().default(0),
  attempts: z.number(),
  retryDelayMs: z.number(),
  lease: z.number(),
  leaseUntil: z.string().nullable(),
  seq: z.number(),
  nextAt: z.string().nullable(),
  isBlocked: z.boolean(),
  asked: z.enum(requests).nullable(),
  phases: PhaseResults,
  reason: Reason.nullable(),
  edgeId: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
/** The engine's facts (shared/domain/deployment/execution.ts), and whom they are about. */
export type ExecutionRecord = z.infer<typeof ExecutionRecord>

export const ConnectionRecord = z.object({ id: z.string(), party: LiveParty, expiresAt: z.number() })

export const chunkSize = 1000
export const executionId = (deploymentId: string, index: number, place: number): string => `${deploymentId}.${index}.${place}`

/** Where an execution lies, from its identifier alone. */
export const executionKey = (id: string): { pk: string; sk: string } => {
  const [deploymentId, index = '0', place = '0'] = id.split('.')
  return { pk: `D#${deploymentId}#${Math.floor(Number(index) / chunkSize)}`, sk: `E#${index.padStart(6, '0')}#${place.padStart(3, '0')}` }
}

/** Where an execution stands in line: for an instant or the end of its lease, ready for an edge, or nowhere. */
export const turnOf = (execution: ExecutionRecord): { gsi1pk: string; gsi1sk: string } | null => {
  const { deploymentId, siteId, state, updatedAt } = execution
  if (state === 'ready') return { gsi1pk: `READY#${siteId}#${deploymentId}`, gsi1sk: updatedAt }
  const instant = awaited(execution)
  return instant === null ? null : { gsi1pk: `DUE#${deploymentId}`, gsi1sk: instant }
}

/** Among its deployment's executions, by where it stands in the report. */
export const standingKey = (
  execution: Pick<ExecutionRecord, 'id' | 'deploymentId' | 'state' | 'phases' | 'used' | 'reason'>,
): { gsi3pk: string; gsi3sk: string } => {
  const [, index = '0', place = '0'] = execution.id.split('.')
  return {
    gsi3pk: `D#${execution.deploymentId}`,
    gsi3sk: `${standingOf(execution)}#${index.padStart(6, '0')}#${place.padStart(3, '0')}`,
  }
}
