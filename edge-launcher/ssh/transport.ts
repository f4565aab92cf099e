/** What the rest of the edge launcher knows of SSH: open a session on a machine, run commands in it, close it. */
import type { Target } from '#shared/contracts/edge.ts'
import type { ReasonCode } from '#shared/domain/deployment/reasons.ts'
import type { RemoteCommand } from './remote-command.ts'

/** Why no session could be opened. `hostKey`: the key that was offered, when it came that far. */
export type ConnectFailure = {
  readonly kind: 'failed'
  readonly code: Extract<ReasonCode, 'unreachable' | 'connection-refused' | 'authentication-failed' | 'ssh-failed' | 'host-key-changed'>
  readonly detail: string
  readonly hostKey: string | null
  /** Where a connection was taken; null: nowhere. */
  readonly address: string | null
}
export type Connected = { readonly kind: 'connected'; readonly session: Session }

export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** The connection or the channel broke, or the command was ended by a signal: what it did is not known. */
  | { readonly kind: 'lost'; readonly detail: string }

export type RunOptions = {
  /** Sent to the command's standard input, which is then closed. An error of the source ends the command as lost. */
  readonly input?: AsyncIterable<Buffer>
  /** What the command writes on standard output. */
  readonly onOutput?: (chunk: Buffer) => void
  readonly signal: AbortSignal
  /** Milliseconds. Absent: no limit of its own; keepalives notice a dead machine. */
  readonly timeoutMs?: number
}

export type Session = {
  readonly hostKey: string
  /** The one of the machine's addresses that it was reached at. */
  readonly address: string
  /** `errors` is the beginning of what came on standard error, made fit for people. */
  readonly run: (command: RemoteCommand, options: RunOptions) => Promise<CommandEnd & { readonly errors: string }>
  readonly close: () => void
}

export type ConnectOptions = {
  /** The only key to accept, or null to accept any. */
  readonly hostKey: string | null
  readonly signal: AbortSignal
  /** How long the machine may take to answer at all, all its addresses together. Milliseconds; absent: as long as is usual. */
  readonly answerMs?: number
}

export type Transport = {
  readonly connect: (target: Target, options: ConnectOptions) => Promise<Connected | ConnectFailure>
}
