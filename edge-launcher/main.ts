/** The edge launcher: `node edge-launcher/main.ts`, configured by its environment (docs/edge-launcher.md). */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { bandwidthLimits } from './bandwidth/limits.ts'
import { cloudApi } from './cloud/api.ts'
import { listenToDoorbell } from './cloud/doorbell.ts'
import { enrol } from './cloud/enrolment.ts'
import { reporter } from './cloud/reporter.ts'
import { type Config, readConfig } from './config.ts'
import { isHealthy, keepHealthy } from './health.ts'
import { relayInventories } from './inventory/relay.ts'
import { openJournal } from './journal/journal.ts'
import { launcher } from './launcher.ts'
import { type Log, logTo, textOf } from './log.ts'
import { archives } from './mirror/archive.ts'
import { openMirror } from './mirror/mirror.ts'
import { sshTransport } from './ssh/connect.ts'
import { gateOf } from './ssh/gate.ts'
import { siteKeyIn, userKeysIn } from './ssh/keys.ts'
import { edgeVersion } from './version.ts'
import { wakings } from './wol/wakings.ts'

const handshakesAtOnce = 32
const farewellMs = 5000
const now = (): number => Date.now()
const log: Log = logTo((line) => process.stdout.write(line), now)

const start = async (config: Config): Promise<void> => {
  const { stateDirectory, url } = config
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 })
  const keys = join(stateDirectory, 'keys')
  const sshPublicKey = await siteKeyIn(keys, `pulse-edge ${config.name.replace(/[^\w.-]+/g, '-')}`)
  const enrolment = await enrol(config, sshPublicKey, log, now)
  if (enrolment.kind === 'refused') {
    log('error', enrolment.sentence)
    process.exitCode = 1
    return
  }
  const journal = openJournal(join(stateDirectory, 'journal.db'))
  const mirror = await openMirror(join(stateDirectory, 'mirror'), config.mirrorBytes)
  const api = cloudApi(url, enrolment.identity, now)
  const outbox = reporter({ api, journal, log })
  const endHealth = keepHealthy(stateDirectory)
  const work = launcher(
    {
      api,
      journal,
      mirror,
      log,
      now,
      archives: archives(mirror),
      wakings: wakings(),
      bandwidth: bandwidthLimits(),
      transport: sshTransport({ userKey: userKeysIn(keys), handshakes: gateOf(handshakesAtOnce) }),
      onReport: () => outbox.wake(),
      reconnectMs: config.reconnectMs,
    },
    config.slots,
  )
  const doorbell = listenToDoorbell({ url, api, log, onWork: work.ask })
  const relay = config.inventory && (await relayInventories({ api, log, now }, stateDirectory, config.inventory))
  let isEnding = false
  const end = async (): Promise<void> => {
    if (isEnding) return
    isEnding = true
    log('info', 'ending', work.counts())
    work.close()
    doorbell.close()
    relay?.close()
    endHealth()
    await outbox.close(farewellMs)
    journal.close()
    process.exit(0)
  }
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => void end())
  log('info', 'started', { version: edgeVersion, edgeId: enrolment.identity.edgeId, url, slots: config.slots })
  outbox.wake()
  work.ask()
}

const config = readConfig(process.env)
if ('faults' in config) {
  for (const fault of config.faults) log('error', fault)
  process.exitCode = 1
} else if (process.argv[2] === 'health') {
  process.exitCode = isHealthy(config.stateDirectory, now()) ? 0 : 1
} else {
  start(config).catch((error: unknown) => {
    log('error', 'the edge launcher cannot start', { detail: textOf(error) })
    process.exitCode = 1
  })
}
