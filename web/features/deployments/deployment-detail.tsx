'use client'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { ExecutionPanel } from '../log/execution-panel.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { DeploymentState } from './execution-state.tsx'
import { ExecutionTable } from './execution-table.tsx'
import { DeploymentProgress } from './progress.tsx'
import { canStop } from './state-looks.ts'
import { StopDeployment } from './stop-deployment.tsx'
import { Summary } from './summary.tsx'

export const DeploymentDetail = () => {
  const t = useTranslations('deployments')
  const paths = usePaths()
  const address = useAddressQuery()
  const id = address.get('id')
  const execution = address.get('execution')
  const { data, error, refetch } = useAsk(routes.getDeployment, { params: { id } }, { enabled: id !== '', topics: [`deployment:${id}`] })
  const close = () => address.set({ execution: '' })
  return (
    <Page
      title={data?.name ?? t('one')}
      under={[{ text: t('title'), href: paths.deployments }]}
      wide
      splitPanel={execution === '' ? undefined : <ExecutionPanel key={execution} executionId={execution} />}
      onSplitPanelClosed={close}
    >
      {data ? (
        <Content deployment={data} onExecution={(next) => address.set({ execution: next })} />
      ) : error || id === '' ? (
        <Failure error={error ?? new Error(t('noId'))} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}

type ContentProps = { readonly deployment: Deployment; readonly onExecution: (id: string) => void }

const Content = ({ deployment, onExecution }: ContentProps) => {
  const t = useTranslations('deployments')
  const can = useCan()
  const paths = usePaths()
  const [stopping, setStopping] = useState(false)
  const { options } = deployment
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            can('deployment:stop') ? (
              <Button disabled={!canStop(deployment)} onClick={() => setStopping(true)}>
                {t('stop')}
              </Button>
            ) : undefined
          }
        >
          {deployment.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <SpaceBetween size="s">
            <div aria-live="polite">
              <SpaceBetween direction="horizontal" size="s">
                <DeploymentState deployment={deployment} />
                <Summary deployment={deployment} />
              </SpaceBetween>
            </div>
            <DeploymentProgress deployment={deployment} />
            <ExpandableSection headerText={t('options')} variant="footer">
              <KeyValuePairs
                columns={4}
                items={[
                  {
                    label: t('package'),
                    value: (
                      <AppLink href={paths.package(deployment.package.id)}>
                        {deployment.package.label} {deployment.package.version}
                      </AppLink>
                    ),
                  },
                  { label: t('parameters'), value: options.parameters || '—' },
                  { label: t('attempts'), value: options.attempts },
                  { label: t('retryDelay'), value: t('minutes', { count: options.retryDelayMinutes }) },
                  { label: t('scriptTimeout'), value: t('minutes', { count: options.scriptTimeoutMinutes }) },
                  { label: t('deleteFiles'), value: options.deleteFiles ? t('yes') : t('no') },
                  { label: t('runScript'), value: options.runScript ? t('yes') : t('no') },
                  { label: t('startAt'), value: options.startAt ? <When at={options.startAt} /> : t('asSoonAsPossible') },
                  { label: t('by'), value: deployment.createdBy },
                  { label: t('when'), value: <When at={deployment.createdAt} past /> },
                ]}
              />
            </ExpandableSection>
          </SpaceBetween>
        </Container>
        <ExecutionTable deployment={deployment} onSelect={onExecution} />
      </SpaceBetween>
      {stopping && <StopDeployment deployment={deployment} onClose={() => setStopping(false)} />}
    </ContentLayout>
  )
}
