'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Bundle } from '#shared/contracts/bundles.ts'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { isDeployable } from '../bundles/bundles.tsx'
import { Stages } from '../bundles/stages.tsx'
import { QuickDeploy } from '../deploy/quick-deploy.tsx'
import { keepSelection } from './chosen.ts'

/** The bundles that can be deployed on a machine. */
export const BundleTab = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('machines')
  const router = useRouter()
  const paths = usePaths()
  const [quick, setQuick] = useState<Bundle | null>(null)
  const paging = useCursorPages('bundles')
  const query = { limit: 25, ...(paging.cursor ? { cursor: paging.cursor } : {}) }
  const answer = useAsk(routes.listBundles, { query }, { topics: ['packages'], keepPrevious: true })
  const columns: TableProps<Bundle>['columnDefinitions'] = [
    { id: 'name', header: t('bundle'), isRowHeader: true, cell: ({ id, name }) => <AppLink href={paths.bundle(id)}>{name}</AppLink> },
    { id: 'members', header: t('content'), minWidth: 220, cell: ({ members }) => <Stages members={members} /> },
    {
      id: 'actions',
      header: t('actions'),
      minWidth: 220,
      cell: (bundle) => (
        <SpaceBetween direction="horizontal" size="s">
          <Button
            variant="inline-link"
            disabled={!isDeployable(bundle)}
            ariaLabel={t('deployOne', { name: bundle.name })}
            onClick={() => setQuick(bundle)}
          >
            {t('deploy')}
          </Button>
          <Button
            variant="inline-link"
            disabled={!isDeployable(bundle)}
            ariaLabel={t('advancedOne', { name: bundle.name })}
            onClick={() => router.push(paths.deploy({ bundleId: bundle.id, selection: keepSelection([machine]) }))}
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
        label={t('bundlesFor')}
        answer={answer}
        paging={paging}
        columns={columns}
        idOf={({ id }) => id}
        wrap
        header={<Header variant="h3">{t('bundlesFor')}</Header>}
        empty={<Empty title={t('noBundle')} action={<AppLink href={paths.bundles}>{t('toBundles')}</AppLink>} />}
      />
      {quick && <QuickDeploy machines={[machine]} item={null} bundle={quick} onClose={() => setQuick(null)} />}
    </>
  )
}
