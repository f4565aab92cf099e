'use client'
import Button from '@cloudscape-design/components/button'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { GroupWithCount } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { plainText } from '../log/plain-text.ts'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { GroupFacts } from './group-facts.tsx'
import { GroupMenu } from './group-menu.tsx'
import { GroupTabs } from './group-tabs.tsx'

export const GroupDetail = () => {
  const t = useTranslations('groups')
  const paths = usePaths()
  const id = useAddressQuery().get('id')
  const { data, error, refetch } = useAsk(routes.getGroup, { params: { id } }, { enabled: id !== '', keepPrevious: true })
  // One goes from group to group by the menu: what is kept of the one before is not shown as this one.
  const group = data?.id === id ? data : undefined
  const under = [
    { text: t('machines'), href: paths.machines },
    { text: t('title'), href: paths.groups },
  ]
  return (
    <Page title={group ? plainText(group.name) : t('group')} under={under} wide>
      {group ? (
        <Content key={group.id} group={group} />
      ) : error || id === '' ? (
        <Failure error={error ?? new Error(t('noId'))} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}

const Content = ({ group }: { readonly group: GroupWithCount }) => {
  const t = useTranslations('groups')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <GroupMenu group={group} onPage onDeleted={() => router.push(paths.groups)} />
      {can('deployment:create') && (
        <Button variant="primary" disabled={group.count === 0} onClick={() => router.push(paths.deployOnGroup(group.id))}>
          {t('deploy')}
        </Button>
      )}
    </SpaceBetween>
  )
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={plainText(group.description)} actions={actions}>
          {plainText(group.name)}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <GroupFacts group={group} />
        <GroupTabs group={group} />
      </SpaceBetween>
    </ContentLayout>
  )
}
