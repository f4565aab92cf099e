import * as fc from 'fast-check'
import { playHistory, scenarios } from '/work/wt/simulator/test/simulation/histories.ts'

const n = Number(process.argv[2] ?? 50),
  seed = Number(process.argv[3] ?? 1)
let worst = 0
const t0 = Date.now()
const sums: any = {}
const r = await fc.check(
  fc.asyncProperty(scenarios, async (s) => {
    const t = Date.now()
    const p: any = await playHistory(s)
    worst = Math.max(worst, Date.now() - t)
    for (const k in p) sums[k] = (sums[k] ?? 0) + p[k]
  }),
  { numRuns: n, seed },
)
console.log(
  r.failed
    ? 'FAILED after ' +
        r.numRuns +
        ' shrinks ' +
        r.numShrinks +
        '\n' +
        JSON.stringify(r.counterexample?.[0]) +
        '\n' +
        (r.errorInstance as Error)?.stack
    : 'ok',
  Date.now() - t0,
  'ms worst',
  worst,
  JSON.stringify(sums),
)
