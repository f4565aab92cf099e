'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Bundle } from '#shared/contracts/bundles.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { BundleForm } from './bundle-form.tsx'
import { Stages } from './stages.tsx'

export const isDeployable = ({ members }: Bundle): boolean => members.every(({ label }) => label !== null)

export const Bundles = () => {
  const t = useTranslations('bundles')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const [adding, setAdding] = useState(false)
  const [size, setSize] = useRememberedNumber('bundles.page-size', pageSizes, 25)
  const paging = useCursorPages(String(size))
  const answer = useAsk(
    routes.listBundles,
    { query: { limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}) } },
    { topics: ['packages'], keepPrevious: true },
  )
  const add = can('bundle:edit') ? (
    <Button variant="primary" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  ) : null
  const columns: TableProps<Bundle>['columnDefinitions'] = [
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ id, name }) => <AppLink href={paths.bundle(id)}>{name}</AppLink> },
    { id: 'members', header: t('members'), minWidth: 220, cell: ({ members }) => <Stages members={members} /> },
    { id: 'by', header: t('by'), cell: ({ createdBy }) => createdBy },
    { id: 'updated', header: t('updated'), cell: ({ updatedAt }) => <When at={updatedAt} past /> },
    ...(can('deployment:create')
      ? [
          {
            id: 'actions',
            header: t('actions'),
            cell: (bundle: Bundle) => (
              <Button
                variant="inline-link"
                disabled={!isDeployable(bundle)}
                {...(isDeployable(bundle) ? {} : { disabledReason: t('incomplete') })}
                ariaLabel={t('deployOne', { name: bundle.name })}
                onClick={() => router.push(paths.deploy({ bundleId: bundle.id }))}
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
        idOf={({ id }) => id}
        wrap
        size={{ value: size, onChange: setSize }}
        header={
          <Header variant="awsui-h1-sticky" actions={add}>
            {t('title')}
          </Header>
        }
        empty={<Empty title={t('none')} help={t('noneHelp')} action={add} />}
      />
      {adding && <BundleForm bundle={null} onClose={() => setAdding(false)} onSaved={({ id }) => router.push(paths.bundle(id))} />}
    </Page>
  )
}
