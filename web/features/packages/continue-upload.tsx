'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { PackageWithFiles } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { useNotices } from '../shell/notices.tsx'
import { ChosenFiles } from './upload/chosen-files.tsx'
import { addFiles, collect, type Dropped } from './upload/collect.ts'
import { useUploads } from './upload/uploads.tsx'

/** A package whose upload was left: the same files again, and only what the store lacks is sent. */
export const ContinueUpload = ({ item }: { readonly item: PackageWithFiles }) => {
  const t = useTranslations('packages')
  const api = useApi()
  const client = useQueryClient()
  const { tellFailure } = useNotices()
  const uploads = useUploads()
  const [dropped, setDropped] = useState<readonly Dropped[]>([])
  const [busy, setBusy] = useState(false)
  const collected = useMemo(() => collect(dropped), [dropped])
  const missing = item.files.filter(({ uploaded }) => !uploaded)
  const allThere = item.files.length > 0 && missing.length === 0
  const complete = async () => {
    setBusy(true)
    try {
      await api.call(routes.completePackage, { params: { id: item.id } })
      await client.invalidateQueries({ queryKey: [routes.getPackage.path, item.id] })
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Container header={<Header variant="h2">{t('continue')}</Header>}>
      <SpaceBetween size="s">
        <Alert
          type="warning"
          {...(allThere
            ? {
                action: (
                  <Button loading={busy} onClick={() => void complete()}>
                    {t('complete')}
                  </Button>
                ),
              }
            : {})}
        >
          {allThere ? t('allThere') : t('continueHelp', { count: missing.length })}
        </Alert>
        <ChosenFiles
          collected={collected}
          onFiles={(files) => setDropped((before) => addFiles(before, files))}
          onClear={() => setDropped([])}
        />
        {collected.files.length > 0 && (
          <Button variant="primary" disabled={collected.faults.length > 0} onClick={() => uploads.begin(item, collected.files)}>
            {t('upload')}
          </Button>
        )}
      </SpaceBetween>
    </Container>
  )
}
