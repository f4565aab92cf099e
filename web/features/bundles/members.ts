/** The packages of a bundle while it is edited. */
import type { Bundle } from '#shared/contracts/bundles.ts'
import type { Package } from '#shared/contracts/packages.ts'

export type Member = {
  readonly packageId: string
  /** null: the package was deleted. */
  readonly label: string | null
  readonly version: string | null
  /** Bytes. */
  readonly size: number | null
  /** As typed. */
  readonly order: string
}

export const membersOf = (bundle: Bundle): readonly Member[] =>
  bundle.members.map(({ packageId, label, version, size, order }) => ({ packageId, label, version, size, order: String(order) }))

/** A package more, after all the others. */
export const withPackage = (members: readonly Member[], { id, label, version, size }: Package): readonly Member[] =>
  members.some(({ packageId }) => packageId === id)
    ? members
    : [
        ...members,
        { packageId: id, label, version, size, order: String(Math.max(0, ...members.map(({ order }) => Number(order) || 0)) + 1) },
      ]

/** What is sent: an order that is no number is left for the contract to refuse. */
export const membersSent = (members: readonly Member[]) =>
  members.map(({ packageId, order }) => ({ packageId, order: order.trim() === '' ? Number.NaN : Number(order) }))

/** Those of equal order side by side, in the order in which they run. */
export const stagesOf = <M extends { readonly order: string | number }>(
  members: readonly M[],
): readonly { readonly order: number; readonly members: readonly M[] }[] => {
  const stages = new Map<number, M[]>()
  for (const member of members) {
    const order = Number(member.order)
    stages.set(order, [...(stages.get(order) ?? []), member])
  }
  return [...stages].sort(([a], [b]) => a - b).map(([order, list]) => ({ order, members: list }))
}
