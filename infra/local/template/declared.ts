/** What the template declares, typed: one schema a resource type, parsed once when the stack starts. */
import * as z from 'zod'
import type { PasswordPolicy } from '../identity/password-policy.ts'
import type { QueueSpec } from '../sqs/server.ts'
import type { Stack, StackResource } from './stack.ts'

/** Parses a resource's properties; the error names the logical id. */
export const propertiesOf = <T extends z.ZodType>(resource: StackResource, schema: T): z.output<T> => {
  const parsed = schema.safeParse(resource.properties())
  if (!parsed.success) throw new Error(`${resource.logicalId} (${resource.type}) cannot run locally:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

const whole = z.coerce.number().int()
const Queue = z.looseObject({
  FifoQueue: z.boolean().default(false),
  ContentBasedDeduplication: z.boolean().default(false),
  VisibilityTimeout: whole.default(30),
  DelaySeconds: whole.default(0),
  MessageRetentionPeriod: whole.default(345_600),
  ReceiveMessageWaitTimeSeconds: whole.default(0),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: whole }).optional(),
})

/** The queues, dead-letter queues among them. */
export const declaredQueues = (stack: Stack): readonly QueueSpec[] =>
  stack.ofType('AWS::SQS::Queue').map((resource) => {
    const queue = propertiesOf(resource, Queue)
    const redrive = queue.RedrivePolicy
    return {
      name: stack.attribute(resource.logicalId, 'QueueName'),
      fifo: queue.FifoQueue,
      contentBasedDeduplication: queue.ContentBasedDeduplication,
      visibilityTimeoutSeconds: queue.VisibilityTimeout,
      delaySeconds: queue.DelaySeconds,
      retentionSeconds: queue.MessageRetentionPeriod,
      receiveWaitSeconds: queue.ReceiveMessageWaitTimeSeconds,
      ...(redrive && {
        redrive: { deadLetterQueueName: redrive.deadLetterTargetArn.split(':').at(-1) ?? '', maxReceiveCount: redrive.maxReceiveCount },
      }),
    }
  })

const Bucket = z.looseObject({
  CorsConfiguration: z.looseObject({ CorsRules: z.array(z.looseObject({ AllowedOrigins: z.array(z.string()) })) }).optional(),
})

export const declaredBuckets = (stack: Stack): readonly string[] =>
  stack.ofType('AWS::S3::Bucket').map(({ logicalId }) => stack.ref(logicalId))

/** The origins that any of the buckets lets in. They may name the console, whose address is known once the servers listen. */
export const declaredCorsOrigins = (stack: Stack): readonly string[] | '*' => {
  const origins = stack
    .ofType('AWS::S3::Bucket')
    .flatMap((bucket) => propertiesOf(bucket, Bucket).CorsConfiguration?.CorsRules.flatMap(({ AllowedOrigins }) => AllowedOrigins) ?? [])
  return origins.includes('*') ? '*' : [...new Set(origins)]
}

export const declaredGroups = (stack: Stack): readonly string[] =>
  stack.ofType('AWS::Scheduler::ScheduleGroup').map(({ logicalId }) => stack.ref(logicalId))

const Client = z.looseObject({ CallbackURLs: z.array(z.string()).default([]), LogoutURLs: z.array(z.string()).default([]) })

const Pool = z.looseObject({
  Policies: z
    .looseObject({
      PasswordPolicy: z
        .looseObject({
          MinimumLength: whole.default(8),
          RequireLowercase: z.boolean().default(false),
          RequireUppercase: z.boolean().default(false),
          RequireNumbers: z.boolean().default(false),
          RequireSymbols: z.boolean().default(false),
          TemporaryPasswordValidityDays: whole.default(7),
        })
        .prefault({}),
    })
    .prefault({}),
})

/** The user pool, if people log in with one, and what its passwords must be. */
export const declaredPool = (stack: Stack): { readonly id: string; readonly policy: PasswordPolicy } | null => {
  const [resource] = stack.ofType('AWS::Cognito::UserPool')
  if (!resource) return null
  const { PasswordPolicy: policy } = propertiesOf(resource, Pool).Policies
  return {
    id: stack.ref(resource.logicalId),
    policy: {
      minLength: policy.MinimumLength,
      lowercase: policy.RequireLowercase,
      uppercase: policy.RequireUppercase,
      digits: policy.RequireNumbers,
      symbols: policy.RequireSymbols,
      oneTimeDays: policy.TemporaryPasswordValidityDays,
    },
  }
}

/** The user pool's clients, as the local provider wants them. */
export const declaredClients = (stack: Stack) =>
  stack.ofType('AWS::Cognito::UserPoolClient').map((resource) => {
    const { CallbackURLs, LogoutURLs } = propertiesOf(resource, Client)
    return { clientId: stack.ref(resource.logicalId), redirectUris: CallbackURLs, postLogoutRedirectUris: LogoutURLs }
  })
