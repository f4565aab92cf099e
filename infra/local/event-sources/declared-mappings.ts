/** The template's event source mappings. Starts refuse where the function's role could not read the source, as in AWS. */
import * as z from 'zod'
import { decide } from '../permissions/policy.ts'
import type { Recorded } from '../permissions/record.ts'
import { propertiesOf } from '../template/declared.ts'
import type { Statement } from '../template/roles.ts'
import type { Stack } from '../template/stack.ts'

const whole = z.coerce.number().int()
const Pattern = z.string().transform((text): unknown => JSON.parse(text))
const Properties = z.looseObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: whole.optional(),
  MaximumBatchingWindowInSeconds: whole.default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern })) }).optional(),
  ScalingConfig: z.object({ MaximumConcurrency: whole }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('LATEST'),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: whole.default(-1),
  MaximumRecordAgeInSeconds: whole.default(-1),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }).optional(),
  TumblingWindowInSeconds: z.undefined('tumbling windows are not supported locally').optional(),
})

export type DeclaredMapping = {
  readonly logicalId: string
  readonly kind: 'queue' | 'stream'
  readonly sourceArn: string
  /** Name or ARN of the function. */
  readonly functionName: string
  readonly batchSize: number
  readonly windowMs: number
  readonly partialFailures: boolean
  readonly filters: readonly unknown[]
  readonly concurrency: number | null
  readonly startAt: 'TRIM_HORIZON' | 'LATEST'
  readonly bisect: boolean
  /** -1: without end. */
  readonly retries: number
  /** -1: whatever the age. */
  readonly maxAgeMs: number
  readonly onFailureArn: string | null
}

const needed = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  stream: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
} as const

export const declaredMappings = (stack: Stack): readonly DeclaredMapping[] =>
  stack.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const mapping = propertiesOf(resource, Properties)
    if (!mapping.Enabled) return []
    const kind = mapping.EventSourceArn.split(':')[2] === 'sqs' ? 'queue' : 'stream'
    return {
      logicalId: resource.logicalId,
      kind,
      sourceArn: mapping.EventSourceArn,
      functionName: mapping.FunctionName,
      batchSize: mapping.BatchSize ?? (kind === 'queue' ? 10 : 100),
      windowMs: mapping.MaximumBatchingWindowInSeconds * 1000,
      partialFailures: mapping.FunctionResponseTypes.length > 0,
      filters: mapping.FilterCriteria?.Filters.map((filter) => filter.Pattern) ?? [],
      concurrency: mapping.ScalingConfig?.MaximumConcurrency ?? null,
      startAt: mapping.StartingPosition,
      bisect: mapping.BisectBatchOnFunctionError,
      retries: mapping.MaximumRetryAttempts,
      maxAgeMs: mapping.MaximumRecordAgeInSeconds === -1 ? -1 : mapping.MaximumRecordAgeInSeconds * 1000,
      onFailureArn: mapping.DestinationConfig?.OnFailure.Destination ?? null,
    }
  })

/** Judges and records what the service does in the role's name. Throws naming what the role lacks. */
export const assertMayRead = (
  mapping: DeclaredMapping,
  reader: { functionName: string; statements: readonly Statement[]; record: (call: Recorded) => void },
): void => {
  const needs = [
    ...needed[mapping.kind].map((action) => ({ action, resource: action === 'dynamodb:ListStreams' ? '*' : mapping.sourceArn })),
    ...(mapping.onFailureArn ? [{ action: 'sqs:SendMessage', resource: mapping.onFailureArn }] : []),
  ]
  for (const need of needs) {
    const { allowed } = decide(reader.statements, need)
    reader.record({ function: reader.functionName, ...need, allowed })
    if (!allowed) {
      throw new Error(
        `${mapping.logicalId}: the role of the function ${reader.functionName} does not allow ${need.action} on ${need.resource}`,
      )
    }
  }
}
