'use client'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { Instant } from '#shared/contracts/common.ts'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { AsOf } from './as-of.tsx'
import { InventorySections } from './inventory-sections.tsx'
import { NoInventory } from './no-inventory.tsx'
import { useInventoryRefusal } from './use-inventory-refusal.ts'

/** The inventory of a machine, now or as it was. */
export const InventoryThen = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('inventory')
  const refusalOf = useInventoryRefusal()
  const at = Instant.safeParse(useAddressQuery().get('at')).data
  const { data, error, refetch } = useAsk(
    routes.getMachineInventory,
    { params: { id: machine.id }, query: at === undefined ? {} : { at } },
    at === undefined ? { topics: ['machines'] } : {},
  )
  const refusal = refusalOf(error)
  if (!data && error instanceof ApiProblem && error.kind === 'not-found') return <NoInventory siteId={machine.siteId} />
  return (
    <SpaceBetween size="m">
      <AsOf />
      {data ? (
        <InventorySections told={data} />
      ) : refusal !== null ? (
        <Empty title={t('notThen')} help={refusal} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </SpaceBetween>
  )
}
