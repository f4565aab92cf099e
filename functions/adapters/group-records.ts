/** What is stored of a group of machines. docs/architecture.md, "Data". */
import * as z from 'zod'
import { comparisons, groupKinds, groupModes, shareKinds } from '#shared/contracts/groups.ts'
import { termFieldNames } from '#shared/domain/inventory/terms.ts'

const StoredCriterion = z.discriminatedUnion('module', [
  z.object({
    module: z.literal('inventory'),
    field: z.enum(termFieldNames),
    comparison: z.enum(comparisons),
    value: z.string(),
    second: z.string().nullable(),
  }),
  z.object({ module: z.literal('dyngroup'), field: z.literal('groupname'), groupId: z.string() }),
])
export type StoredCriterion = z.infer<typeof StoredCriterion>

export const GroupRecord = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(groupKinds),
  mode: z.enum(groupModes).nullable(),
  visible: z.boolean(),
  criteria: z.array(StoredCriterion),
  expression: z.string().nullable(),
  ownerId: z.string(),
  shares: z.array(z.object({ kind: z.enum(shareKinds), id: z.string() })),
  storedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** One more with every change, and when another group begins to use it. */
  version: z.number(),
})
export type GroupRecord = z.infer<typeof GroupRecord>

/** The groups that a group is made of, each once. */
export const usedBy = ({ criteria }: { readonly criteria: readonly StoredCriterion[] }): string[] => [
  ...new Set(criteria.flatMap((criterion) => (criterion.module === 'dyngroup' ? [criterion.groupId] : []))),
]
