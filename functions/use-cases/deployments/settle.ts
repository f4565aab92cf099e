/** Writes what has to happen to an execution by itself, step by step, until nothing is left to do. */
import { changed } from '#shared/domain/deployment/execution.ts'
import { settle } from '#shared/domain/deployment/on-instant.ts'
import type { Rules } from '#shared/domain/deployment/rules.ts'
import type { ExecutionStore } from '../../adapters/executions.ts'
import type { ExecutionRecord } from '../../adapters/records.ts'

/** The outcome on paper, for what is not stored yet. */
export const settled = (execution: ExecutionRecord, rules: Rules, now: number): ExecutionRecord =>
  settle(execution, rules, now).reduce(changed, execution)

/** What is to be written with each step; the first one has `also`. */
const stepsOf = (execution: ExecutionRecord, rules: Rules, now: number, also: Partial<ExecutionRecord> = {}) =>
  settle(execution, rules, now).map((change, at) => ({
    ...change,
    set: at === 0 ? { ...also, ...change.set } : change.set,
    ...(change.event === 'lease-expiry' ? { leaseEndedBy: new Date(now).toISOString() } : {}),
  }))

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
  for (const [at, step] of stepsOf(execution, rules, now, also).entries()) {
    const after = await executions.move(facts, { ...step, lease: facts.lease })
    if (!after) return at > 0
    facts = after
  }
  return facts !== execution
}

/** As `writeSettled`, of many that nobody holds: first the first step of all of them, then the next one. How many were changed. */
export const writeAllSettled = async (
  executions: Pick<ExecutionStore, 'moveAll'>,
  all: readonly { readonly execution: ExecutionRecord; readonly rules: Rules }[],
  now: number,
): Promise<number> => {
  let changed: number | null = null
  let present = all.map(({ execution, rules }) => ({ facts: execution, steps: stepsOf(execution, rules, now) }))
  for (;;) {
    const moves = present.flatMap(({ facts, steps: [step, ...steps] }) =>
      step ? [{ before: facts, change: { ...step, lease: facts.lease }, steps }] : [],
    )
    if (moves.length === 0) return changed ?? 0
    const done = await executions.moveAll(moves)
    present = moves.flatMap(({ steps }, place) => {
      const facts = done[place]
      return facts ? [{ facts, steps }] : []
    })
    changed ??= present.length
  }
}
