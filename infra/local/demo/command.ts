/**
 * One command on a machine, for real: /bin/sh in a process group of its own. As with sshd, a command whose connection
 * breaks is not killed; it loses its pipes. What it left running in the background goes on.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { ServerChannel } from 'ssh2'
import { slowLine } from './delay.ts'

/** How long output that a background process keeps open may hold back the exit code, milliseconds. */
const exitGraceMs = 150

export type Running = {
  /** As `kill -NAME` of the whole group. */
  readonly signal: (name: NodeJS.Signals) => void
  /** The connection is gone. */
  readonly detach: () => void
}

export type Order = {
  readonly channel: ServerChannel
  /** null: commands come on standard input. */
  readonly command: string | null
  readonly home: string
  readonly environment: Record<string, string>
  readonly latencyMs: number
  readonly onExit: () => void
}

export const runCommand = (order: Order): Running => {
  const { channel, command, home, environment, latencyMs, onExit } = order
  const child = spawn('/bin/sh', command === null ? [] : ['-c', command], { cwd: home, env: environment, detached: true, stdio: 'pipe' })
  child.once('error', (fault) => {
    onExit()
    channel.stderr.write(`cannot start: ${fault.message}\n`)
    channel.exit(126)
    channel.end()
  })
  feed(channel, child.stdin, latencyMs)
  const outputGone = drain(channel, child, latencyMs)
  child.once('exit', (code, signal) => {
    onExit()
    void reportExit(channel, outputGone, { code, signal }, exitGraceMs + 2 * latencyMs)
  })
  const detach = () => {
    for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy()
  }
  channel.once('close', detach)
  return {
    signal: (name) => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name)
    },
    detach,
  }
}

/** Standard input, at the pace at which the command reads it. */
const feed = (channel: ServerChannel, stdin: Writable, latencyMs: number): void => {
  const line = latencyMs > 0 ? slowLine(latencyMs) : null
  if (line) channel.pipe(line).pipe(stdin)
  else channel.pipe(stdin)
  const stopReading = () => {
    // The command wants no more: what still comes is read and dropped, or the sender would wait for ever.
    if (line) channel.unpipe(line)
    else channel.unpipe(stdin)
    channel.resume()
  }
  stdin.on('error', stopReading)
  stdin.once('close', stopReading)
}

/** Standard output and error; resolves when both have been handed to the connection whole. */
const drain = (channel: ServerChannel, child: ChildProcessWithoutNullStreams, latencyMs: number): Promise<unknown> => {
  const through = (source: Readable): Readable => (latencyMs > 0 ? source.pipe(slowLine(latencyMs)) : source)
  const [output, errors] = [through(child.stdout), through(child.stderr)]
  output.pipe(channel, { end: false })
  errors.pipe(channel.stderr)
  return Promise.all([once(output, 'end'), once(channel.stderr, 'finish')])
}

const reportExit = async (
  channel: ServerChannel,
  outputGone: Promise<unknown>,
  exit: { code: number | null; signal: NodeJS.Signals | null },
  graceMs: number,
): Promise<void> => {
  const { promise: graceOver, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, graceMs)
  await Promise.race([outputGone, graceOver])
  clearTimeout(timer)
  if (exit.code !== null) channel.exit(exit.code)
  else channel.exit((exit.signal ?? 'SIGKILL').replace(/^SIG/, ''), false, '')
  await outputGone
  channel.end()
}
