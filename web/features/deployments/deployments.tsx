'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { useDeploymentColumns } from './deployment-columns.tsx'
import { filterNames, queryOf } from './deployment-filter.ts'
import { FilterBar } from './filter-bar.tsx'

/** All deployments of everyone, latest first. */
export const Deployments = () => {
  const t = useTranslations('deployments')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const columns = useDeploymentColumns()
  const address = useAddressQuery()
  const [size, setSize] = useRememberedNumber('deployments.page-size', pageSizes, 25)
  const filter = queryOf(address.get)
  const paging = useCursorPages(`${size} ${JSON.stringify(filter)}`)
  const query = { limit: size, ...filter, ...(paging.cursor ? { cursor: paging.cursor } : {}) }
  const answer = useAsk(routes.listDeployments, { query }, { topics: ['deployments'], keepPrevious: true })
  const isFiltered = Object.keys(filter).length > 0
  const showAll = () => address.set(Object.fromEntries(filterNames.map((name) => [name, ''])))
  const deploy = can('deployment:create') ? (
    <Button variant="primary" onClick={() => router.push(paths.deploy({}))}>
      {t('deploy')}
    </Button>
  ) : null
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
          <Header variant="awsui-h1-sticky" actions={deploy}>
            {t('title')}
          </Header>
        }
        filter={<FilterBar />}
        empty={
          isFiltered ? (
            <Empty title={t('noMatch')} action={<Button onClick={showAll}>{t('showAll')}</Button>} />
          ) : (
            <Empty title={t('none')} help={t('noneHelp')} action={deploy} />
          )
        }
      />
    </Page>
  )
}
