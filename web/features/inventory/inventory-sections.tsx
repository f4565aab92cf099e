'use client'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useTranslations } from 'next-intl'
import type { MachineInventory } from '#shared/contracts/inventory-views.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { WhenExactly } from '../../ui/when-exactly.tsx'
import { agentText } from './agent-text.ts'
import { SectionView } from './section-view.tsx'
import { entriesIn, sectionIds } from './sections.ts'

/** When an inventory came and from whom, and its sections one at a time; the one that is open stands in the address. */
export const InventorySections = ({ told }: { readonly told: MachineInventory }) => {
  const t = useTranslations('inventory')
  const address = useAddressQuery()
  const { inventory } = told
  const machineId = told.asOf === told.lastAt ? told.machineId : null
  const tabs = sectionIds.map((id) => {
    const count = entriesIn(id, inventory)
    return {
      id,
      label: count === null ? t(id) : t('withCount', { section: t(id), count }),
      content: <SectionView id={id} record={inventory} name={told.name} machineId={machineId} />,
    }
  })
  const wanted = address.get('section')
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: t('cameAt'), value: told.asOf === told.lastAt ? <When at={told.asOf} past /> : <WhenExactly at={told.asOf} /> },
          { label: t('cameFrom'), value: agentText(inventory.source) },
          { label: t('known'), value: <When at={told.firstAt} past /> },
        ]}
      />
      <Tabs
        ariaLabel={t('sections')}
        activeTabId={tabs.some(({ id }) => id === wanted) ? wanted : 'general'}
        onChange={({ detail }) => address.set({ section: detail.activeTabId })}
        tabs={tabs}
      />
    </SpaceBetween>
  )
}
