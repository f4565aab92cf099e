import * as z from 'zod'
import { ruleKinds } from '../domain/people/entity-rules.ts'
import { rangeOf } from '../domain/people/ip-range.ts'
import { Id, line } from './common.ts'
import { Port, SshUser } from './machines.ts'

/** A part of the organisation. The root is always there and holds all others. */
export const Entity = z
  .object({
    id: Id,
    name: z.string(),
    parentId: Id.nullable().meta({ description: 'null: the root.' }),
    sshUser: z.string().nullable().meta({ description: 'Account for SSH of machines that have none of their own; null: as further up.' }),
    sshPort: Port.nullable().meta({ description: 'Port for SSH of machines that have none of their own; null: as further up.' }),
  })
  .meta({ id: 'Entity' })
export type Entity = z.infer<typeof Entity>

/** Entities in one installation: the whole tree is read at once. */
export const maxEntities = 1000

export const CreateEntity = z
  .strictObject({
    name: line(60),
    parentId: Id,
    sshUser: SshUser.nullable().default(null),
    sshPort: Port.nullable().default(null),
  })
  .meta({ id: 'CreateEntity' })
export type CreateEntity = z.infer<typeof CreateEntity>

export const EditEntity = z
  .strictObject({
    name: line(60).optional(),
    parentId: Id.optional().meta({ description: 'Moves it there, with all under it.' }),
    sshUser: SshUser.nullable().optional(),
    sshPort: Port.nullable().optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditEntity' })
export type EditEntity = z.infer<typeof EditEntity>

export const EntityRule = z
  .strictObject({
    kind: z.enum(ruleKinds),
    value: line(200).meta({ description: '`10.1.0.0/16` or `10.1.0.10-10.1.0.99`; a name with `*` for any characters; a tag.' }),
    entityId: Id,
  })
  .refine(({ kind, value }) => kind !== 'ip-range' || rangeOf(value) !== null, {
    path: ['value'],
    error: 'must be a range of addresses such as 10.1.0.0/16 or 10.1.0.10-10.1.0.99',
  })
  .meta({ id: 'EntityRule' })
export type EntityRule = z.infer<typeof EntityRule>

/** In order: the first that matches a machine wins. */
export const EntityRules = z
  .object({
    rules: z.array(EntityRule),
    version: z.int().meta({ description: 'Grows with each change: send back the one that was read.' }),
  })
  .meta({ id: 'EntityRules' })
export type EntityRules = z.infer<typeof EntityRules>

export const EditEntityRules = z
  .strictObject({ rules: z.array(EntityRule).max(500, 'must have at most 500 entries'), version: z.int() })
  .meta({ id: 'EditEntityRules' })
export type EditEntityRules = z.infer<typeof EditEntityRules>

export const EntityRulesApplied = z
  .object({
    looked: z.int().meta({ description: 'Machines that this request looked at.' }),
    moved: z.int().meta({ description: 'How many of them are in another entity now.' }),
    nextCursor: z.string().nullable().meta({ description: 'null: that was all; otherwise ask again with it as `cursor`.' }),
  })
  .meta({ id: 'EntityRulesApplied' })
export type EntityRulesApplied = z.infer<typeof EntityRulesApplied>

export const AssignMachines = z
  .strictObject({ machineIds: z.array(Id).min(1, 'must name at least one machine').max(100, 'must name at most 100 machines') })
  .meta({ id: 'AssignMachines' })
export type AssignMachines = z.infer<typeof AssignMachines>
