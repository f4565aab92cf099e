'use client'
import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Icon from '@cloudscape-design/components/icon'
import Pagination from '@cloudscape-design/components/pagination'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import Toggle from '@cloudscape-design/components/toggle'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { csvOf } from '#shared/domain/csv.ts'
import { Empty } from '../../ui/empty.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { fileNameOf } from '../deployments/export-report.ts'
import { type ComparedKind, type ComparedLine, sectionsIn } from './compared.ts'
import styles from './inventory.module.css'
import { holds } from './rows.ts'
import { changeIcons } from './upload-changes.tsx'

const pageRows = 50
const icons = { ...changeIcons, same: 'check' } as const

type Props = {
  readonly lines: readonly ComparedLine[]
  readonly heads: readonly [string, string]
  readonly kinds: Readonly<Record<ComparedKind, string>>
  readonly sums: string
  readonly fileName: string
  readonly whole: { readonly is: boolean; readonly onChange: (whole: boolean) => void; readonly loading: boolean }
}

export const ComparisonTable = ({ lines, heads, kinds, sums, fileName, whole }: Props) => {
  const t = useTranslations('inventory')
  const [section, setSection] = useState('')
  const sections = useMemo(() => sectionsIn(lines), [lines])
  const anySection = { value: '', label: t('anySection') }
  const options = [
    anySection,
    ...[...sections].map(([word, count]) => ({ value: word, label: t('withCount', { section: t(word), count }) })),
  ]
  const chosen = options.find(({ value }) => value === section) ?? anySection
  const inSection = useMemo(
    () => (chosen.value === '' ? lines : lines.filter((line) => line.section === chosen.value)),
    [lines, chosen.value],
  )
  const [left, right] = heads
  const columns = useMemo((): readonly TableProps.ColumnDefinition<ComparedLine>[] => {
    const text = (value: string) => <span className={styles.cell}>{value}</span>
    return [
      {
        id: 'kind',
        header: t('difference'),
        sortingField: 'kind',
        minWidth: 140,
        cell: ({ kind }) => (
          <>
            <Icon name={icons[kind]} /> {kinds[kind]}
          </>
        ),
      },
      { id: 'section', header: t('section'), sortingField: 'section', minWidth: 120, cell: (line) => t(line.section) },
      { id: 'what', header: t('what'), sortingField: 'what', isRowHeader: true, cell: ({ what }) => text(what) },
      { id: 'before', header: left, cell: ({ before }) => text(before) },
      { id: 'after', header: right, cell: ({ after }) => text(after) },
    ]
  }, [t, kinds, left, right])
  const { items, filterProps, paginationProps, collectionProps, filteredItemsCount, allPageItems } = useCollection(inSection, {
    filtering: {
      filteringFunction: holds,
      empty: <Empty title={t('noDifference')} />,
      noMatch: <Empty title={t('noMatch')} />,
    },
    pagination: { pageSize: pageRows },
    sorting: {},
  })
  const save = () => {
    const rows = allPageItems.map((line) => [kinds[line.kind], t(line.section), line.what, line.before, line.after])
    saveFile(csvOf([[t('difference'), t('section'), t('what'), left, right], ...rows]), fileNameOf(fileName), 'text/csv')
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
      loading={whole.loading}
      loadingText={t('loadingSame')}
      ariaLabels={{ tableLabel: t('differences') }}
      header={
        <Header
          variant="h3"
          description={sums}
          actions={
            <Button iconName="download" disabled={lines.length === 0} onClick={save}>
              {t('csv')}
            </Button>
          }
        >
          {t('differences')}
        </Header>
      }
      filter={
        <SpaceBetween direction="horizontal" size="s" alignItems="center">
          <TextFilter {...filterProps} filteringPlaceholder={t('find')} filteringAriaLabel={t('findIn', { section: t('differences') })} />
          <Select
            ariaLabel={t('section')}
            options={options}
            selectedOption={chosen}
            expandToViewport
            onChange={({ detail }) => setSection(detail.selectedOption.value ?? '')}
          />
          <Toggle checked={whole.is} onChange={({ detail }) => whole.onChange(detail.checked)}>
            {t('withSame')}
          </Toggle>
        </SpaceBetween>
      }
      pagination={(filteredItemsCount ?? inSection.length) > pageRows ? <Pagination {...paginationProps} /> : undefined}
    />
  )
}
