/** A whole product with a fleet in it, for a bench. */

import { loadFleet } from '../fleet/fast-road.ts'
import { type Installation, installationIn } from '../fleet/installation.ts'
import { newDataFolder, type Product, startProduct } from '../journeys/product.ts'
import type { Figure } from './figures.ts'

export const seed = 1

export const withFleet = async (
  machines: number,
  measure: (product: Product, installation: Installation) => Promise<readonly Figure[]>,
): Promise<Figure[]> => {
  const data = await newDataFolder()
  const product = await startProduct(data.path, ['--no-demo', '--no-edge'])
  try {
    const installation = installationIn(data.path)
    const began = performance.now()
    await loadFleet(installation, { seed, from: 0, count: machines, round: 0 }, (recorded, indexed) => {
      if (recorded % 2000 === 0 || indexed > 0) console.error(`${recorded} of ${machines} recorded, ${indexed} indexed`)
    })
    const seconds = (performance.now() - began) / 1000
    return [
      { name: `fleet of ${machines} loaded with --fast`, value: machines / seconds, unit: 'machines/s' },
      ...(await measure(product, installation)),
    ]
  } finally {
    await product.stop()
    await data.remove()
  }
}
