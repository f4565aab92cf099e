/** Writes what has to happen to an execution by itself, step by step, until nothing is left to do. */
import { changed } from '#shared/domain/deployment/execution.ts'
import { settle } from '#shared/domain/deployment/on-instant.ts'
import type { Rules } from '#shared/domain/deployment/rules.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { ExecutionRecord } from '../../adapters/records.ts'

/** The outcome on paper, for what is not stored yet. */
export const settled = (execution: ExecutionRecord, rules: Rules, now: number): ExecutionRecord =>
  settle(execution, rules, now).reduce(changed, execution)

/** Whether anything was changed. Each step is written under the table's condition; whoever comes first wins. */
export const writeSettled = async (
  executions: Pick<ExecutionStore, 'move'>,
  execution: ExecutionRecord,
  rules: Rules,
  now: number,
  /** Written with the first step. */
  also: Partial<Pick<ExecutionRecord, 'asked'>> = {},
): Promise<boolean> => {
  let facts = execution
  for (const [at, change] of settle(execution, rules, now).entries()) {
    const after = await executions.move(facts, {
      ...change,
      set: at === 0 ? { ...also, ...change.set } : change.set,
      lease: facts.lease,
      ...(change.event === 'lease-expiry' ? { leaseEndedBy: new Date(now).toISOString() } : {}),
    })
    if (!after) return at > 0
    facts = after
  }
  return facts !== execution
}
