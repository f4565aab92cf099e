/**
 * A launch on many machines of the local product: how soon it is accepted, how soon the first machine begins, how long
 * stopping all of it takes, and how soon a change shows in a browser. The machines answer with a refusal, at once: what is
 * measured is the road to them.
 */
import { routes } from '#shared/contracts/routes.ts'
import { logIn, openBrowser, openPage } from '../journeys/browser.ts'
import { addPackage, executionsOf, newDataFolder, type Product, siteKey, startProduct, until } from '../journeys/product.ts'
import { type Figure, percentile } from './figures.ts'

const addMachines = async (product: Product, machines: number): Promise<void> => {
  const names = Array.from({ length: machines }, (_, at) => `bench-${String(at).padStart(5, '0')}`)
  const worker = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift())
      // Nothing listens on port 1: the connection is refused at once.
      await product.call(routes.createMachine, { body: { name, siteId: 'local', address: '127.0.0.1', port: 1 } })
  }
  await Promise.all(Array.from({ length: 16 }, worker))
}

const since = (from: number): number => Math.round(performance.now() - from)

export const launch = async ({ machines }: { readonly machines: number }): Promise<readonly Figure[]> => {
  const data = await newDataFolder()
  const product = await startProduct(data.path, ['--no-demo'])
  const browser = await openBrowser()
  try {
    await siteKey(product)
    const pack = await addPackage(product, { label: 'Bench', command: './install.sh' }, { 'install.sh': '#!/bin/sh\n' })
    const loading = performance.now()
    await addMachines(product, machines)
    console.error(`${machines} machines added in ${since(loading)} ms`)
    const { page } = await openPage(browser, 'en')
    await logIn(page, product, 'en')

    const start = performance.now()
    const deployment = await product.call(routes.createDeployment, {
      body: { packageId: pack.id, machineFilter: { name: 'bench-' }, options: { attempts: 1 } },
    })
    const accepted = since(start)
    const state = () => product.call(routes.getDeployment, { params: { id: deployment.id } })
    await until(
      () => executionsOf(product, deployment),
      (found) => found.some(({ startedAt }) => startedAt !== null),
    )
    const firstStart = since(start)
    await until(
      () => state(),
      ({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0) === machines,
      120_000,
    )
    const allKnown = since(start)

    await page.goto(`${product.ready.console}/en/deployments/detail/?id=${deployment.id}`)
    const delays: number[] = []
    for (let round = 0; round < 10; round++) {
      const before = (await state()).counts.failed ?? 0
      const { counts } = await until(
        () => state(),
        (shown) => (shown.counts.failed ?? 0) > before,
      )
      const known = performance.now()
      // The page's own figure has caught up with what the API has just said.
      await until(
        () => page.locator('[data-figure="failed"]').first().textContent(),
        (figure) => Number((figure ?? '').replace(/\D/g, '')) >= (counts.failed ?? 0),
        10_000,
      )
      delays.push(since(known))
    }

    const stopping = performance.now()
    await product.call(routes.stopDeployment, { params: { id: deployment.id }, body: { interrupt: true } })
    await until(
      () => state(),
      ({ state: now }) => now === 'stopped',
      120_000,
    )
    const stopped = since(stopping)
    return [
      { name: `launch on ${machines} machines accepted`, value: accepted, unit: 'ms', goal: { atMost: 2000 } },
      { name: 'first start after the launch', value: firstStart, unit: 'ms', goal: { atMost: 5000 } },
      { name: 'all executions made and counted', value: allKnown, unit: 'ms' },
      { name: 'a change shows in the browser, p95', value: percentile(delays, 0.95), unit: 'ms', goal: { atMost: 2000 } },
      { name: 'everything stopped', value: stopped, unit: 'ms', goal: { atMost: 5000 } },
    ]
  } finally {
    await browser.close()
    await product.stop()
    await data.remove()
  }
}
