'use client'
import Alert from '@cloudscape-design/components/alert'
import Grid from '@cloudscape-design/components/grid'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { usePartialPerimeter } from './use-perimeter.ts'
import { useWhichValues } from './use-which-values.ts'
import { ValuesChart } from './values-chart.tsx'
import { ValuesFilter } from './values-filter.tsx'
import { ValuesTable } from './values-table.tsx'

/** The values of a field with their counts, over all machines that one sees or those of a group. */
export const ValuesView = ({ groupId }: { readonly groupId: string | null }) => {
  const t = useTranslations('inventoryValues')
  const partial = usePartialPerimeter()
  const fields = useAsk(routes.listInventoryFields, {}, { staleMs: Number.POSITIVE_INFINITY })
  const known = fields.data?.items ?? []
  const { field, which } = useWhichValues(known, groupId)
  if (field && which)
    return (
      <SpaceBetween size="m">
        {partial !== null && <Alert type="info">{t('partial', { entities: partial })}</Alert>}
        <ValuesFilter fields={known} field={field} />
        <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
          <ValuesTable field={field} which={which} />
          <ValuesChart field={field} which={which} />
        </Grid>
      </SpaceBetween>
    )
  return fields.error ? <Failure error={fields.error} onRetry={() => void fields.refetch()} /> : <Loading />
}
