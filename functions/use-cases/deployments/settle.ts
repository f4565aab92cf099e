/** Applies what has to happen to an execution by itself, step by step, until nothing is left to do. */
import { type Change, changed, type ExecutionFacts } from '#shared/domain/deployment/execution.ts'
import { changesDue } from '#shared/domain/deployment/on-instant.ts'
import type { Rules } from '#shared/domain/deployment/rules.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { ExecutionRecord } from '../../adapters/records.ts'

/** The outcome on paper, for what is not stored yet. */
export const settled = <T extends ExecutionFacts>(execution: T, rules: Rules, now: number): T =>
  changesDue(execution, rules, now).reduce((facts, change) => changed(facts, change), execution)

/** Whether anything was changed. Each step is written under the table's condition; whoever comes first wins. */
export const settle = async (
  executions: Pick<ExecutionStore, 'move'>,
  execution: ExecutionRecord,
  rules: Rules,
  now: number,
  /** Written with the first step. */
  also: Partial<Pick<ExecutionRecord, 'asked'>> = {},
): Promise<boolean> => {
  let facts = execution
  let moved = false
  for (const change of changesDue(execution, rules, now)) {
    const after = await write(executions, facts, moved ? change : { ...change, set: { ...also, ...change.set } }, now)
    if (!after) return moved
    facts = after
    moved = true
  }
  return moved
}

const write = (executions: Pick<ExecutionStore, 'move'>, facts: ExecutionRecord, change: Change, now: number) =>
  executions.move(facts, {
    ...change,
    lease: facts.lease,
    ...(change.event === 'lease-expiry' ? { leaseEndedBy: new Date(now).toISOString() } : {}),
  })
