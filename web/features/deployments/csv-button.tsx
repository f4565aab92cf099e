'use client'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useNotices } from '../shell/notices.tsx'
import { fileNameOf, readReport } from './export-report.ts'

/** The executions of a deployment as one CSV file, fetched part by part. */
export const CsvButton = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('report')
  const api = useApi()
  const { tellFailure } = useNotices()
  const [parts, setParts] = useState<number | null>(null)
  const download = async () => {
    setParts(0)
    try {
      const text = await readReport((part) => api.call(routes.exportReport, { params: { id: deployment.id }, query: { part } }), setParts)
      saveFile(text, fileNameOf(deployment.name), 'text/csv')
    } catch (error) {
      tellFailure(error)
    } finally {
      setParts(null)
    }
  }
  return (
    <Button iconName="download" loading={parts !== null} loadingText={t('parts', { count: parts ?? 0 })} onClick={() => void download()}>
      {t('csv')}
    </Button>
  )
}
