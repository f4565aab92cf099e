'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useFormatter, useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { CsvButton } from './csv-button.tsx'
import { FigureFilter } from './figure-filter.tsx'
import { StateFilter } from './state-filter.tsx'
import { isState } from './state-looks.ts'
import { useExecutionColumns } from './use-execution-columns.tsx'

type Props = { readonly deployment: Deployment; readonly onSelect: (executionId: string) => void }

/** The machines of a deployment: state, phases, why not, and the way to the log. */
export const ExecutionTable = ({ deployment, onSelect }: Props) => {
  const t = useTranslations('executions')
  const format = useFormatter()
  const columns = useExecutionColumns(deployment, onSelect)
  const address = useAddressQuery()
  const [size, setSize] = useRememberedNumber('executions.page-size', pageSizes, 25)
  const wanted = address.get('state')
  const standing = address.get('standing')
  const place = address.get('place')
  const state = isState(wanted) ? wanted : undefined
  const paging = useCursorPages(`${deployment.id} ${size} ${wanted} ${standing} ${place}`)
  const query = {
    limit: size,
    ...(paging.cursor ? { cursor: paging.cursor } : {}),
    ...(state ? { state } : {}),
    ...(standing ? { standing } : {}),
    ...(place ? { place } : {}),
  }
  const topics = [`deployment:${deployment.id}`]
  const answer = useAsk(routes.listExecutions, { params: { id: deployment.id }, query }, { topics, keepPrevious: true })
  const showAll = () => address.set({ state: '', standing: '', figure: '', place: '' })
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
        <Header
          variant="h2"
          counter={
            deployment.packages.length > 1
              ? t('counter', { machines: deployment.machines, executions: deployment.total })
              : `(${format.number(deployment.total)})`
          }
          actions={<CsvButton deployment={deployment} />}
        >
          {t('title')}
        </Header>
      }
      filter={
        <SpaceBetween size="xs">
          <StateFilter
            counts={deployment.counts}
            total={deployment.total}
            state={state ?? null}
            filtered={standing !== '' || place !== ''}
            onState={(next) => address.set({ state: next ?? '', standing: '', figure: '', ...(next === null ? { place: '' } : {}) })}
          />
          <FigureFilter deployment={deployment} />
        </SpaceBetween>
      }
      empty={
        state || standing || place ? (
          <Empty title={t('noneInState')} action={<Button onClick={showAll}>{t('showAll')}</Button>} />
        ) : (
          <Empty title={t('preparing')} help={t('preparingHelp')} />
        )
      }
    />
  )
}
