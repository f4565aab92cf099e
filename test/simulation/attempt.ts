/**
 * One attempt of an edge launcher on one machine: connects, looks, does what is to do phase by phase, tells of each. What
 * comes next and what ends it are the edge launcher's own rules; only the doing is played.
 */
import type { Order, Report } from '#shared/contracts/edge.ts'
import { isOver as isPhaseOver, toDo } from '#shared/domain/deployment/execution.ts'
import type { Verdict } from '#shared/domain/deployment/on-claim.ts'
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'
import { type Phase, phases } from '#shared/domain/deployment/states.ts'
import { type Ending, endFor, endingOf, heard, takenOver } from '../../edge-launcher/attempt/endings.ts'
import { beginsNothing, type Found, nextStep, type Run } from '../../edge-launcher/plan/plan.ts'
import {
  answers,
  endScript,
  folderOf,
  interruptScript,
  isRunning,
  latestScript,
  type Machine,
  restart,
  type Script,
  startScript,
  wake,
} from './machine.ts'
import type { Timeline } from './timeline.ts'
import type { Watch } from './watch.ts'

/** What the edge has on its disk of an order. */
export type Saved = {
  readonly order: Order
  seq: number
  phases: Report['phases']
  script: 'none' | 'sent' | 'started'
}

type End = NonNullable<Report['end']>
/** Does what comes next, or sees to it that it will be done. */
type Step = () => void

export type AttemptParts = {
  readonly timeline: Timeline
  readonly watch: Watch
  readonly edgeId: string
  readonly machineOf: (id: string) => Machine
  /** Whether the edge that began this is still the same process. */
  readonly isAlive: () => boolean
  readonly tell: (report: Report) => void
  /** It is over, or would like to hear from the cloud. */
  readonly onEnd: () => void
  readonly ask: () => void
}

const connectMs = 600
const lookMs = 200
const reconnectMs = 5 * 60_000
const retryMs = 30_000
const deletionMs = 2000
const inventoryMs = 20_000

export type Attempt = {
  readonly saved: Saved
  readonly hear: (verdict: Verdict, trustedUntil: number) => void
  /** The edge is being restarted: what has no script goes back. */
  readonly leave: () => void
}

