/** Groups of machines; people are in groups of users (user-groups.ts). */
import * as z from 'zod'
import { termFieldNames, termFields } from '../domain/inventory/terms.ts'
import { Id, Instant, line, pageQuery, prose } from './common.ts'
import { MachineFilter } from './machines.ts'
import { FieldName } from './terms.ts'

export const groupKinds = ['static', 'dynamic'] as const
export const groupModes = ['request', 'result'] as const
export const comparisons = ['equals', 'at-least', 'at-most'] as const
export const shareKinds = ['user', 'userGroup'] as const

export const maxCriteria = 50
export const maxShares = 500
export const maxImportValues = 20_000
export const maxIds = 10_000

const inventoryCriterion = {
  module: z.literal('inventory'),
  comparison: z.enum(comparisons).meta({ description: '`at-least` and `at-most`: of fields that are numbers.' }),
  value: z.string().meta({ description: 'As people write it; with `equals`, * stands for any text.' }),
  second: z.string().nullable().meta({
    description: 'Of a field that is a pair: the second value of the same entry, such as the version of a product. null or *: any.',
  }),
}
const groupCriterion = { module: z.literal('dyngroup'), field: z.literal('groupname'), groupId: Id }

/** What is asked of the inventory, by one field. */
const InventoryCriterion = z
  .strictObject({
    ...inventoryCriterion,
    field: FieldName,
    comparison: inventoryCriterion.comparison.default('equals'),
    value: line(200).meta({ description: inventoryCriterion.value.meta()?.description ?? '' }),
    second: line(80)
      .nullable()
      .default(null)
      .meta({ description: inventoryCriterion.second.meta()?.description ?? '' }),
  })
  .superRefine(({ field, comparison, value, second }, context) => {
    const type = termFields[field]
    const fault = (name: string, message: string, input: string): void => context.addIssue({ code: 'custom', path: [name], message, input })
    if (type !== 'number' && comparison !== 'equals') fault('comparison', `must be equals: ${field} is no number`, comparison)
    if (type !== 'pair' && second !== null) fault('second', `must be absent: ${field} is no pair`, second)
    if (type === 'number' && !(comparison === 'equals' ? /^[\d*]{1,30}$/ : /^\d{1,30}$/).test(value))
      fault('value', `must be a whole number: ${field} is one`, value)
  })

/** Machines of another group. */
const GroupCriterion = z.strictObject(groupCriterion)

export const Criterion = z.discriminatedUnion('module', [InventoryCriterion, GroupCriterion]).meta({ id: 'GroupCriterion' })
export type Criterion = z.infer<typeof Criterion>

export const ShownCriterion = z
  .discriminatedUnion('module', [
    z.object({ ...inventoryCriterion, field: z.enum(termFieldNames) }),
    z.object({
      ...groupCriterion,
      groupName: z.string().nullable().meta({ description: 'null: that group is gone, or not shared with who asks.' }),
    }),
  ])
  .meta({ id: 'ShownGroupCriterion' })
export type ShownCriterion = z.infer<typeof ShownCriterion>

const Share = z.strictObject({ kind: z.enum(shareKinds), id: Id })
export type Share = z.infer<typeof Share>
const ShownShare = z.object({ kind: z.enum(shareKinds), id: Id, name: z.string() }).meta({ id: 'GroupShare' })

export const Group = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    kind: z.enum(groupKinds),
    mode: z.enum(groupModes).nullable().meta({
      description:
        'Of a dynamic group. request: evaluated at each use. result: as it was when it was stored, less what was removed since. null: static.',
    }),
    visible: z.boolean().meta({ description: 'Whether it is a shortcut in the console.' }),
    criteria: z.array(ShownCriterion).meta({ description: 'Of a dynamic group; numbered by their places, from 1.' }),
    expression: z.string().nullable().meta({ description: 'Over the numbers of criteria, such as AND(1, OR(2, 3)); null: AND over all.' }),
    owner: z.object({ id: Id, name: z.string() }),
    isMine: z.boolean(),
    mayDelete: z.boolean().meta({ description: 'It is yours, or its owner is no longer there and it is shared with you.' }),
    shares: z.array(ShownShare).meta({ description: 'Who has the rights of its owner, but for deleting it.' }),
    storedAt: Instant.nullable().meta({ description: 'When its result was last stored.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Group' })
export type Group = z.infer<typeof Group>

export const GroupWithCount = Group.extend({
  count: z.int().meta({ description: 'Machines of it that are within the perimeter of who asks.' }),
}).meta({ id: 'GroupWithCount' })
export type GroupWithCount = z.infer<typeof GroupWithCount>

export const GroupQuery = z.object({
  ...pageQuery,
  name: z
    .string()
    .trim()
    .max(100, 'must have at most 100 characters')
    .optional()
    .meta({ description: 'Any part of the name, in any case.' }),
  kind: z.enum(groupKinds).optional(),
  visible: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})
export type GroupQuery = z.output<typeof GroupQuery>

