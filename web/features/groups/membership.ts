/** Which machines come into a static group and which leave it, before that is saved. Pure. */
import type { Chosen } from '../machines/chosen.ts'

export type Membership = { readonly added: readonly Chosen[]; readonly removed: readonly Chosen[] }
export const unchanged: Membership = { added: [], removed: [] }

const without = (machines: readonly Chosen[], gone: readonly Chosen[]): readonly Chosen[] => {
  const ids = new Set(gone.map(({ id }) => id))
  return machines.filter(({ id }) => !ids.has(id))
}

/** Machines in: each once; one that was to leave stays instead. */
export const withAdded = ({ added, removed }: Membership, machines: readonly Chosen[]): Membership => ({
  added: [...added, ...without(without(machines, removed), added)],
  removed: without(removed, machines),
})

/** Machines out: one that was only to come does not come. */
export const withRemoved = ({ added, removed }: Membership, machines: readonly Chosen[]): Membership => ({
  added: without(added, machines),
  removed: [...removed, ...without(without(machines, added), removed)],
})

export const isChanged = ({ added, removed }: Membership): boolean => added.length + removed.length > 0
