/** Applies what has to happen to an execution by itself, step by step, until nothing is left to do. */
import type { Change, ExecutionFacts } from '#shared/domain/deployment/execution.ts'
import { onInstant } from '#shared/domain/deployment/on-instant.ts'
import type { Rules } from '#shared/domain/deployment/rules.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { ExecutionRecord } from '../../adapters/records.ts'

// From a lease that ended to ready, to put off, to stopped: no road is longer.
const mostSteps = 4

/** The outcome on paper, for what is not stored yet. */
export const settled = <T extends ExecutionFacts>(execution: T, rules: Rules, now: number): T => {
  let facts = execution
  for (let steps = 0; steps < mostSteps; steps++) {
    const change = onInstant(facts, rules, now)
    if (!change) return facts
    facts = { ...facts, ...change.set, state: change.to }
  }
  return facts
}

/** Whether anything was changed. Each step is written under the table's condition; whoever comes first wins. */
export const settle = async (
  executions: Pick<ExecutionStore, 'move'>,
  execution: ExecutionRecord,
  rules: Rules,
  now: number,
  /** Written with the first step. */
  also: Partial<Pick<ExecutionRecord, 'asked'>> = {},
): Promise<boolean> => {
  let facts: ExecutionRecord | null = execution
  let moved = false
  for (let steps = 0; steps < mostSteps && facts; steps++) {
    const change: Change | null = onInstant(facts, rules, now)
    if (!change) return moved
    facts = await write(executions, facts, moved ? change : { ...change, set: { ...also, ...change.set } }, now)
    moved ||= facts !== null
  }
  return moved
}

const write = (executions: Pick<ExecutionStore, 'move'>, facts: ExecutionRecord, change: Change, now: number) =>
  executions.move(facts, {
    ...change,
    lease: facts.lease,
    ...(change.event === 'lease-expiry' ? { leaseEndedBy: new Date(now).toISOString() } : {}),
  })
