'use client'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { MachineInventory } from '#shared/contracts/inventory-views.ts'
import { Chips } from '../../ui/chips.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { WhenExactly } from '../../ui/when-exactly.tsx'
import { agentText } from './agent-text.ts'
import { SectionView } from './section-view.tsx'
import { entriesIn, type SectionId, sectionIds } from './sections.ts'

/** When an inventory came and from whom, and its sections one at a time; the one that is open stands in the address. */
export const InventorySections = ({ told }: { readonly told: MachineInventory }) => {
  const t = useTranslations('inventory')
  const address = useAddressQuery()
  const { inventory } = told
  const machineId = told.asOf === told.lastAt ? told.machineId : null
  const open = sectionIds.find((id) => id === address.get('section')) ?? 'general'
  const labelOf = (id: SectionId): string => {
    const count = entriesIn(id, inventory)
    return count === null ? t(id) : t('withCount', { section: t(id), count })
  }
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
      {/* Nine of them: tabs would not fit, and the last ones be out of sight. */}
      <Chips
        legend={t('sections')}
        chosen={open}
        onChoose={(id) => address.set({ section: id })}
        chips={sectionIds.map((id) => ({ id, label: labelOf(id) }))}
      />
      <SectionView key={open} id={open} record={inventory} name={told.name} machineId={machineId} />
    </SpaceBetween>
  )
}
