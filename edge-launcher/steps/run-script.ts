import type { Order } from '#shared/contracts/edge.ts'
import { type RemoteCommand, remoteCommand } from '../ssh/remote-command.ts'
import type { Session } from '../ssh/transport.ts'
import { BadFrame, type Frame, frameReader } from './frames.ts'
import { lineCutter } from './lines.ts'
import { exitCodes, runScript } from './remote-scripts.ts'
import { failedStep, lostStep, type StepEnd } from './step-end.ts'

/** Bytes of stdout, and as many of stderr, that go into the log; the rest stays unread. */
export const mostOutput = 2 * 1024 * 1024

export type Follow = {
  readonly attempt: number
  readonly mode: 'start' | 'follow'
  /** Bytes that were told before. */
  readonly out: number
  readonly err: number
  /** The machine has the marker: from now on the script counts as started. */
  readonly onStarted: () => void
  /** `upTo`: bytes of this stream that this line and those before it make up. */
  readonly onLine: (stream: 'stdout' | 'stderr', text: string, upTo: number) => void
  readonly onNote: (text: string) => void
}

/** The command as it is run and shown: what the package says, then what the deployment adds. */
export const commandOf = ({ manifest, parameters }: Pick<Order, 'manifest' | 'parameters'>): string =>
  parameters === '' ? manifest.command : `${manifest.command} ${parameters}`

/** Starts the attempt's script, or finds it, and stays until it ends. */
export const runAndFollow = async (session: Session, order: Order, follow: Follow, signal: AbortSignal): Promise<StepEnd<number>> => {
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
  const end = await session.run(commandFor(order, follow), {
    signal: AbortSignal.any([signal, broken.signal]),
    input: oneChunk(`${commandOf(order)}\n`),
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
  if (fault !== null) return lostStep(fault)
  if (end.kind === 'lost') return lostStep(end.detail)
  if (end.code === exitCodes.notStarted)
    return failedStep('transfer-failed', `the script could not be started: ${end.errors || 'its folder could not be written'}`)
  const frame = last as Frame | null
  if (end.code !== 0 || (frame?.kind !== 'ended' && frame?.kind !== 'vanished'))
    return lostStep(end.errors || `the machine stopped telling of the script (exit code ${end.code})`)
  cutters.stdout.end()
  cutters.stderr.end()
  return verdict(frame, order, follow)
}

const commandFor = (order: Order, { attempt, mode, out, err }: Follow): RemoteCommand =>
  remoteCommand(runScript, [order.executionId, attempt, mode, out, err, mostOutput, Math.ceil(order.scriptTimeoutMs / 1000)].map(String))

async function* oneChunk(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

const verdict = (frame: Extract<Frame, { kind: 'ended' | 'vanished' }>, order: Order, follow: Follow): StepEnd<number> => {
  if (frame.kind === 'vanished')
    return failedStep('script-failed', 'the script ended without an exit code: it was killed, or the machine restarted')
  for (const [stream, size] of [
    ['stdout', frame.out],
    ['stderr', frame.err],
  ] as const)
    if (size > mostOutput) follow.onNote(`${stream} is ${size} bytes long: the first ${mostOutput} are shown`)
  if (frame.timedOut)
    return failedStep('script-timeout', `the script was ended after ${Math.round(order.scriptTimeoutMs / 1000)} s`, frame.code)
  if (frame.code === null) return failedStep('script-failed', 'the exit code could not be read')
  return frame.code === 0 ? { kind: 'done', value: 0 } : failedStep('script-failed', `exit code ${frame.code}`, frame.code)
}
