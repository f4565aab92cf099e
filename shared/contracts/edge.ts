/**
 * What an edge launcher and the cloud say to each other, over HTTPS and outbound only.
 *
 * Except for enrolment, each request carries `Authorization: Bearer <JWT>` signed with the edge's Ed25519 key:
 * header `{alg: "EdDSA", kid: edgeId}`, claims `{iss: edgeId, aud: "pulse-edge", iat, exp, jti, htm, htu}` where
 * `htm` is the method, `htu` the route's path without stage (`/edge/claims`), and exp at most 60 s after iat.
 */
import * as z from 'zod'
import { verdicts } from '../domain/deployment/on-claim.ts'
import { putOffCauses } from '../domain/deployment/on-report.ts'
import { phases } from '../domain/deployment/states.ts'
import { mostTried } from '../domain/machine/ssh-addresses.ts'
import { ExecutionId, Id, Instant, line, Sha256 } from './common.ts'
import { atClosingChoices, LogLine, PhaseResults, Reason } from './deployments.ts'
import { Address, HostKey, KeyName, Port, SshUser } from './machines.ts'
import { FilePath } from './packages.ts'

export const edgeAudience = 'pulse-edge'

const base64url = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url')
/** An Ed25519 public key as a JWK. */
export const EdgePublicKey = z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: base64url })
export type EdgePublicKey = z.infer<typeof EdgePublicKey>

export const Enrol = z
  .strictObject({
    token: z.string().min(20).max(200),
    name: line(100),
    publicKey: EdgePublicKey,
    sshPublicKey: z
      .string()
      .trim()
      .max(2000)
      .regex(/^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256) [A-Za-z0-9+/]+={0,3}( [^\p{Cc}]*)?$/u, 'must be one line of authorized_keys'),
    version: line(50),
  })
  .meta({ id: 'Enrol' })
export type Enrol = z.infer<typeof Enrol>

export const Enrolled = z.object({ edgeId: Id, siteId: Id }).meta({ id: 'Enrolled' })
export type Enrolled = z.infer<typeof Enrolled>

/** One claim of an execution: `lease` is the fencing token; a report with an older one changes no state. */
export const Held = z.object({ executionId: ExecutionId, lease: z.int().positive() })
export type Held = z.infer<typeof Held>

export const Claim = z
  .strictObject({
    version: line(50),
    slotsTotal: z.int().min(0).max(10_000),
    slotsUsed: z.int().min(0).max(10_000),
    slots: z.int().min(0).max(1000).meta({ description: 'How many more executions it wants now.' }),
    holding: z.array(Held).max(10_000).meta({ description: 'What it works on; renews the leases.' }),
  })
  .meta({ id: 'Claim' })
export type Claim = z.infer<typeof Claim>

/** How to reach a machine. */
export const Target = z.object({
  id: Id,
  name: z.string(),
  address: Address,
  otherAddresses: z
    .array(Address)
    .max(mostTried - 1)
    .default([])
    .meta({ description: 'Tried in this order where nothing takes a connection at the address before.' }),
  port: Port,
  user: SshUser,
  keyName: KeyName,
  hostKey: HostKey.nullable(),
})
export type Target = z.infer<typeof Target>

export const ManifestFile = z.object({ path: FilePath, size: z.int().nonnegative(), sha256: Sha256, executable: z.boolean() })
export const Manifest = z.object({
  packageId: Id,
  label: z.string(),
  version: z.string(),
  command: z.string(),
  files: z.array(ManifestFile),
})

/** All that an edge needs for one attempt on one machine. */
export const Order = z
  .object({
    executionId: ExecutionId,
    deploymentId: Id,
    lease: z.int().positive(),
    leaseUntil: Instant,
    attempt: z
      .int()
      .positive()
      .meta({ description: 'Names the directory on the machine: the script runs at most once for each (executionId, attempt).' }),
    machine: Target,
    manifest: Manifest,
    manifestSha256: Sha256,
    downloads: z
      .array(z.object({ sha256: Sha256, size: z.int().nonnegative(), url: z.string() }))
      .meta({ description: 'Each distinct content once.' }),
    phases: PhaseResults.meta({ description: 'What is done or skipped stays so: the attempt begins at the first phase that is to do.' }),
    wake: z
      .object({
        macs: z.array(z.string()),
        broadcasts: z
          .array(z.string())
          .meta({ description: "The site's directed broadcast addresses, besides those of the edge's own interfaces." }),
        waitMs: z.int().positive(),
      })
      .nullable()
      .meta({ description: 'null: a machine that does not answer is not woken.' }),
    parameters: z.string(),
    runScript: z.boolean(),
    scriptStarted: z
      .boolean()
      .default(false)
      .meta({ description: "The machine has confirmed the start of this attempt's script to an edge launcher that held it before." }),
    deleteFiles: z.boolean(),
    inventory: z.boolean(),
    halt: z.enum(['nothing', 'reboot', 'halt']),
    scriptTimeoutMs: z.int().positive(),
    closesAt: Instant.nullable().meta({ description: 'From this instant on nothing of it may begin: the window closes.' }),
    endsAt: Instant.nullable().meta({ description: 'From this instant on it has run out of time.' }),
    atClosing: z.enum(atClosingChoices),
    bandwidth: z
      .object({ deployment: z.int().positive().nullable(), site: z.int().positive().nullable() })
      .meta({ description: "Bits a second: this edge's share of the deployment's limit and of the site's." }),
  })
  .meta({ id: 'Order' })
