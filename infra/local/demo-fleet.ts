/** The demo machines, in a process of their own that ends when its stdin closes. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { seedDemo } from './demo/seed.ts'
import { openLog } from './functions/log-file.ts'
import { endChild, endLeftover, startChild } from './processes/child.ts'

const startLimitMs = 30_000

export type DemoFleet = { readonly stop: () => Promise<void> }

/** Resolves when the machines answer and the API knows them. */
export const startDemo = async (options: {
  root: string
  data: string
  access: { readonly api: string; readonly token: string }
  siteId: string
  say: (line: string) => void
}): Promise<DemoFleet> => {
  const directory = join(options.data, 'demo')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const pidFile = join(directory, 'demo.pid')
  await endLeftover(pidFile)
  const child = startChild({
    command: process.execPath,
    args: [join(options.root, 'infra/local/demo/main.ts')],
    env: { HOME: directory, PULSE_DEMO_DIR: directory },
    pidFile,
    stdin: 'pipe',
  })
  let stopping = false
  const log = openLog(join(options.data, 'logs/demo.log'))
  child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString()))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error(`the demo machines were not ready after ${startLimitMs / 1000} s`)), startLimitMs)
  child.once('error', reject)
  child.once('exit', (code) => {
    reject(new Error(`the demo machines ended with ${code}: see ${join(options.data, 'logs/demo.log')}`))
    if (!stopping) options.say(`the demo machines ended with ${code}`)
  })
  if (child.stdout) createInterface({ input: child.stdout }).once('line', () => resolve())
  const stop = async (): Promise<void> => {
    stopping = true
    child.stdin?.end()
    await endChild(child, 3000)
  }
  try {
    await promise
    await seedDemo({ ...options.access, siteId: options.siteId, directory })
  } catch (error) {
    await stop()
    throw error
  } finally {
    clearTimeout(timer)
  }
  return { stop }
}
