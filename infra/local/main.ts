/** `npm start`, under Node 24: the whole product on this machine, until SIGTERM or SIGINT. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { OtherProvider } from '../parts/identity.ts'
import { type Cloud, startCloud } from './cloud.ts'
import { buildConsole } from './console-build.ts'
import { startDemo } from './demo-fleet.ts'
import { issuerKeys } from './front/api/issuer-keys.ts'
import { consoleHeaders } from './front/console/headers.ts'
import { consolePages } from './front/console/pages.ts'
import { mintAccessToken } from './identity/mint.ts'
import { type StartSpeaker, startSpeaker } from './identity/start-speaker.ts'
import { openInstallation } from './installation.ts'
import { startLocalEdge } from './local-edge.ts'
import { inventoryAccess } from './local-inventory.ts'
import { enrolmentTokenFor, ensureLocalSite, localSiteId } from './local-site.ts'
import { type Lock, lockHolder, tryLock } from './lock.ts'
import { type Options, parseOptions, usage } from './options.ts'
import { readyLine, readyText } from './ready.ts'
import { removeRunning, writeRunning } from './running.ts'
import { synthesizedTemplate } from './template/synthesized.ts'

const root = new URL('../..', import.meta.url).pathname
const stopLimitMs = 25_000
const edgeStopMs = 8000
const seedingTokenSeconds = 300

const say = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** Closers in the order of their starts; they run in the reverse order. */
const closers: (() => Promise<void> | void)[] = []
let stopping: Promise<void> | null = null
const stop = (code: number): Promise<void> => {
  stopping ??= (async () => {
    setTimeout(() => process.exit(code || 1), stopLimitMs).unref()
    for (const close of closers.splice(0).reverse()) {
      try {
        await close()
      } catch (error) {
        say(error instanceof Error ? error.message : String(error))
      }
    }
    process.exit(code)
  })()
  return stopping
}
class Refusal extends Error {}
const fail = (sentence: string): never => {
  throw new Error(sentence)
}

const speakerFor = async (other: OtherProvider): Promise<StartSpeaker> => {
  try {
    await issuerKeys(Date.now)(other.issuer)
  } catch (error) {
    throw new Refusal(
      `--oidc-issuer is "${other.issuer}", which does not answer as an OpenID Connect provider: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  return startSpeaker(other)
}

const lockData = (data: string): Lock => {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new Refusal(`--data is "${data}", which cannot be used as a folder: ${error instanceof Error ? error.message : String(error)}`)
  }
  const path = join(data, 'lock')
  const lock = tryLock(path)
  if (!lock)
    throw new Refusal(`The data folder ${data} is in use by the process ${lockHolder(path)}: stop that one, or choose another with --data.`)
  return lock
}

const openCloud = async (
  options: Options,
  administrator: ReturnType<typeof openInstallation>,
  speaker: StartSpeaker | null,
): Promise<Cloud> => {
  const { otherProvider: other } = options
  const template = await synthesizedTemplate(root, {
    ...(other && { oidcIssuer: other.issuer, oidcClientId: other.clientId, firstAdministrator: other.firstAdministrator }),
    ...(options.otherInstallations.length > 0 && { otherInstallations: JSON.stringify(options.otherInstallations) }),
    ...(options.otherConsoles.length > 0 && { otherConsoles: options.otherConsoles.join(',') }),
  })
  try {
    return await startCloud({
      template,
      root,
      data: options.data,
      host: options.host,
      port: options.port,
      installation: administrator,
      otherDynamoDb: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
      recordPermissions: options.recordPermissions,
      ...(speaker && { startKeys: speaker.keys }),
      say,
      onFatal: (sentence) => {
        say(sentence)
        void stop(1)
      },
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE')
      throw new Refusal(
        `The port ${options.port} of ${options.host} is taken: stop what uses it, or choose another with --port (0 takes a free one).`,
      )
    if (code === 'EACCES') throw new Refusal(`The port ${options.port} may not be used by this account: choose one above 1023 with --port.`)
    throw error
  }
}

const run = async (options: Options): Promise<void> => {
  const { data } = options
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  // As in Lambda; the workers of the functions take it from here.
  process.env['TZ'] = 'UTC'
  const lock = lockData(data)
  closers.push(() => lock.release())
  const installation = openInstallation(data)
  const speaker = options.otherProvider && (await speakerFor(options.otherProvider))
  const [directory, cloud] = await Promise.all([
    buildConsole(root, say),
    openCloud(options, installation, speaker).then((opened) => {
      closers.push(() => opened.close())
      return opened
    }),
  ])
  const { front, identity, stack } = cloud
  const api = `${front.origin}/api`
  const live = `${front.origin.replace(/^http/, 'ws')}/live`
  const { issuer, clientId } = options.otherProvider ?? identity ?? fail('the template has no user pool client')
  const config = { installations: [{ name: 'Local', api, live, issuer, clientId }, ...options.otherInstallations] }
  front.behind.pages = consolePages(directory, config, consoleHeaders(stack))
  writeRunning(data, { pid: process.pid, console: front.origin, api, issuer, clientId, live, aws: cloud.aws })
  closers.push(() => removeRunning(data))

  const file = join(data, 'identity.db')
  const access = async () => ({
    api,
    token: await (speaker?.token(seedingTokenSeconds) ?? mintAccessToken({ file, issuer, clientId, lifetimeSeconds: seedingTokenSeconds })),
  })
  await ensureLocalSite(await access(), timeZone)
  const inventory = await inventoryAccess(await access(), data, localSiteId)
  if (options.edge) {
    const enrolmentToken = async (edgeDirectory: string) => enrolmentTokenFor(await access(), edgeDirectory)
    const edge = await startLocalEdge({ root, data, url: front.origin, enrolmentToken, say })
    closers.push(() => edge.stop(edgeStopMs))
  }
  if (options.demo) {
    const demo = await startDemo({ root, data, access: await access(), siteId: localSiteId, say })
    closers.push(() => demo.stop())
  }
  if (stopping) return
  const login = options.otherProvider ? { login: null, password: null } : installation.administrator
  const ready = { console: front.origin, api, ...login, data, inventory, aws: cloud.aws }
  process.stdout.write(options.json ? readyLine(ready) : readyText(ready, options))
  cloud.warm().catch((error: unknown) => say(String(error)))
}

const parsed = parseOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd())
if (parsed.kind === 'help') process.stdout.write(`${usage}\n`)
else if (parsed.kind === 'refused') {
  say(parsed.sentence)
  process.exitCode = 1
} else {
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => void stop(0))
  // The parent on an older Node is gone.
  process.on('disconnect', () => void stop(0))
  run(parsed.options).catch((error: unknown) => {
    say(error instanceof Refusal ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))
    void stop(1)
  })
}
