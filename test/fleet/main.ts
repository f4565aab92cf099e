/** `npm run fleet -- 20000`: gives a running `npm start` a fleet of made-up machines with realistic inventories. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadFleet } from './fast-road.ts'
import { type Installation, installationIn } from './installation.ts'
import { machinesIndexed, uploadFleet } from './real-road.ts'

const usage = `npm run fleet -- COUNT [options]
  COUNT         machines
  --data DIR    data folder of the running npm start (default .pulse)
  --seed N      another fleet for each number (default 1); the same number gives the same machines
  --from N      number of the first machine (default 0)
  --round N     the fleet after N rounds in which each machine updated three programs (default 0)
  --fast        in large batches past the agents' door and the queues, into the same stored state`

const whole = (name: string, text: string): number => {
  if (/^\d{1,8}$/.test(text)) return Number(text)
  throw new Error(`${name} is ${JSON.stringify(text)}; it must be a whole number.\n${usage}`)
}
const read = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: '.pulse' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      round: { type: 'string', default: '0' },
      fast: { type: 'boolean', default: false },
    },
  })
  const [count = '', ...others] = positionals
  if (others.length > 0) throw new Error(`one number of machines, and not also ${others.join(' ')}.\n${usage}`)
  return {
    fleet: {
      count: whole('COUNT', count),
      seed: whole('--seed', values.seed),
      from: whole('--from', values.from),
      round: whole('--round', values.round),
    },
    data: resolve(process.env['INIT_CWD'] ?? process.cwd(), values.data),
    fast: values.fast,
  }
}

const say = (text: string): void => console.error(text)
const seconds = (since: number): number => (performance.now() - since) / 1000
const rate = (count: number, since: number): string => `${(count / Math.max(seconds(since), 0.001)).toFixed(1)}/s`

/** First inventories are waited for until searches know them; of later ones the index does not tell. */
const untilIndexed = async (installation: Installation, wanted: number): Promise<void> => {
  for (let last = -1, quiet = 0; ; ) {
    const now = await machinesIndexed(installation)
    if (now >= wanted) return
    quiet = now === last ? quiet + 1 : 0
    if (quiet > 60)
      throw new Error(`the index stays at ${now} machines; ${wanted} were expected. Look at the logs of on-inventory and index-terms.`)
    last = now
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

const main = async (): Promise<void> => {
  const { fleet, data, fast } = read()
  const installation = installationIn(data)
  const before = await machinesIndexed(installation)
  const began = performance.now()
  let told = began
  const tell = (text: string): void => {
    if (performance.now() - told < 5000) return
    told = performance.now()
    say(text)
  }
  if (fast) {
    await loadFleet(installation, fleet, (recorded, indexed) =>
      tell(`${recorded} recorded, ${indexed} indexed, ${seconds(began).toFixed(0)} s`),
    )
    say(`${fleet.count} machines recorded and indexed in ${seconds(began).toFixed(1)} s: ${rate(fleet.count, began)}`)
    return
  }
  await uploadFleet(installation, fleet, (sent) => tell(`${sent} of ${fleet.count} uploaded, ${rate(sent, began)}`))
  say(`${fleet.count} inventories accepted in ${seconds(began).toFixed(1)} s: ${rate(fleet.count, began)}`)
  if (fleet.round > 0) return
  await untilIndexed(installation, before + fleet.count)
  say(`recorded and indexed after ${seconds(began).toFixed(1)} s: ${rate(fleet.count, began)}`)
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
