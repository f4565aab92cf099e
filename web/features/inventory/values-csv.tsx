'use client'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { ExportFieldValuesQuery } from '#shared/contracts/terms.ts'
import { useApi } from '../../api/provider.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { fileNameOf } from '../deployments/export-report.ts'
import { useNotices } from '../shell/notices.tsx'

/** Marks the file as UTF-8 for spreadsheets, which would take it for something else. */
const byteOrderMark = '\ufeff'

/** All values of a field with their counts as a file. */
export const ValuesCsv = ({ which }: { readonly which: ExportFieldValuesQuery }) => {
  const t = useTranslations('inventoryValues')
  const api = useApi()
  const { tellFailure } = useNotices()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    await api
      .call(routes.exportFieldValues, { query: which })
      .then((text) => saveFile(byteOrderMark + text, fileNameOf(which.field), 'text/csv'))
      .catch(tellFailure)
    setBusy(false)
  }
  return (
    <Button iconName="download" loading={busy} onClick={() => void download()}>
      {t('csv')}
    </Button>
  )
}
