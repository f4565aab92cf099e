/** One Lambda function in its own thread: guards the SDK, loads the handler from source, answers invocations. */
import { enableCompileCache } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { guardSdk } from '../permissions/guard.ts'
import type { FromWorker, FunctionError, ToWorker, WorkerStart } from './messages.ts'

type Handler = (event: unknown, context: unknown) => unknown

const start: WorkerStart = workerData
const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread only')
const say = (message: FromWorker): void => port.postMessage(message)

const describe = (error: unknown): FunctionError =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] }

const contextOf = ({ id, deadline }: ToWorker) => ({
  functionName: start.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: start.functionArn,
  memoryLimitInMB: String(start.memoryMb),
  awsRequestId: id,
  logGroupName: `/aws/lambda/${start.functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
})

const load = async (): Promise<Handler> => {
  enableCompileCache(start.compileCache)
  const { functionName, roleName, statements, socket } = start
  const assertGuarded = guardSdk({ functionName, roleName, statements, socket, judged: (call) => say({ kind: 'judged', call }) })
  const loaded: Record<string, unknown> = await import(pathToFileURL(start.entry).href)
  assertGuarded()
  const handler = loaded[start.handlerName]
  if (typeof handler !== 'function') throw new Error(`${start.entry} exports no function ${start.handlerName}`)
  return (event, context) => handler(event, context)
}

const handling = load()
handling.then(
  () => say({ kind: 'loaded' }),
  (error: unknown) => say({ kind: 'load-failed', error: describe(error) }),
)

const invoke = async (message: ToWorker): Promise<void> => {
  const handler = await handling.catch(() => null)
  // The runner has been told, and fails what was asked of this worker.
  if (!handler) return
  try {
    const result = await handler(JSON.parse(message.event), contextOf(message))
    say({ kind: 'result', id: message.id, payload: JSON.stringify(result) ?? 'null' })
  } catch (error) {
    say({ kind: 'error', id: message.id, error: describe(error) })
  }
}
port.on('message', (message: ToWorker) => void invoke(message))
