import * as z from 'zod'
import { deploymentStates } from '../domain/deployment/deployment-state.ts'
import { reasonCodes } from '../domain/deployment/reasons.ts'
import { relaunchChoices } from '../domain/deployment/relaunch.ts'
import { controls } from '../domain/deployment/rules.ts'
import { phases, states } from '../domain/deployment/states.ts'
import { whyCodes } from '../domain/deployment/why.ts'
import { parseIntervals } from '../domain/window/intervals.ts'
import { BundleMembers } from './bundles.ts'
import { ExecutionId, Id, Instant, line, pageQuery } from './common.ts'
import { MachineFilter } from './machines.ts'

/** Daily ranges on the site's own clock, as typed: `2-4`, `3:00-5:00,18:00-20:30`, `22-6`. Grammar: domain/window/intervals.ts. */
export const Intervals = z
  .string()
  .trim()
  .max(500)
  .superRefine((text, context) => {
    const parsed = parseIntervals(text)
    if (!parsed.valid) context.addIssue({ code: 'custom', message: `${parsed.message} (at character ${parsed.position + 1})`, input: text })
  })

/** What the edge does at closing or at the end date with the phase that runs: let it end, or end it now. */
export const atClosingChoices = ['finish', 'interrupt'] as const
export const afterSuccessChoices = ['nothing', 'reboot-if-needed', 'reboot', 'halt'] as const

export const DeploymentOptions = z
  .strictObject({
    parameters: z
      .string()
      .trim()
      .max(1000)
      .regex(/^[^\p{Cc}]*$/u, 'must be one line')
      .default('')
      .meta({ description: 'Added to the command, as typed.' }),
    wakeOnLan: z.boolean().default(false).meta({ description: 'Wake a machine that does not answer.' }),
    wakeWaitMinutes: z
      .number()
      .min(0.05, 'must be at least 0.05')
      .max(60, 'must be at most 60')
      .default(5)
      .meta({ description: 'How long a machine may take to wake.' }),
    startAt: Instant.nullable().default(null).meta({ description: 'Not before this instant; null: as soon as possible.' }),
    endAt: Instant.nullable().default(null).meta({ description: 'What has not finished by then fails; null: never.' }),
    intervals: Intervals.nullable()
      .default(null)
      .meta({ description: "When it may run, on each site's own clock, such as `22-6`; null: at any time." }),
    atClosing: z
      .enum(atClosingChoices)
      .default('finish')
      .meta({ description: 'When the window closes or the end date passes: let the running phase finish, or interrupt it.' }),
    runScript: z.boolean().default(true),
    deleteFiles: z.boolean().default(true).meta({ description: 'Remove the files from the machine after a success.' }),
    inventory: z.boolean().default(false).meta({ description: "Run the machine's inventory agent after a success." }),
    afterSuccess: z
      .enum(afterSuccessChoices)
      .default('nothing')
      .meta({ description: '`reboot-if-needed`: restart where a package says that it needs it.' }),
    attempts: z.int('must be a whole number').min(1, 'must be at least 1').max(100, 'must be at most 100').default(3),
    retryDelayMinutes: z.number().min(0.01, 'must be at least 0.01').max(10080, 'must be at most 10080 (a week)').default(60),
    scriptTimeoutMinutes: z.number().min(0.01, 'must be at least 0.01').max(10080, 'must be at most 10080 (a week)').default(120),
    maxBandwidth: z
      .int('must be a whole number')
      .min(8000, 'must be at least 8000 bits a second')
      .nullable()
      .default(null)
      .meta({ description: 'Bits a second that the transfers of this deployment take together on a site; null: no limit.' }),
  })
  .superRefine(({ startAt, endAt }, context) => {
    if (startAt !== null && endAt !== null && endAt <= startAt)
      context.addIssue({ code: 'custom', path: ['endAt'], message: 'must be after startAt', input: endAt })
  })
  .meta({ id: 'DeploymentOptions' })
export type DeploymentOptions = z.infer<typeof DeploymentOptions>

/** Machines in one deployment. */
export const maxTargets = 100_000

const oneOf = (...fields: readonly string[]) => ({
  test: (order: Readonly<Record<string, unknown>>) => fields.filter((field) => order[field] !== undefined).length === 1,
  says: `must have exactly one of ${fields.join(', ')}`,
})
const oneContent = oneOf('packageId', 'packages', 'bundleId')
const oneTarget = oneOf('machineIds', 'machineNames', 'machineFilter')

export const CreateDeployment = z
  .strictObject({
    name: line(200).optional().meta({ description: 'Absent: made from the packages and the machines.' }),
    packageId: Id.optional().meta({ description: 'One package.' }),
    packages: BundleMembers.optional().meta({ description: 'Several packages in an order: a bundle made for this deployment.' }),
    bundleId: Id.optional().meta({ description: 'A saved bundle, as it is now.' }),
    machineIds: z.array(Id).min(1, 'must name at least one machine').max(maxTargets, `must name at most ${maxTargets} machines`).optional(),
    machineNames: z
      .array(line(200))
      .min(1, 'must name at least one machine')
      .max(1000, 'must name at most 1000 machines')
      .optional()
      .meta({ description: 'Whole names, in any case.' }),
    machineFilter: MachineFilter.optional(),
    options: DeploymentOptions.prefault({}),
  })
  .refine(oneContent.test, { message: oneContent.says, path: ['packageId'] })
  .refine(oneTarget.test, { message: oneTarget.says, path: ['machineIds'] })
  .meta({ id: 'CreateDeployment' })
