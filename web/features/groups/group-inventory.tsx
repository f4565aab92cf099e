'use client'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useWhichValues } from '../inventory/use-which-values.ts'
import { ValuesCsv } from '../inventory/values-csv.tsx'
import { ValuesView } from '../inventory/values-view.tsx'

/** The values of a field over the machines of a group. */
export const GroupInventory = ({ group }: { readonly group: Group }) => {
  const fields = useAsk(routes.listInventoryFields, {}, { staleMs: Number.POSITIVE_INFINITY })
  const { which } = useWhichValues(fields.data?.items ?? [], group.id)
  return (
    <SpaceBetween size="m">
      {which && <ValuesCsv which={which} />}
      <ValuesView groupId={group.id} />
    </SpaceBetween>
  )
}
