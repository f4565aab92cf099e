'use client'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { Execution } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { ExecutionState } from '../deployments/execution-state.tsx'
import { useWhy } from '../deployments/use-why.ts'

/** What was deployed on a machine, latest first. */
export const MachineHistory = ({ machineId }: { readonly machineId: string }) => {
  const t = useTranslations('machines')
  const paths = usePaths()
  const why = useWhy()
  const paging = useCursorPages(machineId)
  const query = { limit: 25, ...(paging.cursor ? { cursor: paging.cursor } : {}) }
  const answer = useAsk(routes.listMachineExecutions, { params: { id: machineId }, query }, { topics: ['deployments'], keepPrevious: true })
  const columns: TableProps<Execution>['columnDefinitions'] = [
    {
      id: 'package',
      header: t('historyPackage'),
      isRowHeader: true,
      cell: (execution) => (
        <AppLink href={paths.deployment(execution.deploymentId, execution.id)}>
          {execution.package ? `${execution.package.label} ${execution.package.version}` : execution.id}
        </AppLink>
      ),
    },
    { id: 'state', header: t('historyState'), cell: (execution) => <ExecutionState execution={execution} /> },
    { id: 'why', header: t('historyWhy'), cell: (execution) => why(execution) ?? '' },
    { id: 'when', header: t('historyWhen'), cell: (execution) => <When at={execution.updatedAt} past /> },
  ]
  return (
    <PagedTable
      label={t('history')}
      answer={answer}
      paging={paging}
      columns={columns}
      idOf={(execution) => execution.id}
      wrap
      header={<Header variant="h2">{t('history')}</Header>}
      empty={<Empty title={t('noHistory')} help={t('noHistoryHelp')} />}
    />
  )
}
