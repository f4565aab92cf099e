import * as z from 'zod'
import { rights } from '../domain/rights.ts'
import { Id } from './common.ts'

/** Who is asking, and what they may do. */
export const Session = z
  .object({
    subject: z.string(),
    userId: Id,
    login: z.string(),
    name: z.string(),
    profiles: z.array(z.string()).meta({ description: 'Names of the profiles held, directly and through groups.' }),
    rights: z.array(z.enum(rights)),
    entityIds: z.array(Id).meta({ description: 'The perimeter: these entities and all under them.' }),
    expert: z.boolean().meta({ description: 'Whether the console shows ids, raw states and the calls behind each page.' }),
    accounts: z
      .enum(['here', 'elsewhere'])
      .meta({ description: "`here`: passwords are reset in this console. `elsewhere`: accounts are the organisation's own provider's." }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const EditPreferences = z.strictObject({ expert: z.boolean() }).meta({ id: 'EditPreferences' })
export type EditPreferences = z.infer<typeof EditPreferences>
