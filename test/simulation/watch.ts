/**
 * The properties, judged while a history is played: each throws with what happened and the story of the execution.
 * What it knows of windows, attempts and leases it counts for itself, and asks the engine for none of it.
 */
import { leaseMs } from '#shared/domain/deployment/on-claim.ts'
import { hasEnded, isHeld, moveFrom, type Phase } from '#shared/domain/deployment/states.ts'
import type { DeploymentRecord, ExecutionRecord } from '../../functions/adapters/records.ts'
import type { Written } from './execution-memory.ts'
import type { Machine, Script } from './machine.ts'
import { isInside } from './wall-clock.ts'

export const properties = {
  legal: 'an execution moves by the table only',
  window: 'nothing starts outside its window, before the start date or after the end date',
  held: 'nothing of what is paused or stopped is claimed, and no phase of it begins later than an edge may act unheard',
  once: "no attempt's script starts twice, nor two of one execution at a time; nor anew on a wiped machine once the cloud knew",
  attempts: 'attempts that count never exceed the limit; dead edges, pauses and interruptions count for nothing',
  directory: "no attempt's number is given again once it was used up, interrupted or launched anew",
  lease: 'a lease grows by one with each claim and never otherwise',
  bundle: 'a higher order starts only after success of all lower ones',
  waiting: 'what has not ended waits for an instant, an edge, others of its bundle or a person',
  why: 'whatever is not done says why, and nothing else does',
  counters: 'counters equal the states, and the figures of the report sum to the total',
  success: 'what is done had its script succeed on the machine',
  end: 'once nothing disturbs any more, everything ends',
} as const
export type Property = keyof typeof properties

export class Broken extends Error {
  readonly property: Property
  constructor(property: Property, detail: string) {
    super(`${properties[property]}: ${detail}`)
    this.property = property
  }
}

type Memory = {
  readonly story: string[]
  /** Attempts that counted since the last launch. */
  counted: number
  /** The highest attempt number that must not be given again. */
  spent: number
  askedSince: number | null
  readonly scripts: { readonly script: Script; readonly generation: number }[]
}

export type WatchParts = {
  readonly deployment: () => DeploymentRecord
  readonly timeZoneOf: (siteId: string) => string
  readonly execution: (id: string) => ExecutionRecord | null
  readonly onMachine: (machineId: string) => readonly ExecutionRecord[]
  readonly now: () => number
  /** Whether each execution's story is kept, to be told when a property breaks. */
  readonly tellsStories: boolean
}

const clock = (at: number): string => new Date(at).toISOString().slice(5, 19)

