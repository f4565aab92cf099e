import * as z from 'zod'
import { Id, Instant, line, pageQuery } from './common.ts'

/** What a person types to log in. Two that differ only in case are the same. */
export const Login = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/, 'must be a login: a letter or a digit, then at most 63 letters, digits or . _ -')

export const Email = z
  .string()
  .trim()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('must be an e-mail address such as marie@example.org'))

/** A ready profile's name, or the id of one made here. */
export const ProfileName = Id
const profileNames = z.array(ProfileName).max(20, 'must have at most 20 entries')
const groupIds = z.array(Id).max(50, 'must have at most 50 entries')
const entityIds = z.array(Id).max(100, 'must have at most 100 entries')

export const User = z
  .object({
    id: Id,
    login: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    profiles: z.array(ProfileName).meta({ description: 'Held directly; groups may give more.' }),
    groupIds: z.array(Id),
    entityIds: z.array(Id).meta({ description: 'The perimeter: these entities and all under them.' }),
    disabled: z.boolean(),
    createdAt: Instant,
    lastSeenAt: Instant.nullable().meta({ description: 'Last request, to a few minutes; null: never signed in.' }),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

export const CreateUser = z
  .strictObject({
    login: Login,
    name: line(100),
    email: Email.optional(),
    profiles: profileNames.default([]),
    groupIds: groupIds.default([]),
    entityIds: entityIds.default([]).meta({ description: 'Without any the person sees no machine.' }),
  })
  .meta({ id: 'CreateUser' })
export type CreateUser = z.infer<typeof CreateUser>

/** Shown once; the person chooses their own when they use it. */
export const OneTimePassword = z.object({ oneTimePassword: z.string() }).meta({ id: 'OneTimePassword' })
export type OneTimePassword = z.infer<typeof OneTimePassword>
export const NewUser = z.object({ user: User, oneTimePassword: z.string() }).meta({ id: 'NewUser' })
export type NewUser = z.infer<typeof NewUser>

export const EditUser = z
  .strictObject({
    name: line(100).optional(),
    email: Email.nullable().optional(),
    profiles: profileNames.optional(),
    groupIds: groupIds.optional(),
    entityIds: entityIds.optional(),
    disabled: z.boolean().optional().meta({ description: 'A disabled person cannot log in, and their tokens stop working.' }),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditUser' })
export type EditUser = z.infer<typeof EditUser>

export const UserQuery = z.object({
  ...pageQuery,
  search: z.string().trim().max(200).optional().meta({ description: 'Any part of the login, name or e-mail, in any case.' }),
  groupId: Id.optional(),
})
export type UserQuery = z.infer<typeof UserQuery>
