'use client'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { useDeploymentColumns } from '../deployments/deployment-columns.tsx'
import { isUnfinished } from '../deployments/state-looks.ts'
import { useCan } from '../session/session.tsx'
import { useLatestDeployments } from './use-latest-deployments.ts'

export const RunningDeployments = () => {
  const t = useTranslations('home')
  const can = useCan()
  const paths = usePaths()
  const columns = useDeploymentColumns()
  const { data, error, refetch } = useLatestDeployments()
  const running = data?.items.filter(isUnfinished) ?? []
  return (
    <Table
      ariaLabels={{ tableLabel: t('running') }}
      contentDensity="compact"
      header={
        <Header variant="h2" counter={data ? `(${running.length})` : ''}>
          {t('running')}
        </Header>
      }
      loading={!data && !error}
      loadingText={t('loading')}
      items={running}
      trackBy="id"
      columnDefinitions={columns}
      empty={
        error && !data ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : (
          <Empty
            title={t('noneRunning')}
            action={can('deployment:create') ? <AppLink href={paths.machines}>{t('chooseMachines')}</AppLink> : undefined}
          />
        )
      }
    />
  )
}
