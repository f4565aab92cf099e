/** Starts a program that runs detached on the machine, or finds it, and follows it until it ends. */
import type { ProgramName } from '../journal/journal.ts'
import { type RemoteCommand, remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { BadFrame, type Frame, frameReader } from './frames.ts'
import { lineCutter } from './lines.ts'
import { exitCodes, interruptScript, runScript } from './remote-scripts.ts'
import { doneStep, failedStep, lostStep, type StepEnd } from './step-end.ts'

/** Bytes of stdout, and as many of stderr, that go into the log; the rest stays unread. */
export const mostOutput = 2 * 1024 * 1024
const interruptTimeoutMs = 60_000

export type Program = {
  readonly executionId: string
  readonly name: ProgramName
  readonly attempt: number
  /** Shell text, run by `sh`. */
  readonly command: string
  readonly folder: 'files' | 'home'
  readonly timeoutMs: number
}

export type Follow = {
  readonly mode: 'start' | 'follow'
  /** Bytes that were told before. */
  readonly out: number
  readonly err: number
  /** The machine has the marker: from now on the program counts as started. */
  readonly onStarted: () => void
  /** `upTo`: bytes of this stream that this line and those before it make up. */
  readonly onLine: (stream: 'stdout' | 'stderr', text: string, upTo: number) => void
  readonly onNote: (text: string) => void
}

export type ProgramEnd =
  | { readonly kind: 'lost'; readonly detail: string }
  | { readonly kind: 'not-started'; readonly detail: string }
  /** Killed, or the machine restarted: it left no exit code. */
  | { readonly kind: 'vanished' }
  /** `code` null: something else was in its file. */
  | { readonly kind: 'ended'; readonly code: number | null; readonly how: 'by-itself' | 'timed-out' | 'interrupted' }

export const followProgram = async (session: Session, program: Program, follow: Follow, signal: AbortSignal): Promise<ProgramEnd> => {
  const broken = new AbortController()
  const cutters = {
    stdout: lineCutter(follow.out, (text, upTo) => follow.onLine('stdout', text, upTo)),
    stderr: lineCutter(follow.err, (text, upTo) => follow.onLine('stderr', text, upTo)),
  }
  let last: Frame | null = null
  let fault: string | null = null
  const read = frameReader((frame) => {
    if (frame.kind === 'output') cutters[frame.stream].add(frame.bytes)
    else if (frame.kind === 'started') follow.onStarted()
    else last = frame
  })
  const end = await session.run(commandFor(program, follow), {
    signal: AbortSignal.any([signal, broken.signal]),
    input: oneChunk(`${program.command}\n`),
    onOutput: (chunk) => {
      try {
        read(chunk)
      } catch (error) {
        if (!(error instanceof BadFrame)) throw error
        fault ??= error.message
        broken.abort(fault)
      }
    },
  })
  if (fault !== null) return { kind: 'lost', detail: fault }
  if (end.kind === 'lost') return { kind: 'lost', detail: end.detail }
  if (end.code === exitCodes.notStarted) return { kind: 'not-started', detail: end.errors || 'its folder could not be written' }
  const frame = last as Frame | null
  if (end.code !== 0 || (frame?.kind !== 'ended' && frame?.kind !== 'vanished'))
    return { kind: 'lost', detail: end.errors || `the machine stopped telling of the program (exit code ${end.code})` }
  cutters.stdout.end()
  cutters.stderr.end()
  if (frame.kind === 'vanished') return { kind: 'vanished' }
  for (const [stream, size] of [
    ['stdout', frame.out],
    ['stderr', frame.err],
  ] as const)
    if (size > mostOutput) follow.onNote(`${stream} is ${size} bytes long: the first ${mostOutput} are shown`)
  return { kind: 'ended', code: frame.code, how: frame.how }
}

const directoryOf = ({ name, attempt }: Pick<Program, 'name' | 'attempt'>): string => `${name}-${attempt}`

const commandFor = (program: Program, { mode, out, err }: Follow): RemoteCommand => {
  const seconds = Math.ceil(program.timeoutMs / 1000)
  return remoteCommand(
    runScript,
    [program.executionId, directoryOf(program), mode, out, err, mostOutput, seconds, program.folder].map(String),
  )
}

async function* oneChunk(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

/** Ends it on the machine, with all that it started; whoever follows it sees its end. One that has ended is left as it is. */
export const interruptProgram = async (
  session: Session,
  program: Pick<Program, 'executionId' | 'name' | 'attempt'>,
  signal: AbortSignal,
): Promise<StepEnd> => {
  const command = remoteCommand(interruptScript, [program.executionId, directoryOf(program)])
  const end = await session.run(command, { signal, timeoutMs: interruptTimeoutMs })
  if (end.kind === 'lost') return lostStep(end.detail)
  return end.code === 0 ? doneStep : failedStep('ssh-failed', end.errors || `exit code ${end.code}`)
}
