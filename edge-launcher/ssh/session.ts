/** Runs commands over an open connection. Success is an exit code and nothing else: ssh2 tells of a dead peer without an error. */
import type { Socket } from 'node:net'
import type { Client, ClientChannel } from 'ssh2'
import { cleanDetail } from './clean-text.ts'
import { afterSentinel, type RemoteCommand } from './remote-command.ts'
import type { CommandEnd, RunOptions, Session } from './transport.ts'

/** What a command may still say after it has ended; a daemon that it left behind would keep the channel open for ever. */
const graceMs = 500
const mostErrorBytes = 8 * 1024
/** ssh2 takes whatever it is given: beyond this the socket must drain first. */
const mostQueuedBytes = 64 * 1024
const openTimeoutMs = 30_000

export const openSession = (client: Client, socket: Socket, met: Pick<Session, 'hostKey' | 'address'>): Session => {
  const broken = new AbortController()
  client.on('error', (error) => broken.abort(error.message))
  client.once('close', () => broken.abort('the connection was closed'))
  return {
    ...met,
    run: (command, options) => run(client, socket, command, { ...options, signal: AbortSignal.any([options.signal, broken.signal]) }),
    close: () => {
      client.end()
      // `end` is polite and waits; nobody is interested any more.
      setTimeout(() => socket.destroy(), 1000).unref()
    },
  }
}

const reasonOf = (signal: AbortSignal): string => (typeof signal.reason === 'string' ? signal.reason : 'given up')

const run = (client: Client, socket: Socket, command: RemoteCommand, options: RunOptions): Promise<CommandEnd & { errors: string }> =>
  new Promise((resolve) => {
    const { signal } = options
    const errors: Buffer[] = []
    let errorBytes = 0
    let exitCode: number | null = null
    let channel: ClientChannel | null = null
    let timer: NodeJS.Timeout | undefined
    let settled = false
    const settle = (end: CommandEnd) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      channel?.close()
      resolve({ ...end, errors: cleanDetail(Buffer.concat(errors).toString('utf8'), 1000) })
    }
    const limit = (ms: number, detail: string) => {
      clearTimeout(timer)
      timer = setTimeout(() => settle({ kind: 'lost', detail }), ms)
    }
    const abort = () => settle({ kind: 'lost', detail: reasonOf(signal) })
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    limit(openTimeoutMs, `no channel was opened within ${openTimeoutMs / 1000} s`)
    try {
      client.exec(command.text, (error, opened) => {
        if (error) return settle({ kind: 'lost', detail: error.message })
        channel = opened
        clearTimeout(timer)
        if (settled) return opened.close()
        if (options.timeoutMs !== undefined) limit(options.timeoutMs, `no end within ${Math.round(options.timeoutMs / 1000)} s`)
        opened.on(
          'data',
          afterSentinel(command.sentinel, (chunk) => {
            if (!settled) options.onOutput?.(chunk)
          }),
        )
        opened.stderr.on(
          'data',
          afterSentinel(command.sentinel, (chunk) => {
            if (errorBytes < mostErrorBytes) errors.push(chunk.subarray(0, mostErrorBytes - errorBytes))
            errorBytes += chunk.length
          }),
        )
        opened.on('error', (fault: Error) => settle({ kind: 'lost', detail: fault.message }))
        const finish = () =>
          settle(
            exitCode === null
              ? { kind: 'lost', detail: 'the connection ended before the command did' }
              : { kind: 'exited', code: exitCode },
          )
        opened.on('exit', (code: number | null, name?: string) => {
          if (code === null) return settle({ kind: 'lost', detail: `the command was ended by ${name ?? 'a signal'}` })
          exitCode = code
          clearTimeout(timer)
          timer = setTimeout(finish, graceMs)
        })
        opened.once('close', finish)
        if (options.input) {
          feed(options.input, opened, socket, () => settled || exitCode !== null).catch((fault: unknown) =>
            settle({ kind: 'lost', detail: fault instanceof Error ? fault.message : String(fault) }),
          )
        } else opened.end()
      })
    } catch (error) {
      settle({ kind: 'lost', detail: error instanceof Error ? error.message : String(error) })
    }
  })

/** Sends the source at the pace of the network: ssh2 itself does not listen to the socket. */
const feed = async (source: AsyncIterable<Buffer>, channel: ClientChannel, socket: Socket, isOver: () => boolean): Promise<void> => {
  for await (const chunk of source) {
    if (isOver()) return
    await new Promise<void>((resolve) => {
      channel.once('close', resolve)
      channel.write(chunk, () => {
        channel.removeListener('close', resolve)
        resolve()
      })
    })
    while (socket.writableLength > mostQueuedBytes && !isOver() && !socket.destroyed) await drained(socket)
  }
  if (!isOver()) channel.end()
}

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      socket.removeListener('drain', done)
      socket.removeListener('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
  })
