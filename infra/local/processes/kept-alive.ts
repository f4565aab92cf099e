/** A child that is started again when it dies, after a delay that grows while it keeps dying. */
import type { ChildProcess } from 'node:child_process'
import { type ChildOptions, endChild, endLeftover, startChild } from './child.ts'

const firstDelayMs = 1000
const longestDelayMs = 60_000
/** After this long it counts as having run. */
const settledMs = 60_000

export type KeptAlive = {
  /** SIGTERM and no restart; SIGKILL after `limitMs`. */
  readonly stop: (limitMs: number) => Promise<void>
}

/** `options` is asked before each start: what a start needs may be different the next time. */
export const keepAlive = async (
  name: string,
  options: () => Promise<ChildOptions>,
  outside: { onOutput: (text: string) => void; say: (line: string) => void },
): Promise<KeptAlive> => {
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let delay = firstDelayMs

  const again = (why: string): void => {
    if (stopped) return
    outside.say(`${name} ${why}; starting it again in ${Math.round(delay / 1000)} s`)
    timer = setTimeout(() => void start(), delay)
    delay = Math.min(longestDelayMs, delay * 2)
  }
  const start = async (): Promise<void> => {
    try {
      const asked = await options()
      await endLeftover(asked.pidFile)
      if (stopped) return
      const began = Date.now()
      const started = startChild(asked)
      child = started
      const output = (chunk: Buffer) => outside.onOutput(chunk.toString())
      started.stdout?.on('data', output)
      started.stderr?.on('data', output)
      started.once('error', (error) => again(`could not be started: ${error.message}`))
      started.once('exit', (code, signal) => {
        if (Date.now() - began > settledMs) delay = firstDelayMs
        again(`ended with ${code ?? signal}`)
      })
    } catch (error) {
      again(`could not be started: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  await start()
  return {
    stop: async (limitMs) => {
      stopped = true
      if (timer) clearTimeout(timer)
      if (child) await endChild(child, limitMs)
    },
  }
}
