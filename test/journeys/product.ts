/** Starts the whole product as a person does, `npm start`, and speaks to it over its public API. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import type { Deployment, Execution, LogLine } from '#shared/contracts/deployments.ts'
import type { Machine } from '#shared/contracts/machines.ts'
import type { PackageWithFiles } from '#shared/contracts/packages.ts'
import { type Route, type RouteOutput, type RouteRequest, routeKey } from '#shared/contracts/route.ts'
import { routes } from '#shared/contracts/routes.ts'
import { installationIn } from '../fleet/installation.ts'

const root = new URL('../..', import.meta.url).pathname
export const recordsFolder = join(root, '.build/permissions')

const Ready = z.strictObject({
  console: z.url(),
  api: z.url(),
  // Neither is there where people log in with another provider.
  login: z
    .string()
    .nullable()
    .transform((login) => login ?? ''),
  password: z
    .string()
    .min(12)
    .nullable()
    .transform((password) => password ?? ''),
  data: z.string(),
  inventory: z.strictObject({ url: z.url(), user: z.string(), password: z.string().min(20), realm: z.string() }),
  aws: z.record(z.string(), z.string()),
})
export type Ready = z.infer<typeof Ready>

export type Product = {
  readonly ready: Ready
  readonly token: string
  readonly call: <R extends Route>(route: R, request: RouteRequest<R>) => Promise<RouteOutput<R>>
  /** As `call`, for requests that are meant to be refused: status and problem. */
  readonly raw: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: unknown }>
  /** kill -9 of the process and everything that it started. */
  readonly kill: () => Promise<void>
  /** kill -9 of npm alone, which can tell nobody. */
  readonly killNpm: () => Promise<void>
  /** SIGTERM; gives the exit code of `npm start`. */
  readonly stop: () => Promise<number | null>
}

export const newDataFolder = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'pulse-journey-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}

const firstLine = (child: ChildProcess, limitMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const said: string[] = []
    const timer = setTimeout(() => reject(new Error(`npm start was not ready after ${limitMs} ms:\n${said.join('\n')}`)), limitMs)
    if (!child.stdout || !child.stderr) throw new Error('no pipes')
    createInterface({ input: child.stderr }).on('line', (text) => said.push(text))
    createInterface({ input: child.stdout }).once('line', (text) => {
      clearTimeout(timer)
      resolve(text)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`npm start ended with ${code}:\n${said.join('\n')}`))
    })
  })

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve))

/** As `npm run token` makes it, which the journey of the README runs. */
const mintedToken = (data: string): Promise<string> => installationIn(data).token()

/** `npm start -- --json --port 0 --data …`, in a process group of its own. `tokenOf`: where its administrator's token comes from. */
export const startProduct = async (data: string, args: readonly string[] = [], tokenOf = mintedToken): Promise<Product> => {
  // What the functions ask of AWS in any journey is judged once all are over: test/permissions/.
  const record = join(recordsFolder, `${Date.now()}-${process.pid}.jsonl`)
  await mkdir(recordsFolder, { recursive: true })
  const options = ['--json', '--port', '0', '--data', data, '--record-permissions', record, ...args]
  const child = spawn('npm', ['start', '--silent', '--', ...options], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const signal = (name: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name)
  }
  // The first start ever builds the console.
  const ready = Ready.parse(JSON.parse(await firstLine(child, 300_000)))
  const token = await tokenOf(data)

  const raw: Product['raw'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${ready.api}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  const call: Product['call'] = async (route, request) => {
    const sent = z
      .object({
        params: z.record(z.string(), z.string()).optional(),
        query: z.record(z.string(), z.unknown()).optional(),
        body: z.unknown().optional(),
      })
      .parse(request)
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sent.params?.[name] ?? ''))
    const query = new URLSearchParams(
      Object.entries(sent.query ?? {}).map(([key, value]): [string, string] => [key, String(value)]),
    ).toString()
    const answer = await raw(route.method, query ? `${path}?${query}` : path, sent.body)
    if (answer.status !== route.status) throw new Error(`${routeKey(route)} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    // The route's own schema says what this is.
    return (route.response ? route.response.parse(answer.body) : undefined) as RouteOutput<typeof route>
  }

  return {
    ready,
    token,
    raw,
    call,
    kill: async () => {
      signal('SIGKILL')
      await ended(child)
    },
    killNpm: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
    stop: async () => {
      // To npm alone, as a service manager or a script does it.
      child.kill('SIGTERM')
      return ended(child)
    },
  }
}

const soonMs = 30
const laterMs = 250

/** Asks until the answer is good, less and less often, and says what the last one was when it never is. */
export const until = async <T>(ask: () => Promise<T>, isGood: (answer: T) => boolean, limitMs = 60_000): Promise<T> => {
  const deadline = Date.now() + limitMs
  for (let pauseMs = soonMs; ; pauseMs = Math.min(pauseMs * 1.5, laterMs)) {
    const answer = await ask()
    if (isGood(answer)) return answer
    if (Date.now() > deadline) throw new Error(`still not so after ${limitMs} ms: ${JSON.stringify(answer, null, 1).slice(0, 4000)}`)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

export const addMachine = (
  product: Product,
  machine: { name: string; address: string; port: number; user?: string; macs?: string[] },
): Promise<Machine> => product.call(routes.createMachine, { body: { siteId: 'local', ...machine } })

/** The line that the machines of the local site must have in authorized_keys. */
export const siteKey = async (product: Product): Promise<string> => {
  const site = await until(
    () => product.call(routes.getSite, { params: { id: 'local' } }),
    (answer) => answer.edges.some((edge) => edge.lastSeenAt !== null),
  )
  return site.edges[0]?.sshPublicKey ?? ''
}

/** A ready package, by the road that everyone takes: declare, PUT to the store, complete. */
export const addPackage = async (
  product: Product,
  details: { label: string; version?: string; command: string },
  files: Record<string, string | Buffer>,
): Promise<PackageWithFiles> => {
  const { id } = await product.call(routes.createPackage, { body: { version: '1.0', ...details } })
  const contents = new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]))
  const declared = [...contents].map(([path, content]) => ({
    path,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }))
  const { uploads } = await product.call(routes.addPackageFiles, { params: { id }, body: { files: declared } })
  for (const upload of uploads) {
    if (upload.url === null) continue
    const put = await fetch(upload.url, {
      method: 'PUT',
      headers: upload.headers,
      body: new Uint8Array(contents.get(upload.path) ?? Buffer.alloc(0)),
    })
    if (!put.ok) throw new Error(`PUT ${upload.path} answered ${put.status}: ${await put.text()}`)
  }
  return product.call(routes.completePackage, { params: { id } })
}

export const executionsOf = async (product: Product, deployment: Pick<Deployment, 'id'>): Promise<Execution[]> =>
  (await product.call(routes.listExecutions, { params: { id: deployment.id }, query: { limit: 100 } })).items

export const logOf = async (product: Product, execution: Pick<Execution, 'id'>): Promise<LogLine[]> =>
  (await product.call(routes.readLog, { params: { id: execution.id }, query: { limit: 5000 } })).items

/** All text of one stream of a log, line by line. */
export const textOf = (log: readonly LogLine[], stream: LogLine['stream']): string[] =>
  log.filter((line) => line.stream === stream).map((line) => line.text)
