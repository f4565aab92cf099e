'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import Toggle from '@cloudscape-design/components/toggle'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Deployment, DeploymentReport } from '#shared/contracts/deployments.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { addressOfFigure, type FigureRow, rowsOf } from './figures.ts'
import { useFigureWords } from './use-figure-words.ts'

/** The figures of a deployment as a tree; each opens the list behind it. */
export const Report = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('report')
  const [open, setOpen] = useState(deployment.total > 1)
  const { data, error, refetch } = useAsk(
    routes.getReport,
    { params: { id: deployment.id } },
    { enabled: open, topics: [`deployment:${deployment.id}`] },
  )
  return (
    <ExpandableSection variant="container" headerText={t('title')} expanded={open} onChange={({ detail }) => setOpen(detail.expanded)}>
      {data ? <Tree report={data} /> : error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />}
    </ExpandableSection>
  )
}

const Tree = ({ report }: { readonly report: DeploymentReport }) => {
  const t = useTranslations('report')
  const word = useFigureWords()
  const format = useFormatter()
  const address = useAddressQuery()
  const [zeros, setZeros] = useState(false)
  const [folded, setFolded] = useState<readonly string[]>([])
  const place = address.get('place')
  const whole = { value: '', label: t('whole') }
  const choices = [whole, ...report.packages.map((one) => ({ value: String(one.place), label: one.label }))]
  const chosen = report.packages.find((one) => String(one.place) === place)
  const rows = rowsOf(chosen?.figures ?? report.figures, zeros)
  const unfolded = (list: readonly FigureRow[]): FigureRow[] =>
    list.flatMap((row) => (row.rows.length === 0 || folded.includes(row.path) ? [] : [row, ...unfolded(row.rows)]))
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="m" alignItems="center">
        {report.packages.length > 1 && (
          <Select
            ariaLabel={t('ofPackage')}
            options={choices}
            selectedOption={choices.find(({ value }) => value === place) ?? whole}
            onChange={({ detail }) => address.set({ place: detail.selectedOption.value ?? '' })}
          />
        )}
        <Toggle checked={zeros} onChange={({ detail }) => setZeros(detail.checked)}>
          {t('zeros')}
        </Toggle>
      </SpaceBetween>
      <Table<FigureRow>
        variant="embedded"
        contentDensity="compact"
        items={rows}
        trackBy="path"
        ariaLabels={{ tableLabel: t('title') }}
        expandableRows={{
          getItemChildren: (row) => [...row.rows],
          isItemExpandable: (row) => row.rows.length > 0,
          expandedItems: unfolded(rows),
          onExpandableItemToggle: ({ detail: { item, expanded } }) =>
            setFolded((before) => (expanded ? before.filter((path) => path !== item.path) : [...before, item.path])),
        }}
        columnDefinitions={[
          { id: 'figure', header: t('figure'), isRowHeader: true, cell: ({ id }) => word(id) },
          {
            id: 'count',
            header: t('count'),
            width: 130,
            cell: (row) =>
              row.count === 0 ? (
                <Box color="text-status-inactive">0</Box>
              ) : (
                <Button
                  variant="inline-link"
                  ariaLabel={t('list', { count: row.count, figure: word(row.id) })}
                  onClick={() => address.set(addressOfFigure(row))}
                >
                  {format.number(row.count)}
                </Button>
              ),
          },
          {
            id: 'percent',
            header: t('share'),
            width: 110,
            cell: ({ percent }) => format.number(percent / 100, { style: 'percent', maximumFractionDigits: 1 }),
          },
        ]}
      />
    </SpaceBetween>
  )
}
