/** What each phase does on the machine, and how it is ended before its time: a table, so that no phase is forgotten. */
import type { Order } from '#shared/contracts/edge.ts'
import type { Pace } from '../bandwidth/limits.ts'
import type { ProgramName } from '../journal/journal.ts'
import type { Archives } from '../mirror/archive.ts'
import type { Mirror } from '../mirror/mirror.ts'
import type { Run, WorkPhase } from '../plan/plan.ts'
import type { Session } from '../ssh/transport.ts'
import { followProgram, type Program, type ProgramEnd } from '../steps/follow-program.ts'
import { halt } from '../steps/halt.ts'
import { inventoryCommand, inventoryEnd, inventoryTimeoutMs } from '../steps/inventory.ts'
import { remove } from '../steps/remove.ts'
import { commandOf, scriptEnd } from '../steps/script.ts'
import { doneStep, type StepEnd } from '../steps/step-end.ts'
import { transfer } from '../steps/transfer.ts'
import type { Marks } from './marks.ts'
import type { Telling } from './telling.ts'

export type Work = {
  readonly order: Order
  readonly session: Session
  readonly run: Run
  readonly mirror: Mirror
  readonly archives: Archives
  readonly pace: Pace
  readonly telling: Telling
  readonly marks: Marks
  readonly signal: AbortSignal
}

export type Executor = {
  /** `break-off`: the connection's command is left; a program's name: it is ended on the machine; `let-finish`: it is a moment. */
  readonly whenInterrupted: 'break-off' | 'let-finish' | ProgramName
  readonly perform: (work: Work) => Promise<StepEnd<unknown>>
}

export const executors: { readonly [P in WorkPhase]: Executor } = {
  transfer: {
    whenInterrupted: 'break-off',
    perform: ({ session, order, mirror, archives, pace, telling, signal }) => {
      const bytes = order.manifest.files.reduce((sum, { size }) => sum + size, 0)
      telling.say('info', `transfer of ${order.manifest.files.length} files, ${bytes} bytes`)
      telling.flush()
      return transfer(session, { mirror, archives, pace, order }, signal)
    },
  },
  execution: {
    whenInterrupted: 'attempt',
    perform: async (work) => {
      const { order, run, telling } = work
      const { executionId, scriptTimeoutMs } = order
      if (telling.result('transfer').status === 'to-do') telling.set('transfer', { ...telling.result('transfer'), status: 'skipped' })
      const program: Program = {
        executionId,
        name: 'attempt',
        attempt: run.attempt,
        command: commandOf(order),
        folder: 'files',
        timeoutMs: scriptTimeoutMs,
      }
      const { end } = await follow(work, program, () => {
        if (run.mode === 'follow') telling.say('info', `the script of attempt ${run.attempt} is on the machine already: it is followed`)
        else telling.say('command', program.command)
      })
      return told(telling, scriptEnd(end, scriptTimeoutMs))
    },
  },
  deletion: {
    whenInterrupted: 'break-off',
    perform: ({ session, order, telling, signal }) => {
      telling.say('info', 'removal of the files')
      telling.flush()
      return remove(session, order.executionId, signal)
    },
  },
  inventory: {
    whenInterrupted: 'inventory',
    perform: async (work) => {
      const { order, telling } = work
      const program: Program = {
        executionId: order.executionId,
        name: 'inventory',
        attempt: order.attempt,
        command: inventoryCommand,
        folder: 'home',
        timeoutMs: inventoryTimeoutMs,
      }
      const { end, lastError } = await follow(work, program, () => telling.say('info', 'inventory by the agent of the machine'))
      return told(telling, inventoryEnd(end, lastError))
    },
  },
  halt: {
    whenInterrupted: 'let-finish',
    perform: async ({ session, order, telling, marks, signal }) => {
      if (order.halt === 'nothing') return doneStep
      telling.say('info', order.halt === 'reboot' ? 'the machine is asked to restart' : 'the machine is asked to halt')
      telling.flush()
      const end = await halt(session, { order, onAsked: () => marks.machineAsked(), onLine: (text) => telling.say('stdout', text) }, signal)
      if (end.kind === 'failed') telling.say('error', end.detail)
      return end
    },
  },
}

/** Starts or finds the program and tells what it says; `opening` once, however often contact is lost. */
const follow = async (work: Work, program: Program, opening: () => void): Promise<{ end: ProgramEnd; lastError: string }> => {
  const { telling, run, session, signal } = work
  const { name, attempt } = program
  if (telling.position.program !== name || telling.position.followed !== attempt) {
    telling.position = { ...telling.position, program: name, followed: attempt, out: 0, err: 0 }
    opening()
  }
  // Written first: whatever happens from here on, the script may have been started.
  if (name === 'attempt' && run.mode === 'start') work.marks.scriptSent()
  telling.flush()
  let lastError = ''
  const end = await followProgram(
    session,
    program,
    {
      mode: run.mode,
      out: telling.position.out,
      err: telling.position.err,
      onStarted: () => {
        if (name !== 'attempt' || attempt !== work.order.attempt) return
        work.marks.scriptStarted()
        telling.startedScript()
      },
      onLine: (stream, text, upTo) => {
        if (stream === 'stderr') lastError = text
        telling.position = { ...telling.position, [stream === 'stdout' ? 'out' : 'err']: upTo }
        telling.say(stream, text)
      },
      onNote: (text) => telling.say('info', text),
    },
    signal,
  )
  return { end, lastError }
}

const told = (telling: Telling, end: StepEnd<number>): StepEnd<number> => {
  if (end.kind === 'done') telling.say('exit', '0')
  else if (end.kind === 'failed' && end.exitCode !== null) telling.say('exit', String(end.exitCode))
  else if (end.kind === 'failed') telling.say('error', end.detail)
  else if (end.kind === 'interrupted') telling.say('info', 'it was ended before its time')
  return end
}
