/**
 * A Lambda function as its callers see it. Invocations run side by side in one worker, as many as its concurrency;
 * more wait. One that outlives the timeout fails, and the worker is put aside: new invocations get a new one.
 */
import { randomUUID } from 'node:crypto'
import type { JudgedCall } from '../permissions/guard.ts'
import { type Instance, type Invocation, startInstance } from './instance.ts'
import type { WorkerStart } from './messages.ts'

/** Where the template reserves none: as many as one worker can hold side by side without starving. */
export const defaultConcurrency = 50
/** Lambda's limit of a synchronous answer. */
export const maxPayloadBytes = 6 * 1024 * 1024

export type FunctionSpec = {
  /** Short name, for logs and records: the folder of its source. */
  readonly name: string
  readonly start: WorkerStart
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly concurrency: number
}

export type LocalFunction = {
  readonly name: string
  readonly arn: string
  /** Never rejects. */
  readonly invoke: (event: unknown) => Promise<Invocation>
  /** Loads the code ahead of the first invocation. */
  readonly warm: () => Promise<void>
  /** Lets what runs end, at most `limitMs`; then ends the worker. */
  readonly close: (limitMs: number) => Promise<void>
}

const failure = (errorType: string, errorMessage: string): Invocation => ({ kind: 'error', error: { errorType, errorMessage, trace: [] } })

export const localFunction = (
  spec: FunctionSpec,
  outside: { onOutput: (text: string) => void; onError: (text: string) => void; onJudged: (call: JudgedCall) => void },
): LocalFunction => {
  let instance: Instance | null = null
  let running = 0
  let closing = false
  const waiting: (() => void)[] = []
  let onIdle: (() => void) | null = null

  const current = (): Instance => {
    if (instance?.isUsable()) return instance
    instance = startInstance({ start: spec.start, env: spec.env, onOutput: outside.onOutput, onJudged: outside.onJudged })
    return instance
  }
  const enter = async (): Promise<void> => {
    if (running >= spec.concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
  }
  const leave = (): void => {
    const next = waiting.shift()
    // Whoever waited takes the place over.
    if (next) next()
    else running -= 1
    if (running === 0) onIdle?.()
  }

  const run = async (event: string): Promise<Invocation> => {
    const worker = current()
    // Loading does not count: Lambda gives it ten seconds of its own.
    const loadFailure = await worker.loaded
    if (loadFailure) return { kind: 'error', error: loadFailure }
    const id = randomUUID()
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<Invocation>((resolve) => {
      timer = setTimeout(() => {
        worker.giveUp(id)
        resolve(failure('Sandbox.Timedout', `${id} Task timed out after ${(spec.timeoutMs / 1000).toFixed(2)} seconds`))
      }, spec.timeoutMs)
    })
    const invocation = await Promise.race([worker.invoke({ id, event, deadline: Date.now() + spec.timeoutMs }), timeout])
    clearTimeout(timer)
    return invocation.kind === 'ok' && Buffer.byteLength(invocation.payload) > maxPayloadBytes
      ? failure('Function.ResponseSizeTooLarge', `Response payload size exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`)
      : invocation
  }

  return {
    name: spec.name,
    arn: spec.start.functionArn,
    invoke: async (event) => {
      if (closing) return failure('Runner.Stopping', 'local mode is stopping')
      await enter()
      try {
        const invocation = await run(JSON.stringify(event))
        if (invocation.kind === 'error') {
          const { errorType, errorMessage, trace } = invocation.error
          const text = `${new Date().toISOString()} ${errorType}: ${errorMessage}\n${trace.slice(1).join('\n')}`.trimEnd()
          outside.onOutput(`${text}\n`)
          outside.onError(text)
        }
        return invocation
      } finally {
        leave()
      }
    },
    warm: async () => {
      await current().loaded
    },
    close: async (limitMs) => {
      closing = true
      if (running > 0) {
        let timer: NodeJS.Timeout | undefined
        await Promise.race([
          new Promise<void>((resolve) => {
            onIdle = resolve
          }),
          new Promise<void>((resolve) => {
            timer = setTimeout(resolve, limitMs)
          }),
        ])
        clearTimeout(timer)
      }
      await instance?.end()
    },
  }
}