export type Order = z.infer<typeof Order>

export const Probe = z.object({ probeId: Id, machine: Target })
export type Probe = z.infer<typeof Probe>

export const Claimed = z
  .object({
    orders: z.array(Order),
    holding: z.array(
      Held.extend({
        verdict: z.enum(verdicts).meta({
          description:
            'keep: renewed; pause, stop: end it after the phase that runs; interrupt: end it now, the script too; drop: it is no longer yours, forget it.',
        }),
        endsAt: Instant.nullable()
          .optional()
          .meta({ description: "The deployment's end date, which a person may have moved since the order; absent: as in the order." }),
      }),
    ),
    probes: z.array(Probe),
    more: z.boolean().meta({ description: 'More is ready than was asked for.' }),
  })
  .meta({ id: 'Claimed' })
export type Claimed = z.infer<typeof Claimed>

/**
 * The whole situation of one claim at one moment, plus new log lines. Reports may arrive twice or out of order:
 * of two with the same lease, the greater `seq` wins; log lines are stored by (lease, seq, place) and never lost.
 */
export const Report = z
  .object({
    executionId: ExecutionId,
    deploymentId: Id,
    machineId: Id,
    edgeId: Id.optional().meta({ description: 'Filled in at the door from the token; not believed from the sender.' }),
    lease: z.int().positive(),
    attempt: z.int().positive(),
    seq: z.int().positive(),
    at: Instant,
    phase: z.enum(['connecting', ...phases, 'ended']),
    phases: PhaseResults,
    scriptStarted: z
      .boolean()
      .default(false)
      .meta({ description: "The machine has confirmed the start of this attempt's script, to this edge launcher or to one before it." }),
    end: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('success') }),
        z.object({ kind: z.literal('failure'), reason: Reason }),
        z.object({ kind: z.literal('stopped') }),
        z.object({ kind: z.literal('released') }),
        z.object({
          kind: z.literal('put-off'),
          because: z.enum(putOffCauses),
          interrupted: z.boolean().meta({ description: 'Its script was started and ended before its time.' }),
        }),
        z.object({ kind: z.literal('unknown'), reason: Reason }),
      ])
      .nullable()
      .meta({ description: 'Present when the attempt is over.' }),
    contact: z
      .object({
        hostKey: HostKey.nullable().meta({ description: 'The key that the machine offered.' }),
        ssh: z.boolean().meta({ description: 'Whether a session was opened.' }),
        address: Address.nullable().default(null).meta({ description: 'Where a connection was taken.' }),
      })
      .nullable()
      .meta({ description: 'What was learnt of the machine while connecting; null when nothing was.' }),
    log: z.array(LogLine.omit({ attempt: true })).max(500),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>

export const Reports = z.strictObject({ reports: z.array(Report).min(1).max(100) }).meta({ id: 'Reports' })
export type Reports = z.infer<typeof Reports>

/** An upload of an inventory agent on the LAN, as the edge launcher took it. */
export const RelayedInventory = z
  .strictObject({
    receivedAt: Instant.meta({ description: 'When the edge launcher took it; it may have waited there for days.' }),
    userAgent: z.string().max(300),
    agentId: z
      .string()
      .regex(/^[0-9A-Za-z-]{8,100}$/)
      .nullable(),
    sourceIp: z.string().max(100),
    body: z
      .base64('must be base64')
      .max(5_600_000, 'must have at most 5,600,000 characters')
      .meta({ description: 'The upload, packed with gzip, without what holds secrets.' }),
  })
  .meta({ id: 'RelayedInventory' })
export type RelayedInventory = z.infer<typeof RelayedInventory>
export const AgentQuestion = z.strictObject({ agentId: z.string().regex(/^[0-9A-Za-z-]{8,100}$/) }).meta({ id: 'AgentQuestion' })
export const AgentAdvice = z
  .object({ needsFull: z.boolean().meta({ description: 'What is known of this agent has gaps: its next inventory must be a full one.' }) })
  .meta({ id: 'AgentAdvice' })

export const ProbeResult = z.object({
  probeId: Id,
  machineId: Id,
  at: Instant,
  ping: z.boolean().nullable().meta({ description: 'null where the edge has no way to ping.' }),
  ssh: z.boolean(),
  address: Address.nullable().default(null).meta({ description: 'Where SSH took a connection.' }),
  hostKey: HostKey.nullable(),
  detail: z.string().max(1000).nullable(),
})
export type ProbeResult = z.infer<typeof ProbeResult>
export const ProbeResults = z.strictObject({ results: z.array(ProbeResult).min(1).max(100) }).meta({ id: 'ProbeResults' })
export type ProbeResults = z.infer<typeof ProbeResults>
