import { type AuditLine, type AuditQuery, maxCsvLines } from '#shared/contracts/audit.ts'
import { csvOf } from '#shared/domain/csv.ts'
import type { AuditStore } from '../../adapters/audit.ts'

export type AuditPorts = { readonly audit: AuditStore; readonly now: () => number }
type Filter = Omit<AuditQuery, 'limit' | 'cursor'>

const yearMs = 366 * 86_400_000
const within = ({ now }: AuditPorts, { from, to }: Filter) => ({
  from: new Date(from ?? now() - yearMs).toISOString(),
  // A clock that is ahead of ours by a little writes lines too.
  to: new Date(to ?? now() + 60_000).toISOString(),
})

export const listAudit = (ports: AuditPorts, query: AuditQuery) => ports.audit.list({ ...query, ...within(ports, query) })

const columns = [
  'at',
  'person',
  'person id',
  'via',
  'from',
  'action',
  'right',
  'object kind',
  'object id',
  'object',
  'fields',
  'outcome',
  'status',
  'why',
  'request',
]
const row = ({ at, person, via, from, action, right, object, fields, outcome, status, why, request }: AuditLine) => [
  at,
  person.name,
  person.id,
  via,
  from,
  action,
  right,
  object?.kind ?? null,
  object?.id ?? null,
  object?.name ?? null,
  fields.join(' '),
  outcome,
  status,
  why,
  request,
]

export const exportAudit = async (ports: AuditPorts, query: Filter): Promise<string> => {
  const lines: AuditLine[] = []
  let cursor: string | undefined
  do {
    const page = await ports.audit.list({ ...query, ...within(ports, query), limit: Math.min(1000, maxCsvLines - lines.length), cursor })
    lines.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && lines.length < maxCsvLines)
  return csvOf([columns, ...lines.map(row)])
}
