'use client'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { ChangesView } from './changes-view.tsx'
import { CompareView } from './compare-view.tsx'
import { InventoryThen } from './inventory-then.tsx'
import { NoInventory } from './no-inventory.tsx'
import { inventoryViews, viewOf } from './views.ts'

/** What the agents of a machine have told of it, what each report changed, and how it compares. */
export const InventoryTab = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('inventory')
  const address = useAddressQuery()
  const view = viewOf(address.get('view'))
  if (machine.lastInventoryAt === null) return <NoInventory siteId={machine.siteId} />
  return (
    <SpaceBetween size="m">
      <SegmentedControl
        label={t('view')}
        selectedId={view}
        options={inventoryViews.map((id) => ({ id, text: t(id) }))}
        onChange={({ detail }) => address.set({ view: detail.selectedId === 'sections' ? '' : detail.selectedId })}
      />
      {view === 'sections' && <InventoryThen machine={machine} />}
      {view === 'changes' && <ChangesView machineId={machine.id} />}
      {view === 'compare' && <CompareView machine={machine} />}
    </SpaceBetween>
  )
}
