'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useFormatter, useTranslations } from 'next-intl'
import type { Deployment, Execution } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { useCan } from '../session/session.tsx'
import { ExecutionState, PhaseState, phaseOrder } from './execution-state.tsx'
import styles from './state-filter.module.css'
import { StateFilter } from './state-filter.tsx'
import { isState } from './state-looks.ts'
import { useWhy } from './use-why.ts'

type Props = { readonly deployment: Deployment; readonly onSelect: (executionId: string) => void }

/** The machines of a deployment: state, phases, why not, and the way to the log. */
export const ExecutionTable = ({ deployment, onSelect }: Props) => {
  const t = useTranslations('executions')
  const format = useFormatter()
  const phaseWord = useTranslations('phases')
  const can = useCan()
  const paths = usePaths()
  const why = useWhy()
  const address = useAddressQuery()
  const [size, setSize] = useRememberedNumber('executions.page-size', pageSizes, 25)
  const wanted = address.get('state')
  const state = isState(wanted) ? wanted : undefined
  const paging = useCursorPages(`${deployment.id} ${size} ${wanted}`)
  const query = { limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}), ...(state ? { state } : {}) }
  const topics = [`deployment:${deployment.id}`]
  const answer = useAsk(routes.listExecutions, { params: { id: deployment.id }, query }, { topics, keepPrevious: true })

  const columns: TableProps<Execution>['columnDefinitions'] = [
    {
      id: 'machine',
      header: t('machine'),
      isRowHeader: true,
      cell: ({ machine }) => (
        <span className={styles.name}>
          <AppLink href={paths.machine(machine.id)}>{machine.name}</AppLink>
        </span>
      ),
    },
    ...(can('deployment:log')
      ? [
          {
            id: 'log',
            header: t('log'),
            minWidth: 90,
            cell: ({ id, machine }: Execution) => (
              <Button variant="inline-link" ariaLabel={t('logOf', { name: machine.name })} onClick={() => onSelect(id)}>
                {t('log')}
              </Button>
            ),
          },
        ]
      : []),
    { id: 'state', header: t('state'), cell: (execution) => <ExecutionState execution={execution} /> },
    ...phaseOrder.map((phase) => ({
      id: phase,
      header: phaseWord(phase),
      cell: (execution: Execution) => <PhaseState result={execution.phases[phase]} />,
    })),
    { id: 'attempt', header: t('attempt'), cell: ({ attempt, attempts }) => `${attempt} / ${attempts}` },
    { id: 'why', header: t('why'), minWidth: 200, cell: (execution) => why(execution) ?? '' },
    { id: 'updated', header: t('updated'), minWidth: 150, cell: ({ updatedAt }) => <When at={updatedAt} past /> },
  ]
  return (
    <PagedTable
      label={t('title')}
      answer={answer}
      paging={paging}
      columns={columns}
      idOf={({ id }) => id}
      wrap
      size={{ value: size, onChange: setSize }}
      header={
        <Header variant="h2" counter={`(${format.number(deployment.total)})`}>
          {t('title')}
        </Header>
      }
      filter={
        <StateFilter
          counts={deployment.counts}
          total={deployment.total}
          state={state ?? null}
          onState={(next) => address.set({ state: next ?? '' })}
        />
      }
      empty={
        state ? (
          <Empty title={t('noneInState')} action={<Button onClick={() => address.set({ state: '' })}>{t('showAll')}</Button>} />
        ) : (
          <Empty title={t('preparing')} help={t('preparingHelp')} />
        )
      }
    />
  )
}