export const watchOver = (parts: WatchParts) => {
  const memories = new Map<string, Memory>()
  const counts = { moves: 0, claims: 0, phases: 0, scripts: 0 }
  let controlSince: number | null = null

  const memoryOf = (id: string): Memory => {
    const known = memories.get(id)
    if (known) return known
    const made: Memory = { story: [], counted: 0, spent: 0, askedSince: null, scripts: [] }
    memories.set(id, made)
    return made
  }
  const demand = (holds: boolean, property: Property, id: string, detail: string): void => {
    if (!holds) throw new Broken(property, `${detail} (${id} at ${clock(parts.now())})\n  ${memoryOf(id).story.slice(-60).join('\n  ')}`)
  }

  /** From when on it was paused or stopped without a break; null: it may go on. */
  const heldBackSince = (id: string): number | null => {
    const asked = memoryOf(id).askedSince
    return controlSince === null || asked === null ? (controlSince ?? asked) : Math.min(controlSince, asked)
  }
  const mayBegin = (id: string, siteId: string, what: string): void => {
    const { intervals, startAt, endAt } = parts.deployment().options
    const now = parts.now()
    const zone = parts.timeZoneOf(siteId)
    demand(isInside(intervals, zone, now), 'window', id, `${what} outside ${intervals} in ${zone}`)
    demand(startAt === null || now >= Date.parse(startAt), 'window', id, `${what} before the start date`)
    demand(endAt === null || now < Date.parse(endAt), 'window', id, `${what} after the end date`)
  }

  const onClaim = (before: ExecutionRecord, after: ExecutionRecord, memory: Memory): void => {
    const { id } = after
    counts.claims += 1
    mayBegin(id, after.siteId, 'claimed')
    demand(heldBackSince(id) === null, 'held', id, 'claimed')
    demand(after.lease === before.lease + 1, 'lease', id, `lease ${before.lease} became ${after.lease}`)
    demand(after.attempt > memory.spent, 'directory', id, `attempt ${after.attempt} again`)
    demand(memory.counted < after.attempts, 'attempts', id, `claimed after ${memory.counted} attempts`)
    const lower = parts.onMachine(after.machineId).find(({ order, state }) => order < after.order && state !== 'done')
    demand(lower === undefined, 'bundle', id, `claimed while ${lower?.id} is ${lower?.state}`)
  }

  const onChange = (before: ExecutionRecord, after: ExecutionRecord, change: NonNullable<Written['change']>): void => {
    const { id } = after
    const memory = memoryOf(id)
    counts.moves += 1
    const move = moveFrom(before.state, change.event)
    demand(move?.to === after.state, 'legal', id, `${change.event} made ${before.state} ${after.state}`)
    if (change.event === 'claim') onClaim(before, after, memory)
    else demand(after.lease === before.lease, 'lease', id, `${change.event} changed the lease`)
    if (change.event === 'relaunch') {
      memory.counted = 0
      memory.spent = Math.max(memory.spent, before.attempt)
    } else {
      const consumes = ['failure', 'last-failure', 'loss'].includes(change.event)
      demand(after.used - before.used === (consumes ? 1 : 0), 'attempts', id, `${change.event} made ${before.used} used ${after.used}`)
      if (consumes) {
        memory.counted += 1
        memory.spent = Math.max(memory.spent, before.attempt)
      }
    }
    demand(memory.counted <= after.attempts && after.used <= after.attempts, 'attempts', id, `${memory.counted} of ${after.attempts}`)
    if (after.state === 'done') isDoneIndeed(after, memory)
  }
  const isDoneIndeed = ({ id, phases }: ExecutionRecord, { scripts }: Memory): void => {
    const isAsked = phases.execution?.status !== 'skipped'
    demand(!isAsked || scripts.some(({ script }) => script.code === 0 && script.endsAt <= parts.now()), 'success', id, 'done')
  }
  const isWaitingForSomething = (execution: ExecutionRecord): void => {
    const { id, state, isBlocked, nextAt, leaseUntil } = execution
    if (hasEnded(state)) demand(nextAt === null && leaseUntil === null, 'waiting', id, `${state} and waits for an instant`)
    else if (isHeld(state)) demand(leaseUntil !== null, 'waiting', id, `${state} without a lease`)
    else if (isBlocked) {
      const lower = parts.onMachine(execution.machineId).some(({ order }) => order < execution.order)
      demand(lower && state !== 'ready', 'waiting', id, `${state} waits for nothing in its bundle`)
    } else if (state !== 'paused' && state !== 'ready') demand(nextAt !== null, 'waiting', id, `${state} without an instant`)
  }

  const tell = (id: string, what: () => string): void => {
    if (!parts.tellsStories) return
    const { story } = memoryOf(id)
    story.push(`${clock(parts.now())} ${what()}`)
    if (story.length > 400) story.splice(150, 100)
  }

  return {
    counts,
    memoryOf,
    demand,
    tell,
    onWritten: ({ before, after, change }: Written): void => {
      const memory = memoryOf(after.id)
      tell(after.id, () => `${change?.event ?? (before ? 'written' : 'made')}: ${after.state} ${waitsText(after)}`)
      if (before && change) onChange(before, after, change)
      memory.askedSince = after.asked === null ? null : (memory.askedSince ?? parts.now())
      isWaitingForSomething(after)
    },
    controlChanged: (): void => {
      controlSince = parts.deployment().control === 'run' ? null : (controlSince ?? parts.now())
    },
    phaseBegins: (id: string, phase: Phase, now: number, edgeId: string): void => {
      counts.phases += 1
      tell(id, () => `${edgeId} begins ${phase}`)
      const execution = parts.execution(id)
      if (!execution) throw new Error(`there is no execution ${id}`)
      mayBegin(id, execution.siteId, phase)
      const since = heldBackSince(id)
      demand(since === null || now <= since + leaseMs / 2, 'held', id, `${phase} begins`)
    },
    scriptStarts: (id: string, attempt: number, { generation }: Machine, script: Script, now: number): void => {
      counts.scripts += 1
      const { scripts } = memoryOf(id)
      tell(id, () => `script of attempt ${attempt} starts`)
      const isKnown = parts.execution(id)?.scriptStartedIn === attempt
      const same = scripts.find((one) => one.script.attempt === attempt && (one.generation === generation || isKnown))
      demand(same === undefined, 'once', id, `attempt ${attempt} starts a second time`)
      const other = scripts.find((one) => one.script.endsAt > now)
      demand(other === undefined, 'once', id, `attempt ${attempt} starts while attempt ${other?.script.attempt} runs`)
      scripts.push({ script, generation })
    },
    note: (executions: readonly ExecutionRecord[], what: string): void => {
      for (const { id } of executions) tell(id, () => what)
    },
  }
}
export type Watch = ReturnType<typeof watchOver>

const waitsText = ({ attempt, used, lease, nextAt, leaseUntil, isBlocked, asked, reason }: ExecutionRecord): string =>
  [
    `attempt ${attempt} used ${used} lease ${lease}`,
    nextAt && `next ${nextAt.slice(5, 19)}`,
    leaseUntil && `leased to ${leaseUntil.slice(11, 19)}`,
    isBlocked && 'blocked',
    asked && `asked to ${asked}`,
    reason?.code,
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(', ')
