'use client'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useTranslations } from 'next-intl'
import type { MachineInventory } from '#shared/contracts/inventory-views.ts'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { agentText } from './agent-text.ts'
import { NoInventory } from './no-inventory.tsx'
import { SectionView } from './section-view.tsx'
import { entriesIn, sectionIds } from './sections.ts'

/** What the agents of a machine have told of it. */
export const InventoryTab = ({ machine }: { readonly machine: Machine }) => {
  const { data, error, refetch } = useAsk(
    routes.getMachineInventory,
    { params: { id: machine.id }, query: {} },
    { topics: ['machines'], keepPrevious: true },
  )
  if (data) return <Told told={data} />
  if (error instanceof ApiProblem && error.kind === 'not-found') return <NoInventory siteId={machine.siteId} />
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />
}

const Told = ({ told }: { readonly told: MachineInventory }) => {
  const t = useTranslations('inventory')
  const address = useAddressQuery()
  const { inventory } = told
  const wanted = address.get('section')
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: t('cameAt'), value: <When at={told.asOf} past /> },
          { label: t('cameFrom'), value: agentText(inventory.source) },
          { label: t('known'), value: <When at={told.firstAt} past /> },
        ]}
      />
      <Tabs
        ariaLabel={t('sections')}
        activeTabId={sectionIds.find((id) => id === wanted) ?? 'general'}
        onChange={({ detail }) => address.set({ section: detail.activeTabId })}
        tabs={sectionIds.map((id) => {
          const count = entriesIn(id, inventory)
          return {
            id,
            label: count === null ? t(id) : t('withCount', { section: t(id), count }),
            content: <SectionView id={id} record={inventory} />,
          }
        })}
      />
    </SpaceBetween>
  )
}
