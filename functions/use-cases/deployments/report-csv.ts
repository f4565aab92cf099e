/** The report of a deployment as CSV, a line for each execution. */
import type { Execution } from '#shared/contracts/deployments.ts'
import { csvRow } from '#shared/domain/csv.ts'
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

export const csvLine = (execution: Execution): string =>
  csvRow([
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

export const columnNames: string = csvRow(columns)
