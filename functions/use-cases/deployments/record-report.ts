/** One report of an edge becomes the state of its execution, by the engine. Twice, late or out of order is harmless. */
import type { ReportMessage } from '#shared/contracts/queues.ts'
import { onReport } from '#shared/domain/deployment/on-report.ts'
import type { DeploymentStore } from '../../adapters/deployments.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { MachineStore } from '../../adapters/machines.ts'
import type { ExecutionRecord } from '../../adapters/records.ts'
import type { SiteStore } from '../../adapters/sites.ts'
import { reachedAt } from '../machines.ts'
import { rulesReader } from './rules.ts'
import { writeSettled } from './settle.ts'

export type ReportPorts = {
  readonly deployments: Pick<DeploymentStore, 'get'>
  readonly executions: ExecutionStore
  readonly machines: MachineStore
  readonly sites: Pick<SiteStore, 'get'>
  readonly now: () => number
}
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

const apply = async (ports: ReportPorts, first: ExecutionRecord, report: ReportMessage): Promise<Recorded> => {
  const { executions, now } = ports
  const rules = await rulesFor(ports, first)
  if (rules === null) return 'unknown-execution'
  let execution: ExecutionRecord | null = first
  // Another writer may come between (a renewal does not, a sibling report does): read again, a bounded number of times.
  for (let tries = 0; tries < 5 && execution; tries++) {
    const change = onReport(execution, report, rules, now())
    if (!change) return 'stale'
    const after: ExecutionRecord | null = await executions.move(execution, { ...change, lease: report.lease, seq: report.seq })
    if (after) {
      // A person may have paused or stopped the rest meanwhile: what waits now does not wait for the next alarm to learn it.
      await writeSettled(executions, after, rules, now())
      return 'applied'
    }
    execution = await executions.get(first.id)
  }
  if (!execution) return 'unknown-execution'
  throw new Error(`the execution ${first.id} changes too fast; the report will come again`)
}

const rulesFor = async ({ deployments, sites }: ReportPorts, { deploymentId, siteId }: ExecutionRecord) => {
  const deployment = await deployments.get(deploymentId)
  return deployment ? rulesReader(sites)(deployment, siteId) : null
}

const recordContact = async ({ machines }: ReportPorts, execution: ExecutionRecord, report: ReportMessage): Promise<void> => {
  const changed = report.end?.kind === 'failure' && report.end.reason.code === 'host-key-changed'
  if (!report.contact) return
  if (report.contact.hostKey && report.contact.ssh) await machines.pin(execution.machineId, report.contact.hostKey)
  const seen = {
    ssh: report.contact.ssh,
    checkedAt: report.at,
    detail: report.end?.kind === 'failure' && !report.contact.ssh ? report.end.reason.detail : null,
    ...reachedAt(report.contact.ssh, report.contact.address, report.at),
    ...(changed ? { refusedHostKey: report.contact.hostKey } : {}),
  }
  await machines.setSeen(execution.machineId, seen, report.contact.ssh ? report.at : null)
}
