/** Which machines the index of terms has to look at, from what was written about them. Pure. */
import { InventoryHead } from '../adapters/inventories.ts'
import { MachineRecord } from '../adapters/records.ts'

/** An item of the main table before and after a write; null: it was not there. */
export type Written = {
  readonly pk: string
  readonly sk: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

/** By sort key, what the index says of such an item (machine-terms.ts). That a machine was seen again is none of it. */
const indexed: Readonly<Record<string, { readonly parse: (item: unknown) => object }>> = {
  MACHINE: MachineRecord.pick({ name: true, entityId: true, siteId: true, ordinal: true }),
  INVENTORY: InventoryHead.pick({ objectKey: true }),
}

const machine = 'MACHINE#'

/** Each once. */
export const changedMachines = (writes: readonly Written[]): readonly string[] => {
  const ids = writes.flatMap(({ pk, sk, before, after }) => {
    const known = indexed[sk]
    if (!known || !pk.startsWith(machine)) return []
    const said = (item: unknown): string => (item === null ? '' : JSON.stringify(known.parse(item)))
    return said(before) === said(after) ? [] : [pk.slice(machine.length)]
  })
  return [...new Set(ids)]
}
