import { describe, expect, it } from 'vitest'
import { bandwidthLimits } from './limits.ts'

const never = new AbortController().signal
/** An endless source; gives how many bytes came through in this many milliseconds. */
const flow = async (pace: ReturnType<ReturnType<typeof bandwidthLimits>['join']>, ms: number, signal = never): Promise<number> => {
  const source = (async function* () {
    for (;;) yield Buffer.alloc(256 * 1024)
  })()
  const until = performance.now() + ms
  let bytes = 0
  for await (const chunk of pace.of(source, signal)) {
    if (performance.now() >= until) break
    bytes += chunk.length
  }
  return bytes
}
const limit = (deploymentId: string, deployment: number | null, site: number | null = null) => ({
  deploymentId,
  bandwidth: { deployment, site },
})
/** Within this many parts of what was expected. */
const near = (bytes: number, expected: number, tolerance = 0.04): void =>
  expect(Math.abs(bytes / expected - 1), `${bytes} of ${expected} bytes`).toBeLessThan(tolerance)

describe('E10 bandwidth', () => {
  it('holds the rate of a deployment, which two of its transfers share by halves', async () => {
    const { join } = bandwidthLimits()
    const order = limit('d1', 16_000_000)
    const [one, two] = await Promise.all([flow(join(order), 3000), flow(join(order), 3000)])
    near(one + two, 6_000_000)
    near(one, 3_000_000)
  })

  it('holds the rate of the site over deployments that may each have more', async () => {
    const { join } = bandwidthLimits()
    const bytes = await Promise.all(['d1', 'd2', 'd3'].map((id) => flow(join(limit(id, 80_000_000, 12_000_000)), 2000)))
    near(
      bytes.reduce((sum, one) => sum + one, 0),
      3_000_000,
    )
  })

  it('takes the latest order at its word, and lets go when there is no limit', async () => {
    const { join } = bandwidthLimits()
    const slow = join(limit('d1', 800_000))
    const running = flow(slow, 2000)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    join(limit('d1', 8_000_000))
    near(await running, 100_000 + 1_000_000, 0.1)
    join(limit('d1', null))
    expect(await flow(slow, 100)).toBeGreaterThan(20_000_000)
  })

  it('keeps nobody waiting who is not wanted any more', async () => {
    const { join } = bandwidthLimits()
    const leaving = new AbortController()
    const began = performance.now()
    setTimeout(() => leaving.abort(), 200)
    await flow(join(limit('d1', 8000)), 60_000, leaving.signal)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})
