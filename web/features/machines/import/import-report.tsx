'use client'
/** What a list would do or has done: figures, faults by line, and every machine. */
import Alert from '@cloudscape-design/components/alert'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { ImportReport } from '#shared/contracts/machine-import.ts'
import { AppLink, usePaths } from '../../../ui/app-link.tsx'
import { useFaultTexts } from '../../../ui/use-faults.ts'

/** Of a long list, the beginning: the figures tell the rest. */
const mostRows = 100

export const ReportView = ({ report }: { readonly report: ImportReport }) => {
  const t = useTranslations('importMachines')
  const paths = usePaths()
  const { say } = useFaultTexts()
  const { counts, faults, machines, written } = report
  const outcomes = {
    created: t(written ? 'wasCreated' : 'wouldCreate'),
    changed: t(written ? 'wasChanged' : 'wouldChange'),
    unchanged: t('unchanged'),
  }
  return (
    <SpaceBetween size="l">
      <Alert
        type={written ? 'success' : counts.refused > 0 ? 'warning' : 'info'}
        header={t(written ? 'done' : 'foreseen', { lines: report.lines })}
      >
        {t('figures', counts)}
      </Alert>
      {faults.length > 0 && (
        <Table
          contentDensity="compact"
          wrapLines
          items={faults.slice(0, mostRows)}
          ariaLabels={{ tableLabel: t('faults') }}
          header={
            <Header
              variant="h2"
              counter={`(${faults.length})`}
              description={faults.length > mostRows ? t('first', { count: mostRows }) : ''}
            >
              {t('faults')}
            </Header>
          }
          columnDefinitions={[
            { id: 'line', header: t('line'), width: 80, cell: ({ line }) => line },
            { id: 'field', header: t('field'), isRowHeader: true, minWidth: 120, cell: ({ field }) => field },
            { id: 'value', header: t('value'), minWidth: 140, cell: ({ value }) => value ?? '—' },
            { id: 'message', header: t('message'), minWidth: 260, cell: ({ message }) => say(message) },
          ]}
        />
      )}
      {machines.length > 0 && (
        <Table
          contentDensity="compact"
          items={machines.slice(0, mostRows)}
          ariaLabels={{ tableLabel: t('machines') }}
          header={
            <Header
              variant="h2"
              counter={`(${machines.length})`}
              description={machines.length > mostRows ? t('first', { count: mostRows }) : ''}
            >
              {t('machines')}
            </Header>
          }
          columnDefinitions={[
            { id: 'line', header: t('line'), width: 80, cell: ({ line }) => line },
            {
              id: 'name',
              header: t('name'),
              isRowHeader: true,
              cell: ({ id, name }) => (id === null ? name : <AppLink href={paths.machine(id)}>{name}</AppLink>),
            },
            { id: 'outcome', header: t('outcome'), cell: ({ outcome }) => outcomes[outcome] },
          ]}
        />
      )}
    </SpaceBetween>
  )
}
