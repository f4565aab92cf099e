/** What changed in the executions table becomes counters, doorbells, alarms and hints for open pages. */
import type { Topic } from '#shared/contracts/live.ts'
import type { State } from '#shared/domain/deployment/states.ts'
import type { DeploymentStore } from '../adapters/deployments.ts'
import type { LiveSender } from '../adapters/live.ts'
import { type AlarmPorts, armAlarm } from './arm-alarm.ts'

/** One stream record of an execution. `sequence` is DynamoDB's number, as many digits as it likes. */
export type ExecutionChange = {
  readonly sequence: string
  readonly id: string
  readonly deploymentId: string
  readonly siteId: string
  readonly chunk: string
  readonly from: State | null
  readonly to: State | null
  /** When it is due or its lease ends, ISO; null when nothing is awaited. */
  readonly awaits: string | null
}

export type ProgressPorts = AlarmPorts & { readonly live: LiveSender; readonly mark: () => string }

/** Throws when the counters of a chunk cannot be written: the batch must come again. */
export const recordProgress = async (ports: ProgressPorts, changes: readonly ExecutionChange[]): Promise<void> => {
  const moved = changes.filter(({ from, to }) => from !== to)
  await Promise.all(
    [...groupBy(moved, ({ deploymentId, chunk }) => `${deploymentId}/${chunk}`).values()].map((group) => count(ports.deployments, group)),
  )
  await announceReady(ports, moved)
  for (const [deploymentId, group] of groupBy(changes, (change) => change.deploymentId)) {
    const instants = group.flatMap(({ awaits }) => (awaits === null ? [] : [Date.parse(awaits)]))
    if (instants.length > 0) await armAlarm(ports, deploymentId, Math.min(...instants))
  }
  await ports.live.changed(
    changes.flatMap(({ id, deploymentId }): Topic[] => ['deployments', `deployment:${deploymentId}`, `execution:${id}`]),
  )
}

/** Sequence numbers as text of one length, so that text order is number order. */
const ordered = (sequence: string): string => sequence.padStart(40, '0')

/** docs/decisions/0003: what is at or below the stored number was counted already. */
const count = async (deployments: DeploymentStore, changes: readonly ExecutionChange[]): Promise<void> => {
  const [first] = changes
  if (!first) return
  const { deploymentId, chunk } = first
  for (let tries = 0; tries < 10; tries++) {
    const { last, counts } = await deployments.counter(deploymentId, chunk)
    const fresh = changes.filter(({ sequence }) => ordered(sequence) > last)
    if (fresh.length === 0) return
    const next = { ...counts }
    for (const { from, to } of fresh) {
      if (from) next[from] = (next[from] ?? 0) - 1
      if (to) next[to] = (next[to] ?? 0) + 1
    }
    const reached =
      fresh
        .map(({ sequence }) => ordered(sequence))
        .sort()
        .at(-1) ?? last
    if (await deployments.setCounter(deploymentId, chunk, last, { last: reached, counts: next })) return
  }
  throw new Error(`the counters of ${deploymentId} chunk ${chunk} change too fast`)
}

/** Whatever became ready, for whatever reason, is put in its site's line, and the edges of the site hear the bell. */
const announceReady = async ({ deployments, live, mark }: ProgressPorts, changes: readonly ExecutionChange[]): Promise<void> => {
  const ready = changes.filter(({ to }) => to === 'ready')
  for (const group of groupBy(ready, ({ siteId, deploymentId }) => `${siteId}/${deploymentId}`).values()) {
    const [first] = group
    if (first) await deployments.markActive(first.siteId, first.deploymentId, mark())
  }
  await Promise.all([...new Set(ready.map(({ siteId }) => siteId))].map((siteId) => live.ring(siteId)))
}

const groupBy = <T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}
