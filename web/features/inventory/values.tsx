'use client'
import Button from '@cloudscape-design/components/button'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { useWhichValues } from './use-which-values.ts'
import { ValuesCsv } from './values-csv.tsx'
import { ValuesView } from './values-view.tsx'

/** The values of a field over the machines that one sees, and how many machines have each: as a table, a chart, a file. */
export const Values = () => {
  const t = useTranslations('inventoryValues')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const fields = useAsk(routes.listInventoryFields, {}, { staleMs: Number.POSITIVE_INFINITY })
  const { which } = useWhichValues(fields.data?.items ?? [])
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
        <ValuesView groupId={null} />
      </ContentLayout>
    </Page>
  )
}
