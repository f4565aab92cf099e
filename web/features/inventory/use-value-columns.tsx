'use client'
import Button from '@cloudscape-design/components/button'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { CountedFieldValue, InventoryField } from '#shared/contracts/terms.ts'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { valueText } from './field-value.ts'
import styles from './inventory.module.css'
import { useSay } from './use-say.ts'

/** Programs lead to their versions. */
const pairsOf: Readonly<Partial<Record<InventoryField['name'], InventoryField['name']>>> = {
  'Software/ProductName': 'Software/Products',
}

export const useValueColumns = (field: InventoryField): TableProps<CountedFieldValue>['columnDefinitions'] => {
  const t = useTranslations('inventoryValues')
  const say = useSay()
  const paths = usePaths()
  const { set } = useAddressQuery()
  const { name, type } = field
  const pairs = pairsOf[name]
  return [
    {
      id: 'value',
      header: t('value'),
      isRowHeader: true,
      cell: ({ value }) => {
        const text = valueText(name, type, value, say)
        return pairs ? (
          <Button
            variant="inline-link"
            ariaLabel={t('versionsOf', { name: text })}
            onClick={() => set({ field: pairs, first: value, begins: '' })}
          >
            {text}
          </Button>
        ) : name === 'Machine/Name' ? (
          <AppLink href={paths.machinesNamed(value)}>{text}</AppLink>
        ) : (
          <span className={styles.cell}>{text}</span>
        )
      },
    },
    ...(type === 'pair'
      ? [
          {
            id: 'second',
            header: t(name === 'Software/Products' ? 'version' : 'second'),
            cell: ({ second }: CountedFieldValue) => <span className={styles.cell}>{valueText(name, type, second ?? '', say)}</span>,
          },
        ]
      : []),
    { id: 'machines', header: t('machines'), minWidth: 120, cell: ({ machines }) => say.count(machines) },
  ]
}
