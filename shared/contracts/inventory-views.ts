/** What the API says of inventories: as they are, as they were, what changed, what is doubtful. */
import * as z from 'zod'
import { doubtKinds } from '../domain/inventory/identity.ts'
import { refusalReasons } from '../domain/inventory/refusals.ts'
import { Id, Instant, line, pageQuery } from './common.ts'
import { AgentFamily, InventoryRecord, InventorySections } from './inventory.ts'

export const InventoryAgent = z.object({
  key: z.string().meta({ description: 'Names this installation of an agent when it is given to another machine.' }),
  family: AgentFamily,
  version: z.string().nullable(),
  deviceId: z.string(),
  lastAt: Instant,
})
export const MachineInventory = z
  .object({
    machineId: Id,
    name: z.string(),
    asOf: Instant,
    firstAt: Instant.meta({ description: 'The first inventory of this machine.' }),
    historyFrom: Instant.meta({ description: 'Changes are known from here on.' }),
    lastAt: Instant,
    agents: z.array(InventoryAgent),
    inventory: InventoryRecord,
  })
  .meta({ id: 'MachineInventory' })
export type MachineInventory = z.infer<typeof MachineInventory>

export const InventoryQuery = z.object({
  at: Instant.optional().meta({ description: 'The inventory as it was at this instant; without it, the present one.' }),
})

const section = InventorySections.keyof()
export const InventoryChange = z
  .object({
    section,
    key: z
      .string()
      .meta({ description: 'By what the entry is known again: a program, a mount point; in `general` and the like, the field.' }),
    before: z.unknown().meta({ description: 'null: it was not there.' }),
    after: z.unknown().meta({ description: 'null: it is gone.' }),
  })
  .meta({ id: 'InventoryChange' })
export type InventoryChange = z.infer<typeof InventoryChange>

const counts = z.record(z.string(), z.object({ added: z.int(), removed: z.int(), changed: z.int() }))
export const mostShownChanges = 50
export const InventoryUpload = z
  .object({
    at: Instant,
    family: AgentFamily,
    acrossAgents: z
      .boolean()
      .meta({ description: 'Another kind of agent had sent the one before: not all differences are of the machine.' }),
    counts: counts.meta({ description: 'By section.' }),
    changes: z
      .array(InventoryChange)
      .max(mostShownChanges)
      .meta({ description: 'The first ones; the comparison of two instants has all.' }),
    total: z.int(),
  })
  .meta({ id: 'InventoryUpload' })
export type InventoryUpload = z.infer<typeof InventoryUpload>
export const InventoryChangesQuery = z.object(pageQuery)

export const InventoryComparisonQuery = z.object({
  from: Instant.optional().meta({ description: 'Compare the machine as it was at this instant …' }),
  to: Instant.optional().meta({ description: '… with itself at this one; without it, now.' }),
  with: Id.optional().meta({ description: 'Compare with this other machine instead.' }),
})
export type InventoryComparisonQuery = z.infer<typeof InventoryComparisonQuery>
export const InventoryComparison = z
  .object({ counts, changes: z.array(InventoryChange), acrossAgents: z.boolean() })
  .meta({ id: 'InventoryComparison' })
export type InventoryComparison = z.infer<typeof InventoryComparison>

export const InventorySinceQuery = z.object({
  section: z.enum(['software', 'network', 'controllers', 'drives', 'disks', 'printers', 'registry']),
  name: z.string().trim().min(1).max(1000).meta({ description: 'The whole name, in any case; of a drive, its mount.' }),
  version: z
    .string()
    .trim()
    .max(1000)
    .optional()
    .meta({ description: 'Of a program: since when it is this version. In the registry: since when it is this value.' }),
})
export type InventorySinceQuery = z.infer<typeof InventorySinceQuery>
export const InventorySince = z
  .object({
    present: z.boolean(),
    since: Instant.nullable(),
    isExact: z.boolean().meta({ description: 'false: it was there when the history begins, so since then or earlier.' }),
    previousVersion: z
      .string()
      .nullable()
      .meta({ description: 'The version or value before, where the upload that brought this one replaced another.' }),
  })
  .meta({ id: 'InventorySince' })
