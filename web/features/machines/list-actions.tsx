'use client'
/** What is done with the list as a whole: a file of it, or machines from a file. */
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { fileNameOf } from '../deployments/export-report.ts'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { type ListFilter, queryOf } from './list-filter.ts'

export const ListActions = ({ filter }: { readonly filter: ListFilter }) => {
  const t = useTranslations('machines')
  const api = useApi()
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
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
  const items = [
    ...(can('machine:create') ? [{ id: 'import', text: t('import') }] : []),
    { id: 'csv', text: t('csv'), iconName: 'download' as const },
  ]
  return (
    <ButtonDropdown
      variant="icon"
      ariaLabel={t('importExport')}
      items={items}
      loading={busy}
      onItemClick={({ detail }) => (detail.id === 'import' ? router.push(paths.importMachines) : void download())}
    />
  )
}
