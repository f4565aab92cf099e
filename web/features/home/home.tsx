'use client'
import Alert from '@cloudscape-design/components/alert'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useSession } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { Attention } from './attention.tsx'
import { Fleet } from './fleet.tsx'
import { RunningDeployments } from './running-deployments.tsx'

/** What needs a person now, what runs, and the fleet. */
export const Home = () => {
  const t = useTranslations('modules')
  const { can, profiles } = useSession()
  const words = useTranslations('home')
  return (
    <Page title={t('home')}>
      <ContentLayout header={<Header variant="h1">{t('home')}</Header>}>
        <SpaceBetween size="l">
          {profiles.length > 0 ? <Attention /> : <Alert header={words('noProfile')}>{words('noProfileHelp')}</Alert>}
          {can('deployment:list') && <RunningDeployments />}
          {can('machine:list') && <Fleet />}
        </SpaceBetween>
      </ContentLayout>
    </Page>
  )
}