export type CreateDeployment = z.infer<typeof CreateDeployment>

/** Something that is allowed and may surprise. */
export const Warning = z
  .object({
    code: z.enum(['no-mac-address', 'no-edge', 'edges-silent', 'retries-after-end']),
    count: z.int().meta({ description: 'Machines concerned.' }),
    detail: z.string(),
  })
  .meta({ id: 'DeploymentWarning' })
export type Warning = z.infer<typeof Warning>

export const CheckedDeployment = z
  .object({
    machines: z.int(),
    executions: z.int(),
    sites: z.array(z.object({ id: Id, name: z.string(), timeZone: z.string(), machines: z.int(), starts: Instant })),
    warnings: z.array(Warning),
  })
  .meta({ id: 'CheckedDeployment' })
export type CheckedDeployment = z.infer<typeof CheckedDeployment>

/** How many executions stand in each state. Their sum is `total` once expansion is over. */
export const Counts = z.partialRecord(z.enum(states), z.int()).meta({ id: 'Counts' })
export type Counts = z.infer<typeof Counts>

/** One package of a deployment; `place` is the last part of its executions' identifiers. */
export const DeploymentPackage = z.object({
  place: z.int().nonnegative(),
  id: Id,
  label: z.string(),
  version: z.string(),
  order: z.int(),
})

export const Deployment = z
  .object({
    id: Id,
    name: z.string(),
    packages: z.array(DeploymentPackage).min(1),
    options: DeploymentOptions,
    state: z.enum(deploymentStates),
    control: z.enum(controls).meta({ description: 'What a person asked of it last.' }),
    partial: z.boolean().meta({
      description: 'Some of its machines are outside your perimeter: only the others are counted and listed. The state is of the whole.',
    }),
    machines: z.int(),
    group: z
      .object({ id: Id, name: z.string() })
      .nullable()
      .meta({ description: 'The group that it was ordered for, where who asks sees it.' }),
    total: z.int().meta({
      description: 'Executions: one for each machine and package; a bundle with inventory or halt has one more for each machine.',
    }),
    counts: Counts,
    nextAt: Instant.nullable().meta({ description: 'The next instant at which something is due by itself.' }),
    createdBy: z.string(),
    createdAt: Instant,
  })
  .meta({ id: 'Deployment' })
export type Deployment = z.infer<typeof Deployment>

/** How a deployment stands on one of its sites. */
export const DeploymentSite = z.object({
  id: Id,
  name: z.string(),
  timeZone: z.string(),
  open: z.boolean(),
  opens: Instant.nullable().meta({ description: 'When its window opens next; null while it is open.' }),
  closes: Instant.nullable().meta({ description: 'When its window closes, or the end date; null: never.' }),
  edges: z.int(),
  edgesSeen: z.int().meta({ description: 'Edge launchers that were seen in the last 90 s.' }),
})
export const DeploymentWithSites = Deployment.extend({ sites: z.array(DeploymentSite) }).meta({ id: 'DeploymentWithSites' })
export type DeploymentWithSites = z.infer<typeof DeploymentWithSites>

export const CreatedDeployment = DeploymentWithSites.extend({ warnings: z.array(Warning) }).meta({ id: 'CreatedDeployment' })

export const DeploymentQuery = z.object({
  ...pageQuery,
  state: z.enum(deploymentStates).optional(),
  packageId: Id.optional(),
  groupId: Id.optional().meta({ description: 'Ordered for this group: its history.' }),
  createdBy: z.string().trim().max(200).optional().meta({ description: 'Any part of the name of who launched it, in any case.' }),
  name: z.string().trim().max(200).optional().meta({ description: 'Any part of its name, in any case.' }),
  from: Instant.optional().meta({ description: 'Launched at this instant or after.' }),
  to: Instant.optional().meta({ description: 'Launched before this instant.' }),
})
export type DeploymentQuery = z.infer<typeof DeploymentQuery>

export const StopDeployment = z
  .strictObject({ interrupt: z.boolean().default(false).meta({ description: 'End scripts that run, instead of letting them finish.' }) })
  .meta({ id: 'Stop' })
export const RelaunchDeployment = z
  .strictObject({
    which: z.enum(relaunchChoices).default('failed'),
    endAt: Instant.nullable().optional().meta({ description: 'Another end date; needed when the old one has passed.' }),
  })
  .meta({ id: 'Relaunch' })
export type RelaunchDeployment = z.infer<typeof RelaunchDeployment>

