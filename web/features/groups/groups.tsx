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
import { GroupFilters, groupFilterIn, noGroupFilter } from './group-filters.tsx'
import { useGroupColumns } from './use-group-columns.tsx'

/** The groups of machines that one owns, and those that others share with one. */
export const Groups = () => {
  const t = useTranslations('groups')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const address = useAddressQuery()
  const columns = useGroupColumns()
  const [size, setSize] = useRememberedNumber('groups.page-size', pageSizes, 25)
  const filter = groupFilterIn(address.get)
  const paging = useCursorPages(`${size} ${JSON.stringify(filter)}`)
  const query = { limit: size, ...filter, ...(paging.cursor ? { cursor: paging.cursor } : {}) }
  const answer = useAsk(routes.listGroups, { query }, { keepPrevious: true })
  const isFiltered = Object.keys(filter).length > 0
  const add = can('group:edit') ? (
    <Button variant="primary" onClick={() => router.push(paths.newGroup)}>
      {t('add')}
    </Button>
  ) : null
  return (
    <Page title={t('title')} under={[{ text: t('machines'), href: paths.machines }]} wide>
      <PagedTable
        variant="full-page"
        label={t('title')}
        answer={answer}
        paging={paging}
        columns={columns}
        idOf={({ id }) => id}
        wrap
        sticky
        size={{ value: size, onChange: setSize }}
        header={
          <Header variant="awsui-h1-sticky" actions={add}>
            {t('title')}
          </Header>
        }
        filter={<GroupFilters />}
        empty={
          isFiltered ? (
            <Empty title={t('noMatch')} action={<Button onClick={() => address.set(noGroupFilter)}>{t('clearFilter')}</Button>} />
          ) : (
            <Empty title={t('none')} help={t('noneHelp')} action={add} />
          )
        }
      />
    </Page>
  )
}
