'use client'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { DeploymentWithSites } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { NamedThing } from '../../ui/named-thing.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { ExecutionPanel } from '../log/execution-panel.tsx'
import { Page } from '../shell/page.tsx'
import { DeploymentActions } from './deployment-actions.tsx'
import { DeploymentState } from './execution-state.tsx'
import { ExecutionTable } from './execution-table.tsx'
import { ForGroup } from './for-group.tsx'
import { OptionsShown } from './options-shown.tsx'
import { DeploymentProgress } from './progress.tsx'
import { Report } from './report.tsx'
import { SitesShown } from './sites-shown.tsx'
import { Summary } from './summary.tsx'

export const DeploymentDetail = () => {
  const t = useTranslations('deployments')
  const paths = usePaths()
  const address = useAddressQuery()
  const id = address.get('id')
  const execution = address.get('execution')
  const answer = useAsk(routes.getDeployment, { params: { id } }, { enabled: id !== '', topics: [`deployment:${id}`] })
  const close = () => address.set({ execution: '' })
  return (
    <Page
      title={answer.data?.name ?? t('one')}
      under={[{ text: t('title'), href: paths.deployments }]}
      wide
      splitPanel={execution === '' ? undefined : <ExecutionPanel key={execution} executionId={execution} />}
      onSplitPanelClosed={close}
    >
      <NamedThing id={id} answer={answer} noId={t('noId')}>
        {(deployment) => <Content deployment={deployment} onExecution={(next) => address.set({ execution: next })} />}
      </NamedThing>
    </Page>
  )
}

type ContentProps = { readonly deployment: DeploymentWithSites; readonly onExecution: (id: string) => void }

const Content = ({ deployment, onExecution }: ContentProps) => {
  const t = useTranslations('deployments')
  return (
    <ContentLayout
      header={
        <Header variant="h1" actions={<DeploymentActions deployment={deployment} />}>
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
            <ForGroup deployment={deployment} />
            <DeploymentProgress deployment={deployment} />
            {deployment.partial && <Box color="text-body-secondary">{t('onlyYours')}</Box>}
            <ExpandableSection headerText={t('optionsAndSites')} variant="footer">
              <SpaceBetween size="m">
                <OptionsShown deployment={deployment} />
                {deployment.sites.length > 0 && <SitesShown sites={deployment.sites} />}
              </SpaceBetween>
            </ExpandableSection>
          </SpaceBetween>
        </Container>
        <Report deployment={deployment} />
        <ExecutionTable deployment={deployment} onSelect={onExecution} />
      </SpaceBetween>
    </ContentLayout>
  )
}
