import * as z from 'zod'
import { reasonCodes } from '../domain/deployment/reasons.ts'
import { phases, states } from '../domain/deployment/states.ts'
import { ExecutionId, Id, Instant, line, pageQuery } from './common.ts'

export const DeploymentOptions = z
  .strictObject({
    parameters: z
      .string()
      .trim()
      .max(1000)
      .regex(/^[^\p{Cc}]*$/u, 'must be one line')
      .default('')
      .meta({ description: 'Added to the command, as typed.' }),
    startAt: Instant.nullable().default(null).meta({ description: 'Not before this instant; null: as soon as possible.' }),
    runScript: z.boolean().default(true),
    deleteFiles: z.boolean().default(true).meta({ description: 'Remove the files from the machine after a success.' }),
    attempts: z.int('must be a whole number').min(1, 'must be at least 1').max(100, 'must be at most 100').default(3),
    retryDelayMinutes: z.number().min(0.01, 'must be at least 0.01').max(10080, 'must be at most 10080 (a week)').default(60),
    scriptTimeoutMinutes: z.number().min(0.01, 'must be at least 0.01').max(10080, 'must be at most 10080 (a week)').default(120),
  })
  .meta({ id: 'DeploymentOptions' })
export type DeploymentOptions = z.infer<typeof DeploymentOptions>

/** Machines in one deployment. */
export const maxTargets = 100_000

export const CreateDeployment = z
  .strictObject({
    name: line(200).optional().meta({ description: 'Absent: made from the package and the machines.' }),
    packageId: Id,
    machineIds: z.array(Id).min(1, 'must name at least one machine').max(maxTargets, `must name at most ${maxTargets} machines`),
    options: DeploymentOptions.prefault({}),
  })
  .meta({ id: 'CreateDeployment' })
export type CreateDeployment = z.infer<typeof CreateDeployment>

/** How many executions stand in each state. Their sum is `total` once expansion is over. */
export const Counts = z.partialRecord(z.enum(states), z.int()).meta({ id: 'Counts' })
export type Counts = z.infer<typeof Counts>

export const deploymentStates = ['preparing', 'scheduled', 'running', 'stopping', 'stopped', 'done', 'done-with-failures'] as const

export const Deployment = z
  .object({
    id: Id,
    name: z.string(),
    package: z.object({ id: Id, label: z.string(), version: z.string() }),
    options: DeploymentOptions,
    state: z.enum(deploymentStates),
    total: z.int().meta({ description: 'Machines asked for.' }),
    counts: Counts,
    nextAt: Instant.nullable().meta({ description: 'The next instant at which something is due by itself.' }),
    stopRequestedAt: Instant.nullable(),
    createdBy: z.string(),
    createdAt: Instant,
  })
  .meta({ id: 'Deployment' })
export type Deployment = z.infer<typeof Deployment>

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

export const Execution = z
  .object({
    id: ExecutionId,
    deploymentId: Id,
    machine: z.object({ id: Id, name: z.string() }),
    siteId: Id,
    package: z.object({ id: Id, label: z.string(), version: z.string() }),
    state: z.enum(states),
    attempt: z.int().meta({ description: 'The attempt that runs or ran last; 0 before the first.' }),
    attempts: z.int().meta({ description: 'How many there may be.' }),
    phases: PhaseResults,
    reason: Reason.nullable().meta({ description: 'Why the last attempt did not succeed.' }),
    why: z.string().nullable().meta({ description: 'One sentence: why it is not done, and what happens next.' }),
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
})
export type ExecutionQuery = z.infer<typeof ExecutionQuery>

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
