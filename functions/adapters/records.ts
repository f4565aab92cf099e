/** The items of both tables: what is stored under which keys, and how it is read back. docs/architecture.md, "Data". */
import * as z from 'zod'
import { DeploymentOptions, PhaseResults, Reason } from '#shared/contracts/deployments.ts'
import { EdgePublicKey } from '#shared/contracts/edge.ts'
import { LiveParty } from '#shared/contracts/live.ts'
import { states } from '#shared/domain/deployment/states.ts'

export const SiteRecord = z.object({ id: z.string(), name: z.string(), timeZone: z.string(), createdAt: z.string() })
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
  port: z.number(),
  user: z.string(),
  keyName: z.string(),
  hostKey: z.string().nullable(),
  refusedHostKey: z.string().nullable(),
  ping: z.boolean().nullable(),
  ssh: z.boolean().nullable(),
  checkedAt: z.string().nullable(),
  detail: z.string().nullable(),
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

/** A deployment as it was ordered; what became of it is counted elsewhere. */
export const DeploymentRecord = z.object({
  id: z.string(),
  name: z.string(),
  package: z.object({ id: z.string(), label: z.string(), version: z.string(), manifestSha256: z.string() }),
  options: DeploymentOptions,
  siteIds: z.array(z.string()),
  /** Of the machines when it was ordered: who sees them all sees the deployment. */
  entityIds: z.array(z.string()).default(['root']),
  total: z.number(),
  chunks: z.number(),
  stopRequestedAt: z.string().nullable(),
  /** The instant at which the next alarm will ring, if one is set. */
  armedAt: z.string().nullable(),
  /** Whether that alarm is a schedule (and not a delayed message). */
  scheduled: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
})
export type DeploymentRecord = z.infer<typeof DeploymentRecord>

/** 1,000 machines of a deployment, in the order they were named. */
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
  package: z.object({ id: z.string(), label: z.string(), version: z.string() }),
  state: z.enum(states),
  /** Attempts used up. */
  used: z.number(),
  /** The attempt that runs or ran last. */
  attempt: z.number(),
  attempts: z.number(),
  retryDelayMs: z.number(),
  /** Fencing token: grows with each claim. */
  lease: z.number(),
  leaseUntil: z.string().nullable(),
  /** The latest report that was applied for this lease. */
  seq: z.number(),
  nextAt: z.string().nullable(),
  phases: PhaseResults,
  reason: Reason.nullable(),
  edgeId: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type ExecutionRecord = z.infer<typeof ExecutionRecord>

export const ConnectionRecord = z.object({ id: z.string(), party: LiveParty, expiresAt: z.number() })

export const chunkSize = 1000
export const executionId = (deploymentId: string, index: number, place: number): string => `${deploymentId}.${index}.${place}`

/** Where an execution lies, from its identifier alone. */
export const executionKey = (id: string): { pk: string; sk: string } => {
  const [deploymentId, index = '0', place = '0'] = id.split('.')
  return { pk: `D#${deploymentId}#${Math.floor(Number(index) / chunkSize)}`, sk: `E#${index.padStart(6, '0')}#${place.padStart(3, '0')}` }
}

/** Where an execution stands in line: waiting for an instant or for its lease to end, ready for an edge, or nowhere. */
export const turnOf = (
  execution: Pick<ExecutionRecord, 'deploymentId' | 'siteId' | 'state' | 'nextAt' | 'leaseUntil'>,
  now: string,
): { gsi1pk: string; gsi1sk: string } | null => {
  switch (execution.state) {
    case 'scheduled':
    case 'rescheduled':
      return { gsi1pk: `DUE#${execution.deploymentId}`, gsi1sk: execution.nextAt ?? now }
    case 'ready':
      return { gsi1pk: `READY#${execution.siteId}#${execution.deploymentId}`, gsi1sk: now }
    case 'claimed':
    case 'transfer':
    case 'execution':
    case 'deletion':
      return { gsi1pk: `DUE#${execution.deploymentId}`, gsi1sk: execution.leaseUntil ?? now }
    case 'done':
    case 'failed':
    case 'stopped':
    case 'unknown':
      return null
  }
}
