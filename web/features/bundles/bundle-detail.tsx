'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Bundle } from '#shared/contracts/bundles.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { bytesText } from '../../ui/bytes.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { NamedThing } from '../../ui/named-thing.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { BundleForm } from './bundle-form.tsx'
import { isDeployable } from './bundles.tsx'
import { Stages } from './stages.tsx'

export const BundleDetail = () => {
  const t = useTranslations('bundles')
  const paths = usePaths()
  const id = useAddressQuery().get('id')
  const answer = useAsk(routes.getBundle, { params: { id } }, { enabled: id !== '', topics: ['packages'] })
  return (
    <Page title={answer.data?.name ?? t('one')} under={[{ text: t('title'), href: paths.bundles }]}>
      <NamedThing id={id} answer={answer} noId={t('noId')}>
        {(bundle) => <Content bundle={bundle} />}
      </NamedThing>
    </Page>
  )
}

const Content = ({ bundle }: { readonly bundle: Bundle }) => {
  const t = useTranslations('bundles')
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const locale = useLocale()
  const router = useRouter()
  const paths = usePaths()
  const { tell } = useNotices()
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const deployable = isDeployable(bundle)
  const remove = async () => {
    await api.call(routes.deleteBundle, { params: { id: bundle.id } })
    await client.invalidateQueries({ queryKey: [routes.listBundles.path] })
    tell({ type: 'success', text: t('deleted', { name: bundle.name }) })
    router.push(paths.bundles)
  }
  const items = [
    { id: 'edit', text: t('edit') },
    { id: 'delete', text: t('delete') },
  ]
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={bundle.description}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {can('bundle:edit') && (
                <ButtonDropdown items={items} onItemClick={({ detail }) => setOpen(detail.id === 'delete' ? 'delete' : 'edit')}>
                  {t('actions')}
                </ButtonDropdown>
              )}
              {can('deployment:create') && (
                <Button
                  variant="primary"
                  disabled={!deployable}
                  {...(deployable ? {} : { disabledReason: t('incomplete') })}
                  onClick={() => router.push(paths.deploy({ bundleId: bundle.id }))}
                >
                  {t('deploy')}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          {bundle.name}
        </Header>
      }
    >
      <Container header={<Header variant="h2">{t('howItRuns')}</Header>}>
        <SpaceBetween size="m">
          {!deployable && <Alert type="error">{t('incomplete')}</Alert>}
          <Stages members={bundle.members} />
          <KeyValuePairs
            columns={4}
            items={[
              { label: t('members'), value: bundle.members.length },
              {
                label: t('size'),
                value: bytesText(
                  bundle.members.reduce((sum, { size }) => sum + (size ?? 0), 0),
                  locale,
                ),
              },
              { label: t('by'), value: bundle.createdBy },
              { label: t('updated'), value: <When at={bundle.updatedAt} past /> },
            ]}
          />
        </SpaceBetween>
      </Container>
      {open === 'edit' && <BundleForm bundle={bundle} onClose={() => setOpen(null)} />}
      {open === 'delete' && (
        <Confirm title={t('deleteTitle', { name: bundle.name })} action={t('delete')} onConfirm={remove} onClose={() => setOpen(null)}>
          {t('deleteHelp')}
        </Confirm>
      )}
    </ContentLayout>
  )
}
