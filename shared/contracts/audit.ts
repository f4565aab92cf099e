import * as z from 'zod'
import { Id, Instant, line, pageQuery } from './common.ts'

/**
 * done: carried out. refused: not allowed, or not possible. failed: the service itself failed. unknown: it was begun, and
 * nothing is written of how it ended: it still runs, or the function ended with it.
 */
export const outcomes = ['done', 'refused', 'failed', 'unknown'] as const

/** One line of the audit log. It holds no value that was sent: only the names of the fields. */
export const AuditLine = z
  .object({
    id: z.string(),
    at: Instant,
    person: z.object({ id: z.string(), name: z.string() }),
    via: z.string().meta({ description: '`session`, or `token` and the name of the personal access token.' }),
    from: z.string().meta({ description: 'Address of the caller.' }),
    action: z.string().meta({ description: 'The operation of the API, e.g. `deleteMachine`.' }),
    right: z.string().nullable(),
    object: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    fields: z.array(z.string()).meta({ description: 'Names of the fields that were sent.' }),
    outcome: z.enum(outcomes),
    status: z.int().nullable().meta({ description: 'null while the outcome is unknown.' }),
    why: z.string().nullable().meta({ description: 'Why it was refused.' }),
    request: z.string().meta({ description: 'The request, to find it in the logs.' }),
  })
  .meta({ id: 'AuditLine' })
export type AuditLine = z.infer<typeof AuditLine>

const filters = {
  personId: Id.optional(),
  action: line(60).optional(),
  object: line(200).optional().meta({ description: 'Id of what it was done to.' }),
  outcome: z.enum(outcomes).optional(),
  from: Instant.optional().meta({ description: 'Not before this instant. Absent: a year ago.' }),
  to: Instant.optional().meta({ description: 'Before this instant. Absent: now.' }),
}
export const AuditQuery = z.object({ ...pageQuery, ...filters })
export type AuditQuery = z.infer<typeof AuditQuery>
/** Lines in one CSV file; the filter by time gives the rest. */
export const maxCsvLines = 10_000
export const AuditCsvQuery = z.object(filters)
