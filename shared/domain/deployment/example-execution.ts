/** An execution and the rules around it, for tests: what is not named is ordinary. */

import { parseIntervals } from '../window/intervals.ts'
import { type ExecutionFacts, firstPhases, type PhaseResult } from './execution.ts'
import type { ReportEnd, ReportFacts } from './on-report.ts'
import type { Rules } from './rules.ts'

export const allAsked = { transfer: true, execution: true, deletion: true, inventory: false, halt: false }
export const phaseDone: PhaseResult = { status: 'done', startedAt: null, endedAt: null, exitCode: 0 }

export const exampleExecution = (facts: Partial<ExecutionFacts> = {}): ExecutionFacts => ({
  state: 'scheduled',
  used: 0,
  earlier: 0,
  attempt: 0,
  scriptStartedIn: 0,
  attempts: 3,
  retryDelayMs: 3_600_000,
  lease: 0,
  leaseUntil: null,
  seq: 0,
  nextAt: '2026-06-01T12:00:00.000Z',
  isBlocked: false,
  asked: null,
  phases: firstPhases(allAsked),
  reason: null,
  edgeId: null,
  startedAt: null,
  endedAt: null,
  updatedAt: '2026-06-01T12:00:00.000Z',
  ...facts,
})

/** Held by edge-1 since noon, in its first attempt. */
export const heldExecution = (facts: Partial<ExecutionFacts> = {}): ExecutionFacts =>
  exampleExecution({
    state: 'execution',
    attempt: 1,
    lease: 1,
    leaseUntil: '2026-06-01T12:05:00.000Z',
    nextAt: null,
    edgeId: 'edge-1',
    startedAt: '2026-06-01T12:00:00.000Z',
    ...facts,
  })

export const exampleRules = ({ intervals, ...rules }: Partial<Rules> & { intervals?: string } = {}): Rules => {
  const parsed = intervals === undefined ? null : parseIntervals(intervals)
  if (parsed?.valid === false) throw new Error(parsed.message)
  return { control: 'run', startAt: null, endAt: null, window: parsed && { ranges: parsed.ranges, timeZone: 'UTC' }, ...rules }
}

export const exampleReport = (end: ReportEnd | null, facts: Partial<ReportFacts> = {}): ReportFacts => ({
  lease: 1,
  attempt: 1,
  seq: 1,
  phase: end === null ? 'execution' : 'ended',
  phases: { ...firstPhases(allAsked), transfer: phaseDone },
  scriptStarted: false,
  end,
  ...facts,
})

export const at = (clock: string, day = '2026-06-01'): number => Date.parse(`${day}T${clock}Z`)
