/** The DynamoDB stand-in: a binary out of npm, on one SQLite file. */

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { endChild, endLeftover, startChild } from '../processes/child.ts'
import { freePort } from '../processes/free-port.ts'

const startLimitMs = 10_000

export type DynamoDb = {
  readonly url: string
  /** The database; null for a server that is not ours. */
  readonly file: string | null
  readonly close: () => Promise<void>
}

const binary = (): string | null => {
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')
  } catch {
    const beside = new URL('../../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url).pathname
    return existsSync(beside) ? beside : null
  }
}

const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(1000) })
    return true
  } catch {
    return false
  }
}

/**
 * Starts it on a free port, or takes the server at `otherwise` where this platform has no binary.
 * Throws with one line where there is neither, or when it does not answer within 10 s.
 */
export const startDynamoDb = async (options: {
  directory: string
  otherwise: string | undefined
  onExit: (code: number | null) => void
}): Promise<DynamoDb> => {
  const program = binary()
  if (!program) {
    if (options.otherwise) return { url: options.otherwise, file: null, close: async () => {} }
    throw new Error(
      'There is no DynamoDB stand-in for this platform (the optional package @dynoxide/linux-x64): set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB-compatible server.',
    )
  }
  const pidFile = join(options.directory, 'dynamodb.pid')
  await endLeftover(pidFile)
  const port = await freePort()
  const file = join(options.directory, 'dynamodb.db')
  const child = startChild({ command: program, args: ['serve', '--port', String(port), '--db-path', file], env: {}, pidFile })
  let said = ''
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000)
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  let closing = false
  let failure: Error | null = null
  child.once('error', (error) => {
    failure = error
  })
  child.once('exit', (code) => {
    failure ??= new Error(`the DynamoDB stand-in ended with ${code}: ${said.trim()}`)
    if (!closing) options.onExit(code)
  })
  const url = `http://127.0.0.1:${port}`
  for (const deadline = Date.now() + startLimitMs; !(await answers(url)); ) {
    if (failure) throw failure
    if (Date.now() > deadline) throw new Error(`the DynamoDB stand-in did not answer within ${startLimitMs} ms: ${said.trim()}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  return {
    url,
    file,
    close: async () => {
      closing = true
      await endChild(child, 3000)
    },
  }
}
