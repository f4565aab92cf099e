/** What became of uploads, as the product tells it. */
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { type Product, until } from './product.ts'

export const inventoriesIn = (product: Pick<Product, 'call'>) => {
  const named = async (name: string): Promise<Machine[]> =>
    (await product.call(routes.listMachines, { query: { name } })).items.filter((machine) => machine.name === name)
  /** The first that has the name, as soon as it is there and `isGood`. */
  const one = async (name: string, isGood: (machine: Machine) => boolean = () => true): Promise<Machine> => {
    const [machine] = await until(
      () => named(name),
      ([first]) => first !== undefined && isGood(first),
    )
    if (!machine) throw new Error(`${name} is not there`)
    return machine
  }
  return {
    named,
    one,
    inventoryOf: (id: string, at?: string) =>
      product.call(routes.getMachineInventory, { params: { id }, query: at === undefined ? {} : { at } }),
    doubts: async () => (await product.call(routes.listInventoryDoubts, { query: {} })).items,
    refusals: async () => (await product.call(routes.listInventoryRefusals, { query: {} })).items,
  }
}
