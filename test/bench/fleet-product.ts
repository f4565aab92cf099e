/** A whole product with a fleet in it, for a bench. */
import { loadFleet } from '../fleet/fast-road.ts'
import { type Installation, installationIn } from '../fleet/installation.ts'
import { newDataFolder, startProduct } from '../journeys/product.ts'
import type { Figure } from './figures.ts'
import { untilIndexIsQuiet } from './quiet-index.ts'

export const seed = 1

/** `data`: a running product with a fleet, which is then neither started nor loaded. */
export type BenchOptions = { readonly machines: number; readonly data: string | null }
/** `from`: machines from this number on are not in the fleet yet. */
type Measure = (installation: Installation, from: number) => Promise<readonly Figure[]>

/** Beyond any fleet that is loaded by its size; another one in each run. */
const fresh = (): number => 1_000_000 + Math.floor(Math.random() * 14_000_000)

export const withFleet = async ({ machines, data }: BenchOptions, measure: Measure): Promise<Figure[]> => {
  if (data !== null) return [...(await measure(installationIn(data), fresh()))]
  const folder = await newDataFolder()
  const product = await startProduct(folder.path, ['--no-demo', '--no-edge'])
  try {
    const installation = installationIn(folder.path)
    const began = performance.now()
    await loadFleet(installation, { seed, from: 0, count: machines, round: 0 }, (recorded, indexed) => {
      if (recorded % 2000 === 0) console.error(`${recorded} of ${machines} recorded, ${indexed} indexed`)
    })
    const seconds = (performance.now() - began) / 1000
    await untilIndexIsQuiet(installation)
    return [
      { name: `fleet of ${machines} loaded with --fast`, value: machines / seconds, unit: 'machines/s' },
      ...(await measure(installation, machines)),
    ]
  } finally {
    await product.stop()
    await folder.remove()
  }
}
