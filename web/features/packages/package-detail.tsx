'use client'
import Box from '@cloudscape-design/components/box'
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
import type { PackageWithFiles } from '#shared/contracts/packages.ts'
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
import { ContinueUpload } from './continue-upload.tsx'
import { EditPackageForm } from './edit-package-form.tsx'
import { PackageFiles } from './package-files.tsx'
import { PackageState } from './package-state.tsx'
import { UploadProgress } from './upload/upload-progress.tsx'
import { useUploads } from './upload/uploads.tsx'

export const PackageDetail = () => {
  const t = useTranslations('packages')
  const paths = usePaths()
  const id = useAddressQuery().get('id')
  const answer = useAsk(routes.getPackage, { params: { id } }, { enabled: id !== '', topics: ['packages'] })
  return (
    <Page
      title={answer.data ? `${answer.data.label} ${answer.data.version}` : t('one')}
      under={[{ text: t('title'), href: paths.packages }]}
    >
      <NamedThing id={id} answer={answer} noId={t('noId')}>
        {(item) => <PackageContent item={item} />}
      </NamedThing>
    </Page>
  )
}

const PackageContent = ({ item }: { readonly item: PackageWithFiles }) => {
  const t = useTranslations('packages')
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const locale = useLocale()
  const router = useRouter()
  const paths = usePaths()
  const { tell } = useNotices()
  const job = useUploads().jobs.get(item.id)
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null)
  const name = `${item.label} ${item.version}`
  const remove = async () => {
    await api.call(routes.deletePackage, { params: { id: item.id } })
    await client.invalidateQueries({ queryKey: [routes.listPackages.path] })
    tell({ type: 'success', text: t('deleted', { name }) })
    router.push(paths.packages)
  }
  const actions = [
    ...(can('package:edit') ? [{ id: 'edit', text: t('edit') }] : []),
    ...(can('package:delete') ? [{ id: 'delete', text: t('delete') }] : []),
  ]
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={item.description}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {actions.length > 0 && (
                <ButtonDropdown items={actions} onItemClick={({ detail }) => setOpen(detail.id === 'delete' ? 'delete' : 'edit')}>
                  {t('actions')}
                </ButtonDropdown>
              )}
              {can('deployment:create') && (
                <Button
                  variant="primary"
                  disabled={item.status !== 'ready'}
                  onClick={() => router.push(paths.deploy({ packageId: item.id }))}
                >
                  {t('deploy')}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {job && <UploadProgress job={job} />}
        {!job && item.status === 'pending' && can('package:edit') && <ContinueUpload item={item} />}
        <Container header={<Header variant="h2">{t('identity')}</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: t('state'), value: <PackageState status={item.status} /> },
              { label: t('size'), value: `${bytesText(item.size, locale)} · ${t('fileCount', { count: item.fileCount })}` },
              { label: t('rebootNeeded'), value: item.rebootNeeded ? t('yes') : t('no') },
              { label: t('command'), value: <Box variant="code">{item.command}</Box> },
              { label: t('commandName'), value: item.commandName },
              { label: t('repository'), value: item.repository },
              { label: t('created'), value: <When at={item.createdAt} past /> },
              { label: t('updated'), value: <When at={item.updatedAt} past /> },
              { label: t('manifest'), value: item.manifestSha256 ? <Box variant="code">{item.manifestSha256}</Box> : '—' },
            ]}
          />
        </Container>
        <PackageFiles files={item.files} />
      </SpaceBetween>
      {open === 'edit' && <EditPackageForm item={item} onClose={() => setOpen(null)} />}
      {open === 'delete' && (
        <Confirm title={t('deleteTitle', { name })} action={t('delete')} onConfirm={remove} onClose={() => setOpen(null)}>
          {t('deleteHelp', { count: item.fileCount, size: bytesText(item.size, locale) })}
        </Confirm>
      )}
    </ContentLayout>
  )
}
