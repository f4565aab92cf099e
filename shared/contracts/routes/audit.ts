/** Who did what. */
import * as z from 'zod'
import { AuditCsvQuery, AuditLine, AuditQuery, maxCsvLines } from '../audit.ts'
import { page } from '../common.ts'
import { route } from '../route.ts'
import { needs } from './pieces.ts'

export const auditRoutes = {
  listAudit: route({
    method: 'GET',
    path: '/audit',
    tag: 'Audit',
    summary: 'The audit log, latest first',
    access: needs('audit:read'),
    query: AuditQuery,
    status: 200,
    response: page(AuditLine),
  }),
  exportAudit: route({
    method: 'GET',
    path: '/audit.csv',
    tag: 'Audit',
    summary: `The audit log as CSV, latest first, at most ${maxCsvLines} lines`,
    access: needs('audit:read'),
    query: AuditCsvQuery,
    status: 200,
    response: z.string(),
    media: 'text/csv; charset=utf-8',
  }),
} as const
