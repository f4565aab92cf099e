/** Answers to "would this do?", before anything is stored. */
import * as z from 'zod'
import { Instant } from './common.ts'
import { TimeZone } from './sites.ts'

export const CheckIntervals = z
  .strictObject({
    intervals: z.string().max(500).meta({ description: 'As typed: `2-4`, `3:00-5:00,18:00-20:30`, `22-6`.' }),
    timeZone: TimeZone,
    at: Instant.meta({ description: 'The instant to judge.' }),
  })
  .meta({ id: 'CheckIntervals' })
export type CheckIntervals = z.infer<typeof CheckIntervals>

export const CheckedIntervals = z
  .discriminatedUnion('valid', [
    z.object({
      valid: z.literal(true),
      ranges: z.array(z.string()).meta({ description: 'Sorted, each within one day, both ends included: `22:00:00-23:59:59`.' }),
      open: z.boolean(),
      opens: Instant.nullable().meta({ description: 'The next opening; null while it is open.' }),
      closes: Instant.nullable().meta({
        description: 'The last second of this opening; null while it is closed, or when it never closes.',
      }),
    }),
    z.object({
      valid: z.literal(false),
      position: z.int().meta({ description: 'Place of the fault in the text, from 0.' }),
      message: z.string(),
    }),
  ])
  .meta({ id: 'CheckedIntervals' })
export type CheckedIntervals = z.infer<typeof CheckedIntervals>
