/** Tables, indexes, streams and TTL attributes, as the template declares them. */
import * as z from 'zod'
import { propertiesOf } from '../template/declared.ts'
import type { Stack } from '../template/stack.ts'

const Key = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })).min(1)
const Index = z.looseObject({
  IndexName: z.string(),
  KeySchema: Key,
  Projection: z.object({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
})
const viewTypes = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'] as const
const Table = z.looseObject({
  KeySchema: Key,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.array(Index).default([]),
  LocalSecondaryIndexes: z.array(Index).default([]),
  StreamSpecification: z.looseObject({ StreamViewType: z.enum(viewTypes) }).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
})

export type DeclaredTable = {
  readonly name: string
  readonly keys: z.infer<typeof Key>
  readonly attributes: z.infer<typeof Table>['AttributeDefinitions']
  readonly globalIndexes: readonly z.infer<typeof Index>[]
  readonly localIndexes: readonly z.infer<typeof Index>[]
  readonly stream: (typeof viewTypes)[number] | null
  readonly expiryAttribute: string | null
}

export const declaredTables = (stack: Stack): readonly DeclaredTable[] =>
  stack.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((resource) => {
    const table = propertiesOf(resource, Table)
    const expiry = table.TimeToLiveSpecification
    return {
      name: stack.ref(resource.logicalId),
      keys: table.KeySchema,
      attributes: table.AttributeDefinitions,
      globalIndexes: table.GlobalSecondaryIndexes,
      localIndexes: table.LocalSecondaryIndexes,
      stream: table.StreamSpecification?.StreamViewType ?? null,
      expiryAttribute: expiry?.Enabled ? (expiry.AttributeName ?? null) : null,
    }
  })
