'use client'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { fileNameOf } from '../deployments/export-report.ts'
import { useNotices } from '../shell/notices.tsx'
import { type ListFilter, queryOf } from './list-filter.ts'

/** All machines that the filter shows, as a file. */
export const MachinesCsv = ({ filter }: { readonly filter: ListFilter }) => {
  const t = useTranslations('machines')
  const api = useApi()
  const { tellFailure } = useNotices()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    await api
      .call(routes.exportMachines, { query: queryOf(filter) })
      .then((text) => saveFile(text, fileNameOf(t('title')), 'text/csv'))
      .catch(tellFailure)
    setBusy(false)
  }
  return (
    <Button iconName="download" loading={busy} onClick={() => void download()}>
      {t('csv')}
    </Button>
  )
}
