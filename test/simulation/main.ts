/**
 * `npm run simulate`: the deployment engine without machines. Without options, 10,000 machines over three nights;
 * with `--histories N`, that many random histories. docs/simulation.md
 */
import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import { hasEnded } from '#shared/domain/deployment/states.ts'
import { playHistory, scenarios } from './histories.ts'
import { nightTable } from './night-table.ts'
import { manyNights } from './three-nights.ts'
import { properties } from './watch.ts'
import { worldOf } from './world.ts'

const { values } = parseArgs({
  options: {
    histories: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    machines: { type: 'string', default: '10000' },
    days: { type: 'string', default: '3' },
  },
})

const whole = (name: string, text: string, least: number, most: number): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  console.error(`--${name} is "${text}"; it must be a whole number from ${least} to ${most}`)
  process.exit(2)
}
const count = (number: number): string => Math.round(number).toLocaleString('en')
const printProperties = (): void => {
  for (const property of Object.values(properties)) console.log(`  ✓ ${property}`)
}

const many = async (machines: number, days: number, seed: number): Promise<void> => {
  const began = performance.now()
  const scenario = manyNights(machines, days, seed)
  const start = Date.parse(scenario.start)
  const table = nightTable(start)
  const world = worldOf(scenario, table.count)
  await world.begin()
  let events = 0
  // Into the night after the end date: what still runs then may finish.
  for (let night = 1; night <= days + 1 && !world.isOver(); night++) {
    events += await world.timeline.play(start + night * 86_400_000, world.isOver)
    await world.judge()
  }
  const left = world.executions.all().filter(({ state }) => !hasEnded(state)).length
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage()
  console.log(table.text())
  const { claims, phases, scripts } = world.watch.counts
  console.log(
    `\n${count(machines)} machines, ${days} days, seed ${seed}: ${count(claims)} claims, ${count(phases)} phases, ${count(scripts)} scripts, ${left} left`,
  )
  console.log(
    `${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of one core), ${count(events)} events, ${count(events / seconds)} a second`,
  )
  if (left > 0) throw new Error(`${left} executions have not ended`)
  console.log('what held at every step:')
  printProperties()
}

const histories = async (number: number, seed: number): Promise<void> => {
  const began = performance.now()
  let [events, executions, claims, scripts] = [0, 0, 0, 0]
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const played = await playHistory(scenario)
      events += played.events
      executions += played.executions
      claims += played.claims
      scripts += played.scripts
    }),
    { numRuns: number, seed },
  )
  const seconds = (performance.now() - began) / 1000
  console.log(
    `${count(number)} histories from seed ${seed}: ${count(executions)} executions, ${count(claims)} claims, ${count(scripts)} scripts`,
  )
  console.log(`${seconds.toFixed(1)} s, ${count(events)} events, ${count(events / seconds)} a second; what held in all of them:`)
  printProperties()
}

const seed = whole('seed', values.seed, 0, 2 ** 31 - 1)
try {
  if (values.histories === undefined) await many(whole('machines', values.machines, 1, 100_000), whole('days', values.days, 1, 30), seed)
  else await histories(whole('histories', values.histories, 1, 10_000_000), seed)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(
    `\nto see it again: npm run simulate -- ${process.argv
      .slice(2)
      .filter((word, at, all) => word !== '--seed' && all[at - 1] !== '--seed')
      .join(' ')} --seed ${seed}`,
  )
  process.exit(1)
}
