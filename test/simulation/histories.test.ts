import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playHistory, scenarios } from './histories.ts'
import { properties } from './watch.ts'

const histories = Number(process.env.HISTORIES ?? 400)
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)

describe(`the deployment engine over ${histories} random histories (seed ${seed})`, () => {
  it(`keeps ${Object.keys(properties).length} properties`, async () => {
    const sums = { events: 0, executions: 0, claims: 0, phases: 0, scripts: 0 }
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const played = await playHistory(scenario)
        for (const name of ['events', 'executions', 'claims', 'phases', 'scripts'] as const) sums[name] += played[name]
      }),
      { numRuns: histories, seed, endOnFailure: false, interruptAfterTimeLimit: 50_000, markInterruptAsFailure: false },
    )
    console.log(`${histories} histories from seed ${seed}: ${JSON.stringify(sums)}`)
    expect(sums.scripts).toBeGreaterThan(histories / 4)
  })
})