export type InventorySince = z.infer<typeof InventorySince>

export const InventoryDoubt = z
  .object({
    id: Id,
    kind: z.enum(doubtKinds),
    siteId: Id,
    machines: z.array(z.object({ id: Id, name: z.string() })),
    detail: z.string(),
    createdAt: Instant,
    state: z.enum(['open', 'separate', 'merged', 'moved']),
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
  })
  .meta({ id: 'InventoryDoubt' })
export type InventoryDoubt = z.infer<typeof InventoryDoubt>
export const DoubtsQuery = z.object({
  ...pageQuery,
  state: z.enum(['open', 'decided']).default('open'),
})
export const DecideDoubt = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('separate').meta({ description: 'They are different machines, and stay so.' }) }),
    z.strictObject({
      decision: z.literal('merge').meta({ description: 'They are one machine.' }),
      keepMachineId: Id.meta({ description: 'The one that stays; the other one is deleted, its agents report for this one.' }),
    }),
    z.strictObject({ decision: z.literal('move').meta({ description: 'The machine has moved to the site of the upload.' }) }),
  ])
  .meta({ id: 'DecideDoubt' })
export type DecideDoubt = z.infer<typeof DecideDoubt>

export const MergeMachine = z
  .strictObject({
    machineId: Id.meta({ description: 'The machine that is the same; it is deleted, its agents report for the other one.' }),
  })
  .meta({ id: 'MergeMachine' })
export const SplitMachine = z
  .strictObject({ agentKey: line(600).meta({ description: 'The agent that speaks of another machine: a `key` of its `agents`.' }) })
  .meta({ id: 'SplitMachine' })

export const InventoryRefusal = z
  .object({
    id: Id,
    siteId: Id,
    at: Instant,
    deviceId: z.string().meta({ description: 'As the agent names itself; empty where it could not be read.' }),
    userAgent: z.string(),
    sourceIp: z.string(),
    reason: z.enum(refusalReasons).default('unreadable'),
    why: z.string().meta({ description: 'One sentence, which the agent has been told where it was still there.' }),
  })
  .meta({ id: 'InventoryRefusal' })
export type InventoryRefusal = z.infer<typeof InventoryRefusal>
export const RefusalsQuery = z.object({
  ...pageQuery,
  siteId: Id.optional().meta({ description: 'Of this site only.' }),
  reason: z.enum(refusalReasons).optional().meta({ description: 'For this reason only.' }),
})
export type RefusalsQuery = z.infer<typeof RefusalsQuery>

export const inventoryRealm = 'Pulse inventory'
export const RotateInventorySecret = z
  .strictObject({
    keepPreviousHours: z
      .int('must be a whole number')
      .min(0, 'must be at least 0')
      .max(720, 'must be at most 720')
      .default(0)
      .meta({ description: 'How long the password before still works, so that agents can be changed one after the other.' }),
  })
  .meta({ id: 'RotateInventorySecret' })
export type RotateInventorySecret = z.infer<typeof RotateInventorySecret>
/** What the agents of a site are configured with. Shown once. */
export const InventorySecret = z
  .object({
    siteId: Id,
    path: z.string().meta({ description: "Below the API's address." }),
    user: z.string(),
    password: z.string(),
    realm: z.string(),
    previousUntil: Instant.nullable(),
  })
  .meta({ id: 'InventorySecret' })
export type InventorySecret = z.infer<typeof InventorySecret>
/** What is known of the password of a site without knowing it. */
export const InventorySecretState = InventorySecret.omit({ password: true })
  .extend({
    madeAt: Instant.nullable().meta({ description: 'null: there is none yet, and no agent is let in.' }),
    madeBy: z.string().nullable(),
    previousUntil: Instant.nullable().meta({ description: 'The password before works until then.' }),
  })
  .meta({ id: 'InventorySecretState' })
export type InventorySecretState = z.infer<typeof InventorySecretState>
