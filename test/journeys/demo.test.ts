import { describe, expect, it } from 'vitest'
import type { Execution } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { executionsOf, logOf, until } from './product.ts'
import { runningProduct } from './running.ts'

const product = runningProduct()

const machines = async () => (await product.call(routes.listMachines, { query: { limit: 100 } })).items

describe('M6 the demo fleet', () => {
  it('is a dozen machines with lamps that tell the truth: most green, one that does not answer', async () => {
    const seen = await until(machines, (all) => all.length >= 12 && all.every(({ lamp }) => lamp.checkedAt !== null))
    const colours = seen.map(({ lamp }) => lamp.colour)
    expect(colours.filter((colour) => colour === 'green').length).toBeGreaterThanOrEqual(10)
    expect(seen.filter(({ lamp }) => lamp.ssh === false)).toHaveLength(1)
  })

  it('takes the demo package: it succeeds on most, fails with a reason on one, and waits for the one that is off', async () => {
    const { items: packages } = await product.call(routes.listPackages, { query: { status: 'ready' } })
    expect(packages.length).toBeGreaterThanOrEqual(1)
    const pack = packages.find(({ label }) => /hello/i.test(label)) ?? packages[0]
    const machineIds = (await machines()).map(({ id }) => id)
    const deployment = await product.call(routes.createDeployment, { body: { packageId: pack?.id ?? '', machineIds } })
    const settled = ({ state }: Execution) => ['done', 'failed', 'rescheduled'].includes(state)
    const executions = await until(
      () => executionsOf(product, deployment),
      (all) => all.length === machineIds.length && all.every(settled),
      90_000,
    )
    const done = executions.filter(({ state }) => state === 'done')
    expect(done).toHaveLength(machineIds.length - 2)
    const reasons = executions
      .filter(({ state }) => state === 'rescheduled')
      .map(({ reason, nextAt }) => ({ code: reason?.code, waits: nextAt !== null }))
    expect(reasons).toHaveLength(2)
    expect(reasons).toContainEqual({ code: 'script-failed', waits: true })
    expect(reasons).toContainEqual({ code: 'connection-refused', waits: true })
    for (const execution of done) expect((await logOf(product, execution)).some(({ stream }) => stream === 'stdout')).toBe(true)
  })

  it('does not bring back what a person deleted', async () => {
    const [first, ...others] = await machines()
    await product.call(routes.deleteMachine, { params: { id: first?.id ?? '' } })
    expect(await product.stop()).toBe(0)
    await product.start()
    const names = (await machines()).map(({ name }) => name)
    expect(names).toEqual(others.map(({ name }) => name))
  })
})
