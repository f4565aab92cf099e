import * as z from 'zod'
import { rights } from '../domain/rights.ts'
import { Id, line } from './common.ts'

/** A set of rights with a name. */
export const Profile = z
  .object({
    id: Id,
    name: z.string(),
    rights: z.array(z.enum(rights)),
    ready: z.boolean().meta({ description: 'Comes with the product and cannot be changed.' }),
  })
  .meta({ id: 'Profile' })
export type Profile = z.infer<typeof Profile>

const held = z.array(z.enum(rights, 'must be a right of the product')).min(1, 'must hold at least one right').max(rights.length)

export const CreateProfile = z.strictObject({ name: line(100), rights: held }).meta({ id: 'CreateProfile' })
export type CreateProfile = z.infer<typeof CreateProfile>

export const EditProfile = z
  .strictObject({ name: line(100).optional(), rights: held.optional() })
  .refine((edit) => Object.keys(edit).length > 0, 'must change at least one field')
  .meta({ id: 'EditProfile' })
export type EditProfile = z.infer<typeof EditProfile>
