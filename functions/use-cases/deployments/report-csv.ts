/** CSV as RFC 4180 has it, safe to open in a spreadsheet. */
import type { Execution } from '#shared/contracts/deployments.ts'
import { phases } from '#shared/domain/deployment/states.ts'

const columns = [
  'execution',
  'machine',
  'package',
  'version',
  'order',
  'state',
  ...phases,
  'attempt',
  'attempts',
  'exit_code',
  'reason',
  'detail',
  'why',
  'started_at',
  'ended_at',
  'next_at',
] as const

/** A cell that a spreadsheet would take for a formula is made text by an apostrophe (CWE-1236); machines write some of these. */
export const csvCell = (value: string | number | null): string => {
  const text = value === null ? '' : String(value)
  const safe = typeof value === 'string' && /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const row = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`

export const csvLine = (execution: Execution): string =>
  row([
    execution.id,
    execution.machine.name,
    execution.package?.label ?? null,
    execution.package?.version ?? null,
    execution.order,
    execution.state,
    ...phases.map((phase) => execution.phases[phase].status),
    execution.attempt,
    execution.attempts,
    execution.phases.execution.exitCode,
    execution.reason?.code ?? null,
    execution.reason?.detail ?? null,
    execution.why?.text ?? null,
    execution.startedAt,
    execution.endedAt,
    execution.nextAt,
  ])

export const columnNames: string = row(columns)
