/** What can be decided about a doubt. Pure. */
import type { InventoryDoubt } from '#shared/contracts/inventory-views.ts'

export type Decision = 'separate' | 'merge' | 'move'

/** A machine that moved is one machine at two sites: there is nothing to merge. Nor is there where one of two is gone. */
export const decisionsFor = ({ kind, machines }: Pick<InventoryDoubt, 'kind' | 'machines'>): readonly Decision[] =>
  kind === 'other-site' ? ['separate', 'move'] : machines.length === 2 ? ['separate', 'merge'] : ['separate']
