/** A machine as the edge launchers meet it: it sleeps, goes away, is wiped; and it remembers which scripts were started. */

/** What a machine is like; lasts for the whole history. */
export type Nature = {
  /** `deaf`: never answers. */
  readonly sleep: 'awake' | 'asleep' | 'deaf'
  readonly hasMac: boolean
  readonly transferMs: number
  readonly scriptMs: number
  /** Transfers that fail for want of room before there is some. */
  readonly fullFor: number
  /** Scripts that fail before one succeeds. */
  readonly failsFor: number
  /** Of those that fail: they never end by themselves. */
  readonly hangs: boolean
}

export type Script = {
  readonly attempt: number
  readonly startedAt: number
  endsAt: number
  /** null: it ended without an exit code. */
  code: number | null
  /** An edge launcher ended it before its time, and left word of it. */
  isInterrupted: boolean
}

export type Machine = {
  readonly id: string
  readonly siteId: string
  readonly nature: Nature
  isAwake: boolean
  awayUntil: number
  /** Grows when it is wiped. */
  generation: number
  transfers: number
  scripts: number
  /** By execution: whether its files are complete, and its attempts' directories. */
  disk: Map<string, { isComplete: boolean; readonly attempts: Map<number, Script> }>
}

const bootMs = 90_000
const killed = 143

export const newMachine = (id: string, siteId: string, nature: Nature): Machine => ({
  id,
  siteId,
  nature,
  isAwake: nature.sleep === 'awake',
  awayUntil: 0,
  generation: 0,
  transfers: 0,
  scripts: 0,
  disk: new Map(),
})

export const answers = ({ isAwake, awayUntil }: Machine, now: number): boolean => isAwake && now >= awayUntil

/** A magic packet: it answers some time later, unless it is deaf. */
export const wake = (machine: Machine, now: number): void => {
  if (machine.isAwake || machine.nature.sleep === 'deaf') return
  machine.isAwake = true
  machine.awayUntil = Math.max(machine.awayUntil, now + bootMs)
}

export const folderOf = (machine: Machine, executionId: string) => {
  const known = machine.disk.get(executionId)
  if (known) return known
  const made = { isComplete: false, attempts: new Map<number, Script>() }
  machine.disk.set(executionId, made)
  return made
}

export const isRunning = ({ endsAt }: Script, now: number): boolean => endsAt > now

/** The latest attempt whose script was started, if any. */
export const latestScript = (machine: Machine, executionId: string): Script | null => {
  const attempts = machine.disk.get(executionId)?.attempts
  return attempts === undefined || attempts.size === 0 ? null : (attempts.get(Math.max(...attempts.keys())) ?? null)
}

/** Like `mkdir`: the first one starts the script, any other finds it. */
export const startScript = (machine: Machine, executionId: string, attempt: number, now: number): { script: Script; isNew: boolean } => {
  const { attempts } = folderOf(machine, executionId)
  const there = attempts.get(attempt)
  if (there) return { script: there, isNew: false }
  const { failsFor, hangs, scriptMs } = machine.nature
  const fails = machine.scripts < failsFor
  machine.scripts += 1
  const script: Script = {
    attempt,
    startedAt: now,
    endsAt: fails && hangs ? Number.POSITIVE_INFINITY : now + scriptMs,
    code: fails ? 3 : 0,
    isInterrupted: false,
  }
  attempts.set(attempt, script)
  return { script, isNew: true }
}

export const endScript = (script: Script, now: number, code: number | null = killed): void => {
  if (!isRunning(script, now)) return
  script.endsAt = now
  script.code = code
}

export const interruptScript = (script: Script, now: number): void => {
  if (!isRunning(script, now)) return
  endScript(script, now)
  script.isInterrupted = true
}

export const restart = (machine: Machine, now: number): void => {
  for (const { attempts } of machine.disk.values()) for (const script of attempts.values()) endScript(script, now, null)
  machine.awayUntil = Math.max(machine.awayUntil, now + bootMs)
}

export const wipe = (machine: Machine, now: number): void => {
  restart(machine, now)
  machine.generation += 1
  machine.disk = new Map()
}
