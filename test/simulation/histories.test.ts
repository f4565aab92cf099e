import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playHistory, scenarios } from './histories.ts'
import { manyNights } from './three-nights.ts'
import { properties } from './watch.ts'
import { worldOf } from './world.ts'

// Other ones each time: a failure prints its seed, and the smallest scenario that shows it.
const seed = Math.floor(Math.random() * 2 ** 31)
const histories = 300

describe(`the deployment engine over ${histories} random histories (seed ${seed})`, () => {
  it(`keeps its ${Object.keys(properties).length} properties`, { timeout: 180_000 }, async () => {
    let [executions, claims, scripts] = [0, 0, 0]
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const played = await playHistory(scenario)
        executions += played.executions
        claims += played.claims
        scripts += played.scripts
      }),
      { numRuns: histories, seed },
    )
    console.log(`${histories} histories from seed ${seed}: ${executions} executions, ${claims} claims, ${scripts} scripts`)
    // What is judged must have happened.
    expect(claims).toBeGreaterThan(histories)
    expect(scripts).toBeGreaterThan(histories / 2)
  })

  it('plays the same history twice in the same way', async () => {
    const [scenario] = fc.sample(scenarios, { numRuns: 1, seed })
    if (!scenario) throw new Error('there is no scenario')
    expect(await playHistory(scenario)).toEqual(await playHistory(scenario))
  })

  it('ends three nights of two hundred machines', { timeout: 60_000 }, async () => {
    const scenario = manyNights(200, 3, seed)
    const world = worldOf(scenario)
    await world.begin()
    await world.timeline.play(Date.parse(scenario.start) + 5 * 86_400_000, world.isOver)
    expect(world.isOver()).toBe(true)
    await world.judge()
  })
})
