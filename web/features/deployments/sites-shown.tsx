'use client'
import Table from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { DeploymentWithSites } from '#shared/contracts/deployments.ts'
import { StatusWord } from '../../ui/status-word.tsx'
import { useMoment } from '../../ui/use-moment.ts'

/** How a deployment stands on each of its sites: its window, and whether anybody there answers. */
export const SitesShown = ({ sites }: { readonly sites: DeploymentWithSites['sites'] }) => {
  const t = useTranslations('deploymentSites')
  const { moment } = useMoment()
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={sites}
      trackBy="id"
      ariaLabels={{ tableLabel: t('title') }}
      columnDefinitions={[
        { id: 'name', header: t('site'), isRowHeader: true, cell: ({ name }) => name },
        {
          id: 'window',
          header: t('window'),
          cell: ({ open, opens, closes, timeZone }) =>
            open
              ? closes === null
                ? t('open')
                : t('openUntil', { at: moment(closes, timeZone) })
              : opens === null
                ? t('closed')
                : t('opens', { at: moment(opens, timeZone) }),
        },
        {
          id: 'edges',
          header: t('edges'),
          cell: ({ edges, edgesSeen }) => (
            <StatusWord tone={edgesSeen > 0 ? 'green' : 'red'} icon={edgesSeen > 0 ? 'status-positive' : 'status-negative'}>
              {t('edgesSeen', { seen: edgesSeen, count: edges })}
            </StatusWord>
          ),
        },
      ]}
    />
  )
}
