'use client'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { families } from './agent-text.ts'
import { sumsOf } from './changes.ts'
import { UploadChanges } from './upload-changes.tsx'

/** Uploads of a page; each may bring fifty lines. */
const pageUploads = 10

/** What appeared, changed and disappeared with each upload, latest first. */
export const ChangesView = ({ machineId }: { readonly machineId: string }) => {
  const t = useTranslations('inventory')
  const absolute = useAbsoluteTime()
  const paging = useCursorPages(machineId)
  const { data, error, refetch, isPlaceholderData } = useAsk(
    routes.listInventoryChanges,
    { params: { id: machineId }, query: { limit: pageUploads, ...(paging.cursor ? { cursor: paging.cursor } : {}) } },
    { topics: ['machines'], keepPrevious: true },
  )
  const next = isPlaceholderData ? undefined : data?.nextCursor
  useEffect(() => {
    if (next !== undefined) paging.learn(next)
  })
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />
  const { pages, go } = paging
  return (
    <SpaceBetween size="m">
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data.items.length === 0 && <Empty title={t('noChanges')} help={t('noChangesHelp')} />}
      {data.items.map((upload, place) => (
        <ExpandableSection
          key={upload.at}
          headingTagOverride="h3"
          headerText={absolute(upload.at)}
          headerDescription={`${families[upload.family]}: ${t('sums', sumsOf(upload))}`}
          defaultExpanded={place === 0}
        >
          <UploadChanges upload={upload} />
        </ExpandableSection>
      ))}
      {pages.cursors.length > 1 && (
        <Pagination
          currentPageIndex={pages.index + 1}
          pagesCount={pages.cursors.length}
          disabled={isPlaceholderData}
          onChange={({ detail }) => go(detail.currentPageIndex - 1)}
        />
      )}
    </SpaceBetween>
  )
}
