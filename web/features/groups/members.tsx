'use client'
/** The members of a static group as they will be: those that come, and those that are in it now. */
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { GroupWithCount } from '#shared/contracts/groups.ts'
import type { Chosen } from '../machines/chosen.ts'
import { MembersAdded } from './members-added.tsx'
import { MembersNow } from './members-now.tsx'
import type { Membership } from './membership.ts'

type Props = {
  readonly group: GroupWithCount | null
  readonly membership: Membership
  readonly onAdd: (machines: readonly Chosen[]) => void
  readonly onRemove: (machines: readonly Chosen[]) => void
}

export const Members = ({ group, membership, onAdd, onRemove }: Props) => (
  <SpaceBetween size="m">
    {(group === null || membership.added.length > 0) && (
      <MembersAdded machines={membership.added} isNew={group === null} onRemove={onRemove} />
    )}
    {group && <MembersNow group={group} removed={membership.removed} onRemove={onRemove} onKeep={onAdd} />}
  </SpaceBetween>
)
