/** One worker thread of a function: invocations in flight, and what happens to them when it ends. */
import { basename, dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { JudgedCall } from '../permissions/guard.ts'
import type { FromWorker, FunctionError, ToWorker, WorkerStart } from './messages.ts'

export type Invocation = { readonly kind: 'ok'; readonly payload: string } | { readonly kind: 'error'; readonly error: FunctionError }

export type Instance = {
  readonly invoke: (message: ToWorker) => Promise<Invocation>
  /** Resolves when its code is loaded, or cannot be. */
  readonly loaded: Promise<FunctionError | null>
  /** Gives one invocation up and takes nothing more; ends when the others in flight have ended. */
  readonly giveUp: (id: string) => void
  readonly isUsable: () => boolean
  /** Ends now; what is in flight fails. */
  readonly end: () => Promise<void>
}

export const startInstance = (options: {
  start: WorkerStart
  env: Readonly<Record<string, string>>
  onOutput: (text: string) => void
  onJudged: (call: JudgedCall) => void
}): Instance => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: options.start,
    env: { ...options.env },
    execArgv: [],
    // What the system's tools show of the thread.
    name: basename(dirname(options.start.entry)),
    stdout: true,
    stderr: true,
  })
  const inFlight = new Map<string, (invocation: Invocation) => void>()
  const { promise: loaded, resolve: setLoaded } = Promise.withResolvers<FunctionError | null>()
  let usable = true
  let retiring = false
  const output = (chunk: Buffer) => options.onOutput(chunk.toString())
  worker.stdout.on('data', output)
  worker.stderr.on('data', output)

  const settle = (id: string, invocation: Invocation): void => {
    inFlight.get(id)?.(invocation)
    inFlight.delete(id)
    if (retiring && inFlight.size === 0) void worker.terminate()
  }
  const fail = (error: FunctionError): void => {
    usable = false
    setLoaded(error)
    for (const id of [...inFlight.keys()]) settle(id, { kind: 'error', error })
  }
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'loaded':
        return setLoaded(null)
      case 'load-failed':
        fail(message.error)
        return void worker.terminate()
      case 'judged':
        return options.onJudged(message.call)
      case 'result':
        return settle(message.id, { kind: 'ok', payload: message.payload })
      case 'error':
        return settle(message.id, { kind: 'error', error: message.error })
    }
  })
  worker.on('error', (error) =>
    fail({ errorType: 'Runtime.UnhandledError', errorMessage: error instanceof Error ? error.message : String(error), trace: [] }),
  )
  worker.on('exit', (code) => fail({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with ${code}`, trace: [] }))

  return {
    loaded,
    isUsable: () => usable && !retiring,
    invoke: (message) =>
      new Promise((resolve) => {
        inFlight.set(message.id, resolve)
        worker.postMessage(message)
      }),
    giveUp: (id) => {
      retiring = true
      inFlight.delete(id)
      if (inFlight.size === 0) void worker.terminate()
    },
    end: async () => {
      await worker.terminate()
    },
  }
}
