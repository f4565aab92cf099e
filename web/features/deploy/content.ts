/** What is deployed: one package, several in an order, or a saved bundle. */
import type { Bundle } from '#shared/contracts/bundles.ts'
import type { Package } from '#shared/contracts/packages.ts'
import { type Member, membersSent } from '../bundles/members.ts'

export const contentKinds = ['package', 'packages', 'bundle'] as const
export type ContentKind = (typeof contentKinds)[number]
export type Content = {
  readonly kind: ContentKind
  readonly item: Package | null
  readonly members: readonly Member[]
  readonly bundle: Bundle | null
}

/** What is sent of it. */
export const contentOf = ({ kind, item, members, bundle }: Content) => {
  switch (kind) {
    case 'package':
      return { packageId: item?.id ?? '' }
    case 'packages':
      return { packages: membersSent(members) }
    case 'bundle':
      return { bundleId: bundle?.id ?? '' }
  }
}

export const contentField = { package: 'packageId', packages: 'packages', bundle: 'bundleId' } as const satisfies Record<
  ContentKind,
  string
>

/** How it is called, once it is chosen. */
export const contentName = ({ kind, item, members, bundle }: Content): string | null => {
  switch (kind) {
    case 'package':
      return item ? `${item.label} ${item.version}` : null
    case 'packages':
      return members.length === 0 ? null : members.map(({ label }) => label ?? '?').join(', ')
    case 'bundle':
      return bundle?.name ?? null
  }
}
