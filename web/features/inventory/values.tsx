'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import type { InventoryField } from '#shared/contracts/terms.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useCan } from '../session/session.tsx'
import { Page } from '../shell/page.tsx'
import { narrowing, rowId } from './field-value.ts'
import { useValueColumns } from './use-value-columns.tsx'
import { ValuesCsv } from './values-csv.tsx'
import { ValuesFilter } from './values-filter.tsx'

const firstField = 'Software/ProductName'

/** The values of a field over all machines, and how many machines have each. */
export const Values = () => {
  const t = useTranslations('inventoryValues')
  const can = useCan()
  const router = useRouter()
  const paths = usePaths()
  const { get, set } = useAddressQuery()
  const [size, setSize] = useRememberedNumber('inventory.page-size', pageSizes, 50)
  const fields = useAsk(routes.listInventoryFields, {}, { staleMs: Number.POSITIVE_INFINITY })
  const known = fields.data?.items ?? []
  const wanted = get('field') || firstField
  const field: InventoryField | undefined = known.find(({ name }) => name === wanted) ?? known[0]
  const which = { field: field?.name ?? firstField, ...narrowing(field?.type ?? null, get('begins'), get('first')) }
  const paging = useCursorPages(`${size} ${JSON.stringify(which)}`)
  const counted = useAsk(
    routes.countFieldValues,
    { query: { ...which, limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}) } },
    { enabled: field !== undefined, keepPrevious: true },
  )
  const columns = useValueColumns(field)
  const answer = { ...counted, error: counted.error ?? fields.error, refetch: () => (fields.error ? fields.refetch() : counted.refetch()) }
  const refused = answer.error instanceof ApiProblem && answer.error.kind === 'forbidden' ? answer.error : null
  const header = (
    <Header
      variant="awsui-h1-sticky"
      description={t('help')}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {can('inventory:decide') && <Button onClick={() => router.push(paths.inventoryDoubts)}>{t('doubts')}</Button>}
          <Button onClick={() => router.push(paths.inventoryRefusals)}>{t('refusals')}</Button>
          {!refused && field && <ValuesCsv which={which} />}
        </SpaceBetween>
      }
    >
      {t('title')}
    </Header>
  )
  const narrowed = which.begins !== undefined || which.first !== undefined
  return (
    <Page title={t('title')} wide>
      {refused ? (
        <SpaceBetween size="m">
          {header}
          <Alert type="info" header={t('wholeOnly')}>
            {t('wholeOnlyHelp')} <q>{refused.message}</q>
          </Alert>
        </SpaceBetween>
      ) : (
        <PagedTable
          variant="full-page"
          label={t('title')}
          answer={answer}
          paging={paging}
          columns={columns}
          idOf={rowId}
          wrap
          size={{ value: size, onChange: setSize }}
          header={header}
          filter={<ValuesFilter fields={known} field={field} />}
          empty={
            narrowed ? (
              <Empty title={t('noMatch')} action={<Button onClick={() => set({ begins: '', first: '' })}>{t('clear')}</Button>} />
            ) : (
              <Empty title={t('none')} help={t('noneHelp')} />
            )
          }
        />
      )}
    </Page>
  )
}