export const Reason = z
  .object({
    code: z.enum(reasonCodes),
    detail: z
      .string()
      .max(1000)
      .meta({ description: 'What the edge launcher saw, e.g. `connect ECONNREFUSED 10.0.0.7:22` or `exit code 3`.' }),
    phase: z.enum(phases).nullable().meta({ description: 'Where it happened; null: before the first phase, while connecting.' }),
  })
  .meta({ id: 'Reason' })
export type Reason = z.infer<typeof Reason>

export const PhaseResult = z
  .object({
    status: z.enum(['to-do', 'running', 'done', 'failed', 'skipped']),
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    exitCode: z.int().nullable().meta({ description: 'Of the script, in the execution phase.' }),
  })
  .meta({ id: 'PhaseResult' })
export type PhaseResult = z.infer<typeof PhaseResult>

export const PhaseResults = z.record(z.enum(phases), PhaseResult)
export type PhaseResults = z.infer<typeof PhaseResults>

export const Why = z
  .object({
    code: z.enum(whyCodes),
    facts: z.object({
      attempt: z.int(),
      attempts: z.int(),
      reason: z.enum(reasonCodes).nullable(),
      detail: z.string(),
      at: Instant.nullable(),
      edge: z.string().nullable(),
      seenAt: Instant.nullable(),
      site: z.string(),
      phase: z.string().nullable(),
      waitsFor: z.string().nullable(),
      slots: z.int().nullable(),
    }),
    text: z.string().meta({ description: 'The sentence in English, instants in UTC.' }),
  })
  .meta({ id: 'Why' })
export type Why = z.infer<typeof Why>

export const Execution = z
  .object({
    id: ExecutionId,
    deploymentId: Id,
    machine: z.object({ id: Id, name: z.string() }),
    siteId: Id,
    package: z
      .object({ id: Id, label: z.string(), version: z.string() })
      .nullable()
      .meta({ description: 'null: what follows a whole bundle (inventory, halt).' }),
    order: z.int().meta({ description: 'In its bundle; equal orders run side by side.' }),
    state: z.enum(states),
    standing: z.string().meta({ description: 'Where it stands in the report, e.g. `rescheduled.transfer.tried`.' }),
    attempt: z.int().meta({ description: 'The attempt of this launch that runs or ran last; 0 before the first.' }),
    attempts: z.int().meta({ description: 'How many there may be.' }),
    phases: PhaseResults,
    reason: Reason.nullable().meta({ description: 'Why the last attempt did not succeed.' }),
    why: Why.nullable().meta({ description: 'Why it is not done, and what happens next; null when it is done.' }),
    nextAt: Instant.nullable().meta({ description: 'When it becomes due, while it waits for an instant.' }),
    edgeId: Id.nullable(),
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    updatedAt: Instant,
  })
  .meta({ id: 'Execution' })
export type Execution = z.infer<typeof Execution>

export const ExecutionQuery = z.object({
  ...pageQuery,
  state: z.enum(states).optional(),
  standing: z
    .string()
    .regex(/^[a-z-]+(\.[a-z-]*)*(,[a-z-]+(\.[a-z-]*)*)*$/, 'must be beginnings of standings, such as failed.transfer or done,stopped')
    .max(1000)
    .optional()
    .meta({ description: 'Beginnings of standings, joined by commas: `standings` of a figure of the report.' }),
  place: z.coerce.number().int().min(0).max(999).optional().meta({ description: 'Of one package of the deployment only.' }),
})
export type ExecutionQuery = z.infer<typeof ExecutionQuery>

export type FigureShape = {
  id: string
  count: number
  percent: number
  standings: string[]
  parts: FigureShape[]
}
/** A figure of the report with those that it is made of. */
export const Figure: z.ZodType<FigureShape> = z
  .object({
    id: z.string(),
    count: z.int(),
    percent: z.number().meta({ description: 'Of all executions, 0 to 100, one decimal.' }),
    standings: z.array(z.string()).meta({ description: 'For `standing` of the list of executions: those behind this figure.' }),
    get parts() {
      return z.array(Figure)
    },
  })
  .meta({ id: 'Figure' })

export const DeploymentReport = z
  .object({
    total: z.int(),
    figures: z.array(Figure),
    packages: z.array(z.object({ place: z.int(), label: z.string(), total: z.int(), figures: z.array(Figure) })),
  })
  .meta({ id: 'DeploymentReport' })
export type DeploymentReport = z.infer<typeof DeploymentReport>

/** The kinds of line in a log: what was run, what it said, what the edge launcher has to say. */
export const logStreams = ['command', 'stdout', 'stderr', 'info', 'error', 'exit'] as const

export const LogLine = z
  .object({
    at: Instant,
    attempt: z.int(),
    phase: z.enum(phases).nullable(),
    stream: z.enum(logStreams),
    text: z.string().max(16_384),
  })
  .meta({ id: 'LogLine' })
export type LogLine = z.infer<typeof LogLine>

export const LogQuery = z.object({
  cursor: pageQuery.cursor,
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(5000, 'must be at most 5000')
    .default(1000),
})
export type LogQuery = z.infer<typeof LogQuery>