const Criteria = z.array(Criterion).min(1, 'must have at least one criterion').max(maxCriteria, `must have at most ${maxCriteria} criteria`)
const Expression = z
  .string()
  .max(1000, 'must have at most 1000 characters')
  .nullable()
  .meta({ description: 'Over the numbers of criteria, such as AND(1, OR(2, 3)); null: AND over all.' })
const MachineIds = z.array(Id).max(maxIds, `must name at most ${maxIds} machines`)

const described = { name: line(100), description: prose(1000).default(''), visible: z.boolean().default(false) }
export const CreateGroup = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('static'), ...described, machineIds: MachineIds.default([]) }),
    z.strictObject({
      kind: z.literal('dynamic'),
      ...described,
      mode: z.enum(groupModes).default('request'),
      criteria: Criteria,
      expression: Expression.default(null),
    }),
  ])
  .meta({ id: 'CreateGroup' })
export type CreateGroup = z.infer<typeof CreateGroup>

export const EditGroup = z
  .strictObject({
    name: line(100).optional(),
    description: prose(1000).optional(),
    visible: z.boolean().optional(),
    mode: z
      .enum(groupModes)
      .optional()
      .meta({ description: 'result: its machines are stored as they are now. request: what was stored is forgotten.' }),
    criteria: Criteria.optional(),
    expression: Expression.optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditGroup' })
export type EditGroup = z.infer<typeof EditGroup>

/** Into a static group, or out of it; out of a result. What is named in both goes. */
export const ChangeMembers = z
  .strictObject({
    add: MachineIds.default([]),
    remove: MachineIds.default([]),
    addFilter: MachineFilter.optional().meta({ description: 'All machines that the list shows for it.' }),
    removeFilter: MachineFilter.optional().meta({ description: 'All machines that the list shows for it.' }),
  })
  .refine(
    ({ add, remove, addFilter, removeFilter }) => add.length + remove.length > 0 || addFilter !== undefined || removeFilter !== undefined,
    'must name at least one machine',
  )
  .meta({ id: 'ChangeGroupMembers' })
export type ChangeMembers = z.infer<typeof ChangeMembers>

export const ChangeShares = z
  .strictObject({ shares: z.array(Share).max(maxShares, `must have at most ${maxShares} entries`) })
  .meta({ id: 'ChangeGroupShares' })

export const ImportGroup = z
  .strictObject({
    name: line(100).optional().meta({ description: 'Of the group that is made; may be absent where it is only looked at.' }),
    description: described.description,
    visible: described.visible,
    field: FieldName,
    values: z
      .array(z.string().max(300, 'must have at most 300 characters'))
      .min(1, 'must have at least one value')
      .max(maxImportValues, `must have at most ${maxImportValues} values`)
      .meta({
        description:
          'One a line of the file, empty lines included. A line of a pair has the first value, a tab or a semicolon, and the second one.',
      }),
    check: z.boolean().default(false).meta({ description: 'Only look: nothing is stored.' }),
  })
  .refine(({ name, check }) => check || name !== undefined, { message: 'must be given', path: ['name'] })
  .meta({ id: 'ImportGroup' })
export type ImportGroup = z.infer<typeof ImportGroup>

export const ImportedGroup = z
  .object({
    group: Group.nullable().meta({ description: 'null: it was only looked at.' }),
    matched: z.int().meta({ description: 'Machines with at least one of the values, within the perimeter of who asks.' }),
    unmatched: z
      .array(z.object({ line: z.int().meta({ description: 'From 1.' }), value: z.string() }))
      .meta({ description: 'Lines that no machine of the perimeter has. Empty lines are passed over.' }),
  })
  .meta({ id: 'ImportedGroup' })
export type ImportedGroup = z.infer<typeof ImportedGroup>

export const CheckGroup = z
  .strictObject({
    criteria: Criteria,
    expression: Expression.default(null),
    groupId: Id.optional().meta({ description: 'The group that is about to be changed, if there is one already.' }),
  })
  .meta({ id: 'CheckGroup' })
export type CheckGroup = z.infer<typeof CheckGroup>

export const CheckedGroup = z
  .object({
    count: z.int().meta({ description: 'Machines within the perimeter of who asks.' }),
    perCriterion: z.array(z.int()).meta({ description: 'Machines of each criterion by itself.' }),
    unused: z.array(z.int()).meta({ description: 'Numbers of criteria that the expression does not name, so that they change nothing.' }),
    sample: z.array(z.object({ id: Id, name: z.string() })).meta({ description: 'Up to 10 of the machines.' }),
  })
  .meta({ id: 'CheckedGroup' })
export type CheckedGroup = z.infer<typeof CheckedGroup>

export const ShareesQuery = z.object({
  text: z
    .string()
    .trim()
    .max(100, 'must have at most 100 characters')
    .default('')
    .meta({ description: 'Any part of a login or a name, in any case.' }),
})
export const Sharees = z.object({ items: z.array(ShownShare) })
export type Sharees = z.infer<typeof Sharees>
