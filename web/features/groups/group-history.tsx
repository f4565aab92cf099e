'use client'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useDeploymentColumns } from '../deployments/deployment-columns.tsx'
import { filterNames, queryOf } from '../deployments/deployment-filter.ts'
import { FilterBar } from '../deployments/filter-bar.tsx'
import { useCan } from '../session/session.tsx'

/** What was ordered for a group, latest first; each leads to its machines and their logs. */
export const GroupHistory = ({ group }: { readonly group: Group }) => {
  const t = useTranslations('groups')
  const can = useCan()
  const paths = usePaths()
  const address = useAddressQuery()
  const columns = useDeploymentColumns(false)
  const [size, setSize] = useRememberedNumber('deployments.page-size', pageSizes, 25)
  const filter = queryOf(address.get)
  const paging = useCursorPages(`${size} ${group.id} ${JSON.stringify(filter)}`)
  const query = { limit: size, groupId: group.id, ...filter, ...(paging.cursor ? { cursor: paging.cursor } : {}) }
  const answer = useAsk(routes.listDeployments, { query }, { topics: ['deployments'], keepPrevious: true })
  const showAll = () => address.set(Object.fromEntries(filterNames.map((name) => [name, ''])))
  return (
    <PagedTable
      variant="borderless"
      label={t('history')}
      answer={answer}
      paging={paging}
      columns={columns}
      idOf={({ id }) => id}
      wrap
      size={{ value: size, onChange: setSize }}
      filter={<FilterBar />}
      empty={
        Object.keys(filter).length > 0 ? (
          <Empty title={t('noDeploymentMatches')} action={<Button onClick={showAll}>{t('clearFilter')}</Button>} />
        ) : (
          <Empty
            title={t('noHistory')}
            help={t('noHistoryHelp')}
            action={can('deployment:create') ? <AppLink href={paths.deployOnGroup(group.id)}>{t('deploy')}</AppLink> : null}
          />
        )
      }
    />
  )
}
