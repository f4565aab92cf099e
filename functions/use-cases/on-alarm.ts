/** A deployment's alarm rang: what is due becomes ready, leases that ended are taken back, what was stopped ends. Early, late or twice is harmless. */

import { isHeld } from '#shared/domain/deployment/states.ts'
import type { ExecutionStore } from '../adapters/executions.ts'
import type { Queue } from '../adapters/queues.ts'
import type { ExecutionRecord } from '../adapters/records.ts'
import { inTurns } from '../adapters/table.ts'
import { type AlarmPorts, armAlarm } from './arm-alarm.ts'

export type OnAlarmPorts = AlarmPorts & { readonly executions: ExecutionStore; readonly expandQueue: Queue; readonly alarmsQueue: Queue }

const pageSize = 500
// While anything is unfinished somebody looks at least this often, whatever was lost.
const safetyMs = 15 * 60_000

export const onAlarm = async (ports: OnAlarmPorts, deploymentId: string): Promise<void> => {
  const { deployments, executions, now, clock } = ports
  const deployment = await deployments.get(deploymentId)
  if (!deployment) return
  await deployments.disarm(deploymentId)

  const unexpanded = await deployments.unexpanded(deploymentId)
  await ports.expandQueue.sendAll(unexpanded.map((chunk) => ({ deploymentId, chunk })))

  const present = new Date(now()).toISOString()
  const stopping = deployment.stopRequestedAt !== null
  const found = stopping ? await executions.waiting(deploymentId, pageSize) : await executions.due(deploymentId, present, pageSize)
  await inTurns(found, 16, (execution) => advance(executions, execution, stopping, present))
  const ended = stopping
    ? (await Promise.all(deployment.siteIds.map((siteId) => stopReady(executions, siteId, deploymentId, present)))).some(
        (count) => count === pageSize,
      )
    : false
  const moved = found.some((execution) => !isHeld(execution.state) || (execution.leaseUntil ?? '') <= present)
  if (ended || (found.length === pageSize && moved)) return ports.alarmsQueue.send({ deploymentId })

  const next = await executions.nextDue(deploymentId)
  if (next !== null || unexpanded.length > 0) {
    await armAlarm(ports, deploymentId, Math.min(next === null ? Number.POSITIVE_INFINITY : Date.parse(next), now() + safetyMs))
    return
  }
  const counts = await deployments.counts(deploymentId)
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if ((counts.ready ?? 0) > 0 || known < deployment.total) await armAlarm(ports, deploymentId, now() + safetyMs)
  else if (deployment.scheduled) await clock.cancel(deploymentId)
}

const advance = async (executions: ExecutionStore, execution: ExecutionRecord, stopping: boolean, at: string): Promise<void> => {
  const { lease } = execution
  if (isHeld(execution.state)) {
    // Told to stop through its claims; only a lease that ended is taken from an edge.
    if ((execution.leaseUntil ?? '') > at) return
    await executions.move(execution, {
      event: 'lease-expiry',
      to: 'ready',
      lease,
      leaseEndedBy: at,
      set: {
        leaseUntil: null,
        edgeId: null,
        updatedAt: at,
        reason: { code: 'edge-lost', detail: `edge ${execution.edgeId ?? ''} stopped renewing its lease`, phase: null },
      },
    })
  } else if (stopping) await executions.move(execution, stopped(lease, at))
  else await executions.move(execution, { event: 'due', to: 'ready', lease, set: { nextAt: null, updatedAt: at } })
}

const stopReady = async (executions: ExecutionStore, siteId: string, deploymentId: string, at: string): Promise<number> => {
  const ready = await executions.ready(siteId, deploymentId, pageSize)
  await inTurns(ready, 16, async (execution) => {
    await executions.move(execution, stopped(execution.lease, at))
  })
  return ready.length
}

const stopped = (lease: number, at: string) =>
  ({
    event: 'stop',
    to: 'stopped',
    lease,
    set: { nextAt: null, leaseUntil: null, endedAt: at, updatedAt: at, reason: { code: 'stopped-by-person', detail: '', phase: null } },
  }) as const
