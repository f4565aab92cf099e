import * as z from 'zod'

/** One thing that is wrong with a request. */
export const FieldError = z.object({
  field: z.string().meta({ description: 'Where: a JSON pointer into the body, or `query.limit`, `path.id`.' }),
  value: z.unknown().optional().meta({ description: 'What was sent, when it is safe to repeat.' }),
  message: z.string().meta({ description: 'What would be right.' }),
})
export type FieldError = z.infer<typeof FieldError>

/** RFC 9457 problem details, with the fields at fault. */
export const Problem = z
  .object({
    type: z
      .string()
      .meta({ description: 'A stable name of the kind of problem, as a relative URI.', example: '/problems/invalid-request' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional().meta({ description: 'The request, to find it in the logs.' }),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
