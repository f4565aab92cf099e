'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { useFormatter, useTranslations } from 'next-intl'
import type { CheckedDeployment } from '#shared/contracts/deployments.ts'
import { useClock } from '../../ui/now.tsx'
import { useMoment } from '../../ui/use-moment.ts'

/** What would happen, before it does: machines, first start on each site, and what may surprise. */
export const Preview = ({ checked, checking }: { readonly checked: CheckedDeployment | null; readonly checking: boolean }) => {
  const t = useTranslations('preview')
  const format = useFormatter()
  const { moment } = useMoment()
  const now = useClock()
  return (
    <Container
      header={
        <Header variant="h2" description={checked ? t('figures', { machines: checked.machines, executions: checked.executions }) : ''}>
          {t('title')}
        </Header>
      }
    >
      {checked === null ? (
        <Box color="text-body-secondary">
          {checking ? <StatusIndicator type="loading">{t('checking')}</StatusIndicator> : t('incomplete')}
        </Box>
      ) : (
        <SpaceBetween size="s">
          <WarningList warnings={checked.warnings} />
          <Table
            variant="embedded"
            contentDensity="compact"
            items={checked.sites}
            trackBy="id"
            ariaLabels={{ tableLabel: t('title') }}
            columnDefinitions={[
              { id: 'site', header: t('site'), isRowHeader: true, cell: ({ name }) => name },
              { id: 'machines', header: t('machines'), cell: ({ machines }) => format.number(machines) },
              {
                id: 'starts',
                header: t('starts'),
                // A start that is due is "at once", not a minute ago.
                cell: ({ starts, timeZone }) => (Date.parse(starts) <= now.getTime() + 60_000 ? t('atOnce') : moment(starts, timeZone)),
              },
            ]}
          />
        </SpaceBetween>
      )}
    </Container>
  )
}

export const WarningList = ({ warnings }: { readonly warnings: CheckedDeployment['warnings'] }) => {
  const t = useTranslations('warnings')
  return warnings.length === 0 ? null : (
    <Alert type="warning">
      {warnings.map(({ code, count }) => (
        <div key={code}>{t(code, { count })}</div>
      ))}
    </Alert>
  )
}
