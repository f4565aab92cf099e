'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { endStates, hasEnded } from '#shared/domain/deployment/states.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Chips } from '../../ui/chips.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { When } from '../../ui/when.tsx'
import { ExecutionActions } from '../deployments/execution-actions.tsx'
import { ExecutionState } from '../deployments/execution-state.tsx'
import { stateLooks } from '../deployments/state-looks.ts'
import { useWhy } from '../deployments/use-why.ts'
import { useMachineExecutions } from './use-machine-executions.ts'

type Props = {
  readonly machineId: string
  /** What goes on, or what is over. */
  readonly part: 'running' | 'ended'
}

const everyState = 'all'

/** What is being deployed on a machine, or was, latest first. */
export const MachineHistory = ({ machineId, part }: Props) => {
  const t = useTranslations('machines')
  const word = useTranslations('states')
  const paths = usePaths()
  const why = useWhy()
  const address = useAddressQuery()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useMachineExecutions(machineId)
  const wanted = part === 'ended' ? address.get('state') : ''
  const all = data?.pages.flatMap(({ items }) => items)
  const items = all?.filter(({ state }) => hasEnded(state) === (part === 'ended') && (wanted === '' || state === wanted))
  const title = t(part === 'ended' ? 'history' : 'logs')
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: title }}
      header={<Header variant="h3">{title}</Header>}
      items={items ?? []}
      trackBy="id"
      loading={!data && !error}
      loadingText={t('loading')}
      filter={
        part === 'ended' ? (
          <Chips
            legend={t('historyState')}
            chosen={wanted === '' ? everyState : wanted}
            onChoose={(id) => address.set({ state: id === everyState ? '' : id })}
            chips={[
              { id: everyState, label: t('anyState') },
              ...endStates.map((state) => ({ id: state, label: <StatusWord {...stateLooks[state]}>{word(state)}</StatusWord> })),
            ]}
          />
        ) : undefined
      }
      empty={
        error && !data ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : wanted !== '' ? (
          <Empty title={t('noneInState')} action={<Button onClick={() => address.set({ state: '' })}>{t('anyState')}</Button>} />
        ) : part === 'ended' ? (
          <Empty title={t('noHistory')} help={t('noHistoryHelp')} />
        ) : (
          <Empty title={t('nothingRuns')} help={t('nothingRunsHelp')} />
        )
      }
      footer={
        hasNextPage ? (
          <Button variant="inline-link" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('older')}
          </Button>
        ) : undefined
      }
      columnDefinitions={[
        {
          id: 'package',
          header: t('historyPackage'),
          isRowHeader: true,
          cell: (execution) => (
            <AppLink href={paths.deployment(execution.deploymentId, execution.id)}>
              {execution.package ? `${execution.package.label} ${execution.package.version}` : t('afterBundle')}
            </AppLink>
          ),
        },
        { id: 'state', header: t('historyState'), cell: (execution) => <ExecutionState execution={execution} /> },
        { id: 'why', header: t('historyWhy'), minWidth: 220, cell: (execution) => why(execution) ?? '' },
        { id: 'when', header: t('historyWhen'), minWidth: 130, cell: ({ updatedAt }) => <When at={updatedAt} past /> },
        { id: 'actions', header: t('actions'), width: 80, cell: (execution) => <ExecutionActions execution={execution} /> },
      ]}
    />
  )
}
