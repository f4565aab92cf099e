'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { Package } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { bytesText } from '../../ui/bytes.ts'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { PackageState } from './package-state.tsx'

export const Packages = () => {
  const t = useTranslations('packages')
  const can = useCan()
  const locale = useLocale()
  const router = useRouter()
  const paths = usePaths()
  const { get, set } = useAddressQuery()
  const [size, setSize] = useRememberedNumber('packages.page-size', pageSizes, 25)
  const search = get('search')
  const paging = useCursorPages(`${size} ${search}`)
  const query = { limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}), ...(search ? { search } : {}) }
  const answer = useAsk(routes.listPackages, { query }, { topics: ['packages'], keepPrevious: true })
  const seek = useCallback((value: string) => set({ search: value }), [set])
  const addButton = can('package:edit') ? (
    <Button variant="primary" onClick={() => router.push(paths.addPackage)}>
      {t('add')}
    </Button>
  ) : null
  const columns: TableProps<Package>['columnDefinitions'] = [
    { id: 'label', header: t('label'), isRowHeader: true, cell: (item) => <AppLink href={paths.package(item.id)}>{item.label}</AppLink> },
    { id: 'version', header: t('version'), cell: (item) => item.version },
    { id: 'state', header: t('state'), cell: (item) => <PackageState status={item.status} /> },
    { id: 'size', header: t('size'), cell: (item) => bytesText(item.size, locale) },
    { id: 'files', header: t('files'), cell: (item) => item.fileCount },
    { id: 'description', header: t('description'), cell: (item) => item.description },
    { id: 'updated', header: t('updated'), cell: (item) => <When at={item.updatedAt} past /> },
    ...(can('deployment:create')
      ? [
          {
            id: 'actions',
            header: t('actions'),
            cell: (item: Package) => (
              <Button
                variant="inline-link"
                disabled={item.status !== 'ready'}
                ariaLabel={t('deployOne', { label: item.label, version: item.version })}
                onClick={() => router.push(paths.deploy({ packageId: item.id }))}
              >
                {t('deploy')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  return (
    <Page title={t('title')} wide>
      <PagedTable
        variant="full-page"
        label={t('title')}
        answer={answer}
        paging={paging}
        columns={columns}
        idOf={(item) => item.id}
        size={{ value: size, onChange: setSize }}
        header={
          <Header variant="awsui-h1-sticky" actions={addButton}>
            {t('title')}
          </Header>
        }
        filter={<SearchField value={search} placeholder={t('find')} onChange={seek} />}
        empty={
          search ? (
            <Empty title={t('noMatch')} action={<Button onClick={() => set({ search: '' })}>{t('clearFilter')}</Button>} />
          ) : (
            <Empty title={t('none')} help={t('noneHelp')} action={addButton} />
          )
        }
      />
    </Page>
  )
}
