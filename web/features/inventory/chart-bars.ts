/** The bars of the values that most machines have. Pure. */
import type { CountedFieldValue, InventoryField } from '#shared/contracts/terms.ts'

export type Bar = { readonly x: string; readonly y: number }
type Totals = { readonly values: number; readonly machines: number }

export const mostBars = 20

/** A machine has one value of these. Of the others it has several, and a sum over values counts it several times. */
const onceOnly: readonly InventoryField['name'][] = [
  'Hardware/OperatingSystem',
  'Hardware/OperatingSystemVersion',
  'Hardware/Kernel',
  'Hardware/Architecture',
  'Hardware/ProcessorCores',
  'Hardware/Memory',
  'Hardware/BiosVersion',
]
const isOnceOnly = (field: InventoryField['name']): boolean =>
  field.startsWith('Machine/') || field.startsWith('General/') || onceOnly.includes(field)

/** Whether the rest is a share of the same machines: where each has one value, as of one program each has one version. */
export const isShare = (field: InventoryField['name'], first: string | undefined): boolean => isOnceOnly(field) || first !== undefined

/** What is read alike stands in one bar: two sizes that are both 16 GiB. */
export const barsOf = (items: readonly CountedFieldValue[], textOf: (item: CountedFieldValue) => string): readonly Bar[] => {
  const bars = new Map<string, number>()
  for (const item of items) {
    const text = textOf(item)
    bars.set(text, (bars.get(text) ?? 0) + item.machines)
  }
  return [...bars].map(([x, y]) => ({ x, y }))
}

/** What no bar shows. */
export const restOf = (items: readonly CountedFieldValue[], totals: Totals): Totals => ({
  values: totals.values - items.length,
  machines: totals.machines - items.reduce((sum, { machines }) => sum + machines, 0),
})
