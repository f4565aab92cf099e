'use client'
/** A table whose pages the server cuts: loading, empty and failed states, paging, page size. */
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CollectionPreferences from '@cloudscape-design/components/collection-preferences'
import Pagination from '@cloudscape-design/components/pagination'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { Empty } from './empty.tsx'
import { Failure } from './failure.tsx'
import type { ColumnChoice } from './remembered.ts'
import type { Paging } from './use-cursor-pages.ts'

export const pageSizes = [10, 25, 50, 100] as const

type PagedAnswer<T> = {
  readonly data: { readonly items: readonly T[]; readonly nextCursor: string | null } | undefined
  readonly error: unknown
  readonly isPlaceholderData: boolean
  readonly refetch: () => unknown
}

type Selecting<T> = {
  readonly selectionType: 'single' | 'multi'
  readonly selectedItems: readonly T[]
  readonly onSelectionChange: NonNullable<TableProps<T>['onSelectionChange']>
  readonly ariaLabels: NonNullable<TableProps<T>['ariaLabels']>
}

type Props<T> = {
  readonly label: string
  readonly answer: PagedAnswer<T>
  readonly paging: Paging
  readonly columns: TableProps<T>['columnDefinitions']
  readonly idOf: (item: T) => string
  readonly header?: ReactNode
  readonly filter?: ReactNode
  readonly empty: ReactNode
  readonly wrap?: boolean
  readonly variant?: TableProps['variant']
  readonly size?: { readonly value: number; readonly onChange: (size: number) => void }
  /** Which columns a person has chosen; without it all are shown. The first one always is. */
  readonly choice?: { readonly value: ColumnChoice | null; readonly onChange: (columns: ColumnChoice) => void }
  readonly selection?: Selecting<T>
  readonly onRowClick?: (item: T) => void
  /** The first and the last column stay in sight when the others do not fit. */
  readonly sticky?: boolean
}

export const PagedTable = <T,>({
  label,
  answer,
  paging,
  columns,
  idOf,
  header,
  filter,
  empty,
  wrap = false,
  variant,
  size,
  choice,
  selection,
  onRowClick,
  sticky = false,
}: Props<T>) => {
  const t = useTranslations('tables')
  const { data, error, isPlaceholderData, refetch } = answer
  const { learn, go, pages } = paging
  const next = isPlaceholderData ? undefined : data?.nextCursor
  useEffect(() => {
    if (next !== undefined) learn(next)
  })
  const { ariaLabels: selectionLabels, ...selecting } = selection ?? {}
  const shown = choice && completed(choice.value, columns)
  const many = pages.cursors.length > 1
  // The service looks through so much of a long list for a filter, then gives what it has found: perhaps nothing yet.
  const nothingYet = !isPlaceholderData && data?.items.length === 0 && data.nextCursor !== null
  return (
    <Table<T>
      items={data?.items ?? []}
      columnDefinitions={columns}
      trackBy={idOf}
      loading={!data && !error}
      loadingText={t('loading')}
      empty={
        error && !data ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : (
          <Box padding={{ vertical: 's' }}>
            {nothingYet ? (
              <Empty title={t('noneSoFar')} action={<Button onClick={() => go(pages.index + 1)}>{t('lookFurther')}</Button>} />
            ) : (
              empty
            )}
          </Box>
        )
      }
      header={header}
      filter={
        error && data ? (
          <>
            {filter}
            <Failure error={error} onRetry={() => void refetch()} />
          </>
        ) : (
          filter
        )
      }
      pagination={
        many ? (
          <Pagination
            currentPageIndex={pages.index + 1}
            pagesCount={pages.cursors.length}
            disabled={isPlaceholderData}
            onChange={({ detail }) => go(detail.currentPageIndex - 1)}
          />
        ) : undefined
      }
      preferences={
        size ? (
          <CollectionPreferences
            title={t('preferences')}
            confirmLabel={t('confirm')}
            cancelLabel={t('cancel')}
            preferences={{ pageSize: size.value, ...(shown ? { contentDisplay: shown } : {}) }}
            pageSizePreference={{
              title: t('pageSize'),
              options: pageSizes.map((value) => ({ value, label: t('rows', { count: value }) })),
            }}
            {...(shown
              ? {
                  contentDisplayPreference: {
                    title: t('columns'),
                    options: columns.map(({ id = '', header }, at) => ({
                      id,
                      label: typeof header === 'string' ? header : id,
                      alwaysVisible: at === 0,
                    })),
                  },
                }
              : {})}
            onConfirm={({ detail }) => {
              size.onChange(detail.pageSize ?? pageSizes[0])
              if (detail.contentDisplay) choice?.onChange(detail.contentDisplay)
            }}
          />
        ) : undefined
      }
      {...(shown ? { columnDisplay: shown } : {})}
      {...selecting}
      {...(onRowClick ? { onRowClick: ({ detail }) => onRowClick(detail.item) } : {})}
      ariaLabels={{ tableLabel: label, ...selectionLabels }}
      variant={variant ?? 'container'}
      contentDensity="compact"
      stickyHeader
      {...(sticky ? { stickyColumns: { first: 1, last: 1 } } : {})}
      resizableColumns={false}
      wrapLines={wrap}
    />
  )
}

/** What was chosen once, and columns that are new since then at their end. */
const completed = <T,>(chosen: ColumnChoice | null, columns: TableProps<T>['columnDefinitions']): ColumnChoice => {
  const ids = columns.map(({ id = '' }) => id)
  const known = (chosen ?? []).filter(({ id }) => ids.includes(id))
  return [...known, ...ids.filter((id) => !known.some((one) => one.id === id)).map((id) => ({ id, visible: true }))]
}
