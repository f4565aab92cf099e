import * as z from 'zod'
import { Id, Instant, line, prose } from './common.ts'
import { ProfileName } from './users.ts'

/** People who hold the same profiles. */
export const UserGroup = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    profiles: z.array(ProfileName).meta({ description: 'Every member holds them.' }),
    createdAt: Instant,
  })
  .meta({ id: 'UserGroup' })
export type UserGroup = z.infer<typeof UserGroup>

const fields = {
  name: line(100),
  description: prose(1000),
  profiles: z.array(ProfileName).max(20, 'must have at most 20 entries'),
}

export const CreateUserGroup = z
  .strictObject({ name: fields.name, description: fields.description.default(''), profiles: fields.profiles.default([]) })
  .meta({ id: 'CreateUserGroup' })
export type CreateUserGroup = z.infer<typeof CreateUserGroup>

export const EditUserGroup = z
  .strictObject({ name: fields.name.optional(), description: fields.description.optional(), profiles: fields.profiles.optional() })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditUserGroup' })
export type EditUserGroup = z.infer<typeof EditUserGroup>

export const Members = z
  .strictObject({ userIds: z.array(Id).min(1, 'must name at least one user').max(50, 'must name at most 50 users') })
  .meta({ id: 'Members' })
export type Members = z.infer<typeof Members>
