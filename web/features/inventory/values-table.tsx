'use client'
import Button from '@cloudscape-design/components/button'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import type { ExportFieldValuesQuery, InventoryField } from '#shared/contracts/terms.ts'
import { useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { rowId } from './field-value.ts'
import { useValueColumns } from './use-value-columns.tsx'

type Props = { readonly field: InventoryField; readonly which: ExportFieldValuesQuery }

export const ValuesTable = ({ field, which }: Props) => {
  const t = useTranslations('inventoryValues')
  const { get, set } = useAddressQuery()
  const [size, setSize] = useRememberedNumber('inventory.page-size', pageSizes, 25)
  const order = get('order') === 'machines' ? 'machines' : 'value'
  const paging = useCursorPages(`${size} ${order} ${JSON.stringify(which)}`)
  const query = { ...which, order, limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}) } as const
  const answer = useAsk(routes.countFieldValues, { query }, { keepPrevious: true })
  const narrowed = which.begins !== undefined || which.first !== undefined || which.entityId !== undefined
  return (
    <PagedTable
      label={t('title')}
      answer={answer}
      paging={paging}
      columns={useValueColumns(field)}
      idOf={rowId}
      wrap
      size={{ value: size, onChange: setSize }}
      empty={
        narrowed ? (
          <Empty title={t('noMatch')} action={<Button onClick={() => set({ begins: '', first: '', entity: '' })}>{t('clear')}</Button>} />
        ) : (
          <Empty title={t('none')} help={t('noneHelp')} />
        )
      }
    />
  )
}
