'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { usePartialPerimeter } from './use-perimeter.ts'
import { useWhichValues } from './use-which-values.ts'
import { ValuesChart } from './values-chart.tsx'
import { ValuesCsv } from './values-csv.tsx'
import { ValuesFilter } from './values-filter.tsx'
import { ValuesTable } from './values-table.tsx'

/** The values of a field over the machines that one sees, and how many machines have each: as a table, a chart, a file. */
export const Values = () => {
  const t = useTranslations('inventoryValues')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const partial = usePartialPerimeter()
  const fields = useAsk(routes.listInventoryFields, {}, { staleMs: Number.POSITIVE_INFINITY })
  const known = fields.data?.items ?? []
  const { field, which } = useWhichValues(known)
  const header = (
    <Header
      variant="h1"
      description={t('help')}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {can('inventory:decide') && <Button onClick={() => router.push(paths.inventoryDoubts)}>{t('doubts')}</Button>}
          <Button onClick={() => router.push(paths.inventoryRefusals)}>{t('refusals')}</Button>
          {which && <ValuesCsv which={which} />}
        </SpaceBetween>
      }
    >
      {t('title')}
    </Header>
  )
  return (
    <Page title={t('title')} wide>
      <ContentLayout header={header}>
        {field && which ? (
          <SpaceBetween size="m">
            {partial !== null && <Alert type="info">{t('partial', { entities: partial })}</Alert>}
            <ValuesFilter fields={known} field={field} />
            <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
              <ValuesTable field={field} which={which} />
              <ValuesChart field={field} which={which} />
            </Grid>
          </SpaceBetween>
        ) : fields.error ? (
          <Failure error={fields.error} onRetry={() => void fields.refetch()} />
        ) : (
          <Loading />
        )}
      </ContentLayout>
    </Page>
  )
}
