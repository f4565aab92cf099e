'use client'
import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useFormatter, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { csvOf } from '#shared/domain/csv.ts'
import { Empty } from '../../ui/empty.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { fileNameOf } from '../deployments/export-report.ts'
import styles from './inventory.module.css'
import { holds, inOrderOf, type Row, type RowTable as Rows } from './rows.ts'
import { SinceWhen } from './since-when.tsx'

/** Few enough rows stand on the page that a machine with thousands of programs is as quick as one with ten. */
const pageRows = 50
/** So few need no search. */
const fewRows = 8

type Props = {
  readonly table: Rows
  /** Of the machine, for the name of a file. */
  readonly name: string
  /** null: as it once was. */
  readonly machineId: string | null
}

/** A list of an inventory: all of it is here, so that search, order and pages are at once. */
export const RowTable = ({ table, name, machineId }: Props) => {
  const t = useTranslations('inventory')
  const format = useFormatter()
  const { labels, rows } = table
  const columns = useMemo(
    (): readonly TableProps.ColumnDefinition<Row>[] =>
      labels.map((label, at) => ({
        id: label,
        header: t(label),
        isRowHeader: at === 0,
        sortingComparator: inOrderOf(at),
        cell: ({ cells, since }) => (
          <>
            <span className={styles.cell}>{cells[at]}</span>
            {at === 0 && since !== null && machineId !== null && (
              <>
                {' '}
                <SinceWhen machineId={machineId} name={cells[0] ?? ''} wanted={since} />
              </>
            )}
          </>
        ),
      })),
    [labels, machineId, t],
  )
  const first = columns[0]
  const { items, filterProps, paginationProps, collectionProps, filteredItemsCount, allPageItems } = useCollection(rows, {
    filtering: { filteringFunction: holds, empty: <Empty title={t('noEntries')} />, noMatch: <Empty title={t('noMatch')} /> },
    pagination: { pageSize: pageRows },
    ...(first ? { sorting: { defaultState: { sortingColumn: first } } } : {}),
  })
  const total = format.number(rows.length)
  const save = () => {
    const cells = allPageItems.map((row) => row.cells)
    saveFile(csvOf([labels.map((label) => t(label)), ...cells]), fileNameOf(`${name} ${t(table.title)}`), 'text/csv')
  }
  return (
    <Table
      {...collectionProps}
      variant="borderless"
      contentDensity="compact"
      wrapLines
      items={items}
      columnDefinitions={columns}
      trackBy="id"
      ariaLabels={{ tableLabel: t(table.title) }}
      header={
        <Header
          variant="h3"
          actions={
            rows.length > 0 && (
              <Button iconName="download" ariaLabel={t('csvOf', { section: t(table.title) })} onClick={save}>
                {t('csv')}
              </Button>
            )
          }
          counter={filterProps.filteringText === '' ? `(${total})` : `(${format.number(filteredItemsCount ?? 0)} / ${total})`}
        >
          {t(table.title)}
        </Header>
      }
      filter={
        rows.length > fewRows ? (
          <TextFilter {...filterProps} filteringPlaceholder={t('find')} filteringAriaLabel={t('findIn', { section: t(table.title) })} />
        ) : undefined
      }
      pagination={(filteredItemsCount ?? rows.length) > pageRows ? <Pagination {...paginationProps} /> : undefined}
    />
  )
}
