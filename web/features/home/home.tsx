'use client'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { Attention } from './attention.tsx'
import { Fleet } from './fleet.tsx'
import { RunningDeployments } from './running-deployments.tsx'

/** What needs a person now, what runs, and the fleet. */
export const Home = () => {
  const t = useTranslations('modules')
  const can = useCan()
  return (
    <Page title={t('home')}>
      <ContentLayout header={<Header variant="h1">{t('home')}</Header>}>
        <SpaceBetween size="l">
          <Attention />
          {can('deployment:list') && <RunningDeployments />}
          {can('machine:list') && <Fleet />}
        </SpaceBetween>
      </ContentLayout>
    </Page>
  )
}
