'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import type { Package } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { bytesText } from '../../ui/bytes.ts'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { QuickDeploy } from '../deploy/quick-deploy.tsx'
import { keepSelection } from './chosen.ts'

const pageRows = 25

/** The packages that can be deployed on a machine, each a click away. */
export const DeployTab = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('machines')
  const locale = useLocale()
  const router = useRouter()
  const paths = usePaths()
  const { get, set } = useAddressQuery()
  const [quick, setQuick] = useState<Package | null>(null)
  const search = get('search')
  const paging = useCursorPages(search)
  const query = {
    limit: pageRows,
    status: 'ready' as const,
    ...(paging.cursor ? { cursor: paging.cursor } : {}),
    ...(search ? { search } : {}),
  }
  const answer = useAsk(routes.listPackages, { query }, { topics: ['packages'], keepPrevious: true })
  const seek = useCallback((value: string) => set({ search: value }), [set])
  const columns: TableProps<Package>['columnDefinitions'] = [
    { id: 'label', header: t('package'), isRowHeader: true, cell: ({ id, label }) => <AppLink href={paths.package(id)}>{label}</AppLink> },
    { id: 'version', header: t('version'), cell: ({ version }) => version },
    { id: 'size', header: t('size'), cell: ({ size }) => bytesText(size, locale) },
    {
      id: 'actions',
      header: t('actions'),
      minWidth: 220,
      cell: (item) => (
        <SpaceBetween direction="horizontal" size="s">
          <Button
            variant="inline-link"
            ariaLabel={t('deployOne', { name: `${item.label} ${item.version}` })}
            onClick={() => setQuick(item)}
          >
            {t('deploy')}
          </Button>
          <Button
            variant="inline-link"
            ariaLabel={t('advancedOne', { name: `${item.label} ${item.version}` })}
            onClick={() => router.push(paths.deploy({ packageId: item.id, selection: keepSelection([machine]) }))}
          >
            {t('advanced')}
          </Button>
        </SpaceBetween>
      ),
    },
  ]
  return (
    <>
      <PagedTable
        variant="borderless"
        label={t('packagesFor')}
        answer={answer}
        paging={paging}
        columns={columns}
        idOf={({ id }) => id}
        header={<Header variant="h3">{t('packagesFor')}</Header>}
        filter={<SearchField value={search} placeholder={t('findPackage')} onChange={seek} />}
        empty={<Empty title={t('noPackage')} action={<AppLink href={paths.packages}>{t('toPackages')}</AppLink>} />}
      />
      {quick && <QuickDeploy machines={[machine]} item={quick} onClose={() => setQuick(null)} />}
    </>
  )
}
