'use client'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import Table from '@cloudscape-design/components/table'
import { useFormatter, useTranslations } from 'next-intl'
import type { ShownCriterion } from '#shared/contracts/groups.ts'
import { Empty } from '../../ui/empty.tsx'
import styles from './groups.module.css'
import { useCriterionText } from './use-criterion-text.ts'

type Props = {
  readonly criteria: readonly ShownCriterion[]
  /** Machines of each criterion by itself; null while that is not known. */
  readonly counts: readonly number[] | null
  readonly checking?: boolean
  /** Numbers of criteria that change nothing. */
  readonly unused?: readonly number[]
  /** Absent: they are only shown. The number is the criterion's, from 1. */
  readonly onEdit?: (number: number) => void
  readonly onRemove?: (number: number) => void
}

type Row = { readonly criterion: ShownCriterion; readonly number: number; readonly count: number | null }

/** Numbered criteria, each with what it finds by itself. */
export const CriteriaTable = ({ criteria, counts, checking = false, unused = [], onEdit, onRemove }: Props) => {
  const t = useTranslations('groupForm')
  const format = useFormatter()
  const textOf = useCriterionText()
  const rows = criteria.map((criterion, place) => ({ criterion, number: place + 1, count: counts?.[place] ?? null }))
  const editable = onEdit !== undefined && onRemove !== undefined
  return (
    <Table<Row>
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={rows}
      trackBy={({ number }) => String(number)}
      ariaLabels={{ tableLabel: t('criteria') }}
      empty={<Empty title={t('noCriterion')} help={t('noCriterionHelp')} />}
      columnDefinitions={[
        { id: 'number', header: t('number'), width: 60, cell: ({ number }) => number },
        {
          id: 'criterion',
          header: t('criterion'),
          isRowHeader: true,
          minWidth: 150,
          cell: ({ criterion, number }) => (
            <span className={unused.includes(number) ? styles['unused'] : ''}>
              {textOf(criterion)}
              {unused.includes(number) && ` ${t('unusedMark')}`}
            </span>
          ),
        },
        {
          id: 'machines',
          header: t('machines'),
          width: 110,
          cell: ({ count }) => (count === null ? checking ? <Spinner /> : '—' : format.number(count)),
        },
        ...(editable
          ? [
              {
                id: 'actions',
                header: t('actions'),
                width: 100,
                cell: ({ number }: Row) => (
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button
                      variant="inline-icon"
                      iconName="edit"
                      formAction="none"
                      ariaLabel={t('editOne', { number })}
                      onClick={() => onEdit(number)}
                    />
                    <Button
                      variant="inline-icon"
                      iconName="remove"
                      formAction="none"
                      ariaLabel={t('removeOne', { number })}
                      onClick={() => onRemove(number)}
                    />
                  </SpaceBetween>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}