export const beginAttempt = (parts: AttemptParts, saved: Saved, said: Verdict, trusted: number): Attempt => {
  const { timeline, watch } = parts
  const { order } = saved
  const { executionId } = order
  const machine = parts.machineOf(order.machine.id)
  let verdict = said
  let trustedUntil = trusted
  let isOver = false
  let hasSession = false
  let hasLooked = false
  let phase: Report['phase'] = 'connecting'
  let running: Script | null = null

  const { now } = timeline
  const later = (ms: number, act: () => void): void =>
    timeline.in(ms, () => {
      if (!isOver && parts.isAlive()) act()
    })

  const tell = (end: End | null): void => {
    if (isOver) return
    saved.seq += 1
    if (end !== null) isOver = true
    const { deploymentId, lease, attempt } = order
    const at = new Date(now()).toISOString()
    const scriptStarted = saved.script === 'started'
    const situation = { phase: end === null ? phase : ('ended' as const), phases: saved.phases, scriptStarted, end, contact: null, log: [] }
    parts.tell({ executionId, deploymentId, machineId: machine.id, lease, attempt, seq: saved.seq, at, ...situation })
    if (end !== null) parts.onEnd()
  }
  const set = (which: Phase, status: 'to-do' | 'running' | 'done' | 'failed', exitCode: number | null = null): void => {
    saved.phases = { ...saved.phases, [which]: { ...toDo, ...saved.phases[which], status, exitCode } }
  }
  const fail = (code: ReasonCode, where: Phase | null, exitCode: number | null = null): void => {
    if (where !== null) set(where, 'failed', exitCode)
    tell({ kind: 'failure', reason: { code, detail: '', phase: where } })
  }
  const endsNow = (): Ending | null => {
    const ending = endingOf(verdict, order, now())
    return ending?.urgency === 'now' ? ending : null
  }
  /** Whether something may begin; otherwise it ends, or waits to be answered by the cloud. */
  const mayBegin = (): boolean => {
    const ending = endingOf(verdict, order, now())
    if (ending !== null) tell(endFor(ending, false))
    else if (now() >= trustedUntil) {
      parts.ask()
      later(5000, advance)
    } else return true
    return false
  }
  const begin = (which: Phase): void => {
    phase = which
    set(which, 'running')
    watch.phaseBegins(executionId, which, now(), parts.edgeId)
    tell(null)
  }

  const found = (): Found => {
    const script = latestScript(machine, executionId)
    const manifest = folderOf(machine, executionId).isComplete ? order.manifestSha256 : null
    return { manifest, script: script === null ? null : { attempt: script.attempt, state: stateOf(script, now()), code: script.code } }
  }
  const advance: Step = () => {
    if (phases.every((one) => one === 'wol' || isPhaseOver(saved.phases[one]))) return tell({ kind: 'success' })
    if (!hasSession) return mayBegin() ? later(connectMs, connect) : undefined
    if (!hasLooked) {
      hasLooked = true
      return later(lookMs, advance)
    }
    const step = nextStep(order, saved.phases, found(), saved.script)
    if (!beginsNothing(step) && !mayBegin()) return
    switch (step.kind) {
      case 'succeed':
        return tell({ kind: 'success' })
      case 'lost-track':
        return tell({ kind: 'unknown', reason: { code: 'outcome-unknown', detail: '', phase: 'execution' } })
      case 'transferred':
        set('transfer', 'done')
        return advance()
      case 'perform':
        return perform(step.phase, step.run)
    }
  }
  const perform: (which: Exclude<Phase, 'wol'>, run: Run) => void = (which, run) => {
    switch (which) {
      case 'transfer':
        return transfer()
      case 'execution':
        return execution(run)
      case 'deletion':
        begin('deletion')
        return during('deletion', deletionMs, () => {
          folderOf(machine, executionId).isComplete = false
        })
      case 'inventory':
        begin('inventory')
        return during('inventory', inventoryMs, () => {})
      case 'halt':
        begin('halt')
        return during('halt', 500, () => restart(machine, now()))
    }
  }

  const connect: Step = () => {
    if (answers(machine, now())) {
      hasSession = true
      return advance()
    }
    // Of a script that may have been started nothing is known: the machine may only be away.
    if (saved.script !== 'none') return reconnect(now() + reconnectMs, null)
    if (order.wake === null) return fail('unreachable', null)
    if (!mayBegin()) return
    begin('wol')
    if (order.wake.macs.length === 0) return fail('no-mac-address', 'wol')
    wake(machine, now())
    awaken(now() + order.wake.waitMs)
  }
  const awaken = (deadline: number): void =>
    later(10_000, () => {
      if (answers(machine, now())) {
        set('wol', 'done')
        return advance()
      }
      if (now() >= deadline) return fail('not-woken', 'wol')
      if (mayBegin()) awaken(deadline)
    })

  const lost = (where: Phase): void => {
    hasSession = false
    hasLooked = false
    reconnect(now() + reconnectMs, where)
  }
  const reconnect: (deadline: number, where: Phase | null) => void = (deadline, where) => {
    if (now() >= deadline) return fail(where === null ? 'unreachable' : 'connection-lost', where)
    later(retryMs, () => {
      if (answers(machine, now())) {
        hasSession = true
        return advance()
      }
      if (mayBegin()) reconnect(deadline, where)
    })
  }

  /** At closing or at the end date, what runs is ended where the order says so. */
  const interruption = (): number => {
    if (order.atClosing === 'finish') return Number.POSITIVE_INFINITY
    return Math.min(...[order.closesAt, order.endsAt].map((at) => (at === null ? Number.POSITIVE_INFINITY : Date.parse(at))))
  }
  const during = (which: Phase, ms: number, done: () => void): void => {
    const { generation } = machine
    const ends = now() + ms
    later(Math.min(ms, Math.max(0, interruption() - now())), () => {
      if (now() < ends) {
        set(which, 'to-do')
        return tell(endFor(endsNow() ?? takenOver, false))
      }
      if (!answers(machine, now()) || machine.generation !== generation) return lost(which)
      done()
      set(which, 'done')
      advance()
    })
  }
  const transfer: Step = () => {
    begin('transfer')
    folderOf(machine, executionId).isComplete = false
    machine.transfers += 1
    if (machine.transfers <= machine.nature.fullFor) return later(machine.nature.transferMs, () => fail('transfer-failed', 'transfer'))
    during('transfer', machine.nature.transferMs, () => {
      folderOf(machine, executionId).isComplete = true
    })
  }

  const execution: (run: Run) => void = ({ attempt, mode }) => {
    const there = machine.disk.get(executionId)?.attempts.get(attempt)
    if (mode === 'follow' && there) {
      phase = 'execution'
      set('execution', 'running')
      tell(null)
      return follow(there)
    }
    saved.script = 'sent'
    begin('execution')
    const { script, isNew } = startScript(machine, executionId, attempt, now())
    saved.script = 'started'
    tell(null)
    if (isNew) watch.scriptStarts(executionId, attempt, machine, script, now())
    follow(script)
  }
  const follow = (script: Script): void => {
    running = script
    const { generation } = machine
    const timeout = script.startedAt + order.scriptTimeoutMs
    later(Math.max(0, Math.min(script.endsAt, timeout, interruption()) - now()), () => {
      if (running !== script) return
      if (!answers(machine, now()) || machine.generation !== generation) {
        running = null
        return lost('execution')
      }
      running = null
      if (isRunning(script, now()) && now() >= timeout) {
        endScript(script, now())
        return fail('script-timeout', 'execution', script.code)
      }
      interruptScript(script, now())
      if (script.isInterrupted) {
        set('execution', 'to-do')
        return tell(endFor(endsNow() ?? takenOver, true))
      }
      if (script.code !== 0) return fail('script-failed', 'execution', script.code)
      set('execution', 'done', 0)
      advance()
    })
  }

  const hear = (said: Verdict, until: number): void => {
    trustedUntil = Math.max(trustedUntil, until)
    verdict = heard(verdict, said)
    if (isOver) return
    if (verdict === 'drop') {
      isOver = true
      parts.onEnd()
    } else if (verdict === 'interrupt') {
      if (running !== null && answers(machine, now())) interruptScript(running, now())
      tell({ kind: 'stopped' })
    } else if (verdict === 'stop' && phase === 'connecting' && saved.script === 'none') tell({ kind: 'stopped' })
  }

  advance()
  return {
    saved,
    hear,
    leave: () => {
      if (saved.script === 'none') tell({ kind: 'released' })
      isOver = true
    },
  }
}

const stateOf = (script: Script, now: number): NonNullable<Found['script']>['state'] => {
  if (isRunning(script, now)) return 'running'
  if (script.isInterrupted) return 'interrupted'
  return script.code === null ? 'vanished' : 'exited'
}
