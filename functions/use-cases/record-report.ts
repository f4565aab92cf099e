/** One report of an edge becomes the state of its execution, by the table. Twice, late or out of order is harmless. */
import type { ReportMessage } from '#shared/contracts/queues.ts'
import { type AttemptEnd, consequenceOf } from '#shared/domain/deployment/outcome.ts'
import { type Event, moveFrom } from '#shared/domain/deployment/states.ts'
import type { ExecutionStore } from '../adapters/executions.ts'
import type { MachineStore } from '../adapters/machines.ts'
import type { ExecutionRecord } from '../adapters/records.ts'
import { leaseMs } from './claim-executions.ts'

export type ReportPorts = { readonly executions: ExecutionStore; readonly machines: MachineStore; readonly now: () => number }
export type Recorded = 'applied' | 'stale' | 'unknown-execution' | 'not-the-holder'

export const recordReport = async (ports: ReportPorts, report: ReportMessage): Promise<Recorded> => {
  const { executions, now } = ports
  const execution = await executions.get(report.executionId)
  if (!execution) return 'unknown-execution'
  // Only who held this very lease may add to the log.
  if (report.lease > execution.lease || (report.lease === execution.lease && report.edgeId !== execution.edgeId)) return 'not-the-holder'
  const lines = report.log.map((line) => ({ ...line, attempt: report.attempt }))
  await executions.addLog(execution.id, report.lease, report.seq, 0, lines, Math.floor(now() / 1000))
  if (report.lease < execution.lease) return 'stale'
  await recordContact(ports, execution, report)
  return apply(ports, execution, report)
}

const apply = async ({ executions, now }: ReportPorts, first: ExecutionRecord, report: ReportMessage): Promise<Recorded> => {
  let execution: ExecutionRecord | null = first
  // Another writer may come between (a renewal does not, a sibling report does): read again, a bounded number of times.
  for (let tries = 0; tries < 5 && execution; tries++) {
    if (execution.lease !== report.lease || execution.seq >= report.seq) return 'stale'
    const { event, set } = changeOf(execution, report, now())
    const move = moveFrom(execution.state, event)
    if (!move) return 'stale'
    const used = move.consumesAttempt ? { used: report.attempt } : {}
    if (await executions.move(execution, { event, to: move.to, lease: report.lease, seq: report.seq, set: { ...set, ...used } }))
      return 'applied'
    execution = await executions.get(first.id)
  }
  if (!execution) return 'unknown-execution'
  throw new Error(`the execution ${first.id} changes too fast; the report will come again`)
}

const began: Record<'connecting' | 'transfer' | 'execution' | 'deletion' | 'ended', Event> = {
  connecting: 'connecting',
  transfer: 'transfer-begins',
  execution: 'execution-begins',
  deletion: 'deletion-begins',
  ended: 'success',
}

const changeOf = (execution: ExecutionRecord, report: ReportMessage, now: number): { event: Event; set: Partial<ExecutionRecord> } => {
  const at = new Date(now).toISOString()
  const common = { phases: report.phases, updatedAt: at }
  if (report.end === null) {
    // While connecting nothing has begun: the state stays, what was learnt is kept.
    const event = began[report.phase]
    return { event, set: { ...common, leaseUntil: new Date(now + leaseMs).toISOString() } }
  }
  const end: AttemptEnd = report.end.kind === 'failure' ? { kind: 'failure', reason: report.end.reason.code } : { kind: report.end.kind }
  const { event, nextAt } = consequenceOf(
    end,
    { attempt: report.attempt, attempts: execution.attempts, retryDelayMs: execution.retryDelayMs },
    now,
  )
  const reason =
    'reason' in report.end
      ? report.end.reason
      : report.end.kind === 'stopped'
        ? { code: 'stopped-by-person' as const, detail: '', phase: null }
        : null
  return {
    event,
    set: {
      ...common,
      reason,
      leaseUntil: null,
      nextAt: nextAt === null ? null : new Date(nextAt).toISOString(),
      ...(event === 'release' ? { edgeId: null } : { endedAt: at }),
    },
  }
}

const recordContact = async ({ machines }: ReportPorts, execution: ExecutionRecord, report: ReportMessage): Promise<void> => {
  const changed = report.end?.kind === 'failure' && report.end.reason.code === 'host-key-changed'
  if (!report.contact) return
  if (report.contact.hostKey && report.contact.ssh) await machines.pin(execution.machineId, report.contact.hostKey)
  await machines.setSeen(execution.machineId, {
    ssh: report.contact.ssh,
    checkedAt: report.at,
    detail: report.end?.kind === 'failure' && !report.contact.ssh ? report.end.reason.detail : null,
    ...(changed ? { refusedHostKey: report.contact.hostKey } : {}),
  })
}
