/** Starts the runner on the fixture template, in a process of its own, and speaks to it over the wire. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { template } from './template.mjs'

const root = new URL('../../..', import.meta.url).pathname
const fixture = new URL('.', import.meta.url).pathname
const node = join(root, 'node_modules/.bin/node')

const Ready = z.object({ origin: z.string(), aws: z.record(z.string(), z.string()), token: z.string() })
const Recorded = z.object({ function: z.string(), action: z.string(), resource: z.string(), allowed: z.boolean() })

export type Runner = z.infer<typeof Ready> & {
  readonly api: string
  readonly pid: number
  readonly said: readonly string[]
  readonly recorded: () => Promise<z.infer<typeof Recorded>[]>
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>
}

export type Workplace = { readonly data: string; readonly start: () => Promise<Runner>; readonly remove: () => Promise<void> }

export const startLimitMs = 30_000

const firstLine = (child: ChildProcess, said: readonly string[]): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const timer = setTimeout(() => reject(new Error(`not ready after ${startLimitMs} ms:\n${said.join('\n')}`)), startLimitMs)
  if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve)
  child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${said.join('\n')}`)))
  return promise.finally(() => clearTimeout(timer))
}

export const openWorkplace = async (): Promise<Workplace> => {
  const folder = await mkdtemp(join(tmpdir(), 'pulse-runner-'))
  const [templatePath, data, record] = [join(folder, 'template.json'), join(folder, 'data'), join(folder, 'record.jsonl')]
  await writeFile(templatePath, JSON.stringify(template))
  const args = ['--template', templatePath, '--root', fixture, '--data', data, '--record-permissions', record]

  const start = async (): Promise<Runner> => {
    const child = spawn(node, [join(root, 'infra/local/run-template.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: string[] = []
    if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const ready = Ready.parse(JSON.parse(await firstLine(child, said)))
    return {
      ...ready,
      api: `${ready.origin}/api`,
      pid: child.pid ?? 0,
      said,
      recorded: async () =>
        (await readFile(record, 'utf8'))
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => Recorded.parse(JSON.parse(line))),
      end: (signal) => {
        child.kill(signal)
        return ended
      },
    }
  }
  return { data, start, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Asks until the answer is good, and says what the last one was when it never is. */
export const until = async <T>(ask: () => Promise<T>, isGood: (answer: T) => boolean, limitMs = 15_000): Promise<T> => {
  for (const deadline = Date.now() + limitMs; ; ) {
    const answer = await ask()
    if (isGood(answer)) return answer
    if (Date.now() > deadline) throw new Error(`still not so after ${limitMs} ms: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export const Item = z.object({ body: z.string().nullish(), seen: z.string().nullish(), message: z.string().optional() })
export const getItem = async (runner: Runner, id: string): Promise<z.infer<typeof Item>> =>
  Item.parse(await (await fetch(`${runner.api}/items/${id}`)).json())
