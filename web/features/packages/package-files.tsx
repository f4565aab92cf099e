'use client'
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import Table from '@cloudscape-design/components/table'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { PackageWithFiles } from '#shared/contracts/packages.ts'
import { bytesText } from '../../ui/bytes.ts'
import { StatusWord } from '../../ui/status-word.tsx'

const rows = 50

export const PackageFiles = ({ files }: { readonly files: PackageWithFiles['files'] }) => {
  const t = useTranslations('packages')
  const locale = useLocale()
  const [page, setPage] = useState(1)
  return (
    <Table
      ariaLabels={{ tableLabel: t('files') }}
      contentDensity="compact"
      items={files.slice((page - 1) * rows, page * rows)}
      trackBy="path"
      header={
        <Header variant="h2" counter={`(${files.length})`}>
          {t('files')}
        </Header>
      }
      empty={t('noFiles')}
      pagination={
        files.length > rows ? (
          <Pagination
            currentPageIndex={page}
            pagesCount={Math.ceil(files.length / rows)}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        ) : undefined
      }
      columnDefinitions={[
        { id: 'path', header: t('path'), isRowHeader: true, cell: ({ path }) => path },
        { id: 'size', header: t('size'), cell: ({ size }) => bytesText(size, locale) },
        { id: 'executable', header: t('executable'), cell: ({ executable }) => (executable ? t('yes') : '') },
        {
          id: 'uploaded',
          header: t('state'),
          cell: ({ uploaded }) => (
            <StatusWord tone={uploaded ? 'green' : 'orange'} icon={uploaded ? 'status-positive' : 'status-pending'}>
              {uploaded ? t('uploaded') : t('missing')}
            </StatusWord>
          ),
        },
        {
          id: 'sha256',
          header: 'SHA-256',
          cell: ({ sha256 }) => (
            <span title={sha256}>
              <Box variant="code">{sha256.slice(0, 12)}…</Box>
            </span>
          ),
        },
      ]}
    />
  )
}
