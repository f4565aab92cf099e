'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { type AuditLine, outcomes } from '#shared/contracts/audit.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useRefusalText } from '../../ui/use-refusal-text.ts'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { AuditFilter } from './audit-filter.tsx'
import { saveCsv } from './save-csv.ts'
import { useActionName } from './use-action-name.ts'

const looks = { done: 'success', refused: 'warning', failed: 'error', unknown: 'pending' } as const

export const Audit = () => {
  const t = useTranslations('audit')
  const api = useApi()
  const { tellFailure } = useNotices()
  const absolute = useAbsoluteTime()
  const actionName = useActionName()
  const say = useRefusalText()
  const { get, set } = useAddressQuery()
  const [size, setSize] = useRememberedNumber('audit.page-size', pageSizes, 50)
  const [saving, setSaving] = useState(false)
  const [personId, action, object, outcome] = [get('person'), get('action'), get('object'), get('outcome')]
  const from = Number.isNaN(Date.parse(get('from'))) ? '' : get('from')
  const wanted = outcomes.find((one) => one === outcome)
  const filter = {
    ...(personId ? { personId } : {}),
    ...(action ? { action } : {}),
    ...(object ? { object } : {}),
    ...(wanted ? { outcome: wanted } : {}),
    ...(from ? { from } : {}),
  }
  const paging = useCursorPages(`${size} ${JSON.stringify(filter)}`)
  const query = { limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}), ...filter }
  const answer = useAsk(routes.listAudit, { query }, { keepPrevious: true })
  const save = async () => {
    setSaving(true)
    await api.call(routes.exportAudit, { query: filter }).then(saveCsv).catch(tellFailure)
    setSaving(false)
  }
  const columns: TableProps<AuditLine>['columnDefinitions'] = [
    { id: 'at', header: t('at'), minWidth: 170, cell: ({ at }) => <time dateTime={at}>{absolute(at)}</time> },
    {
      id: 'person',
      header: t('person'),
      isRowHeader: true,
      minWidth: 110,
      cell: ({ person, via }) => (
        <>
          <Button variant="inline-link" ariaLabel={t('onlyPerson', { name: person.name })} onClick={() => set({ person: person.id })}>
            {person.name}
          </Button>
          {via !== 'session' && (
            <Box variant="small" display="block">
              {t('byToken', { name: via.replace(/^token /, '') })}
            </Box>
          )}
        </>
      ),
    },
    { id: 'action', header: t('action'), minWidth: 140, cell: (line) => actionName(line.action) },
    {
      id: 'object',
      header: t('object'),
      minWidth: 150,
      cell: ({ object: found }) =>
        found && (
          <Button
            variant="inline-link"
            ariaLabel={t('onlyObject', { name: found.name || found.id })}
            onClick={() => set({ object: found.id })}
          >
            {found.name || found.id}
          </Button>
        ),
    },
    {
      id: 'outcome',
      header: t('outcome'),
      minWidth: 180,
      cell: (line) => (
        <>
          <StatusIndicator type={looks[line.outcome]}>{t(line.outcome)}</StatusIndicator>
          {(line.why || line.outcome === 'unknown') && (
            <Box variant="small" display="block">
              {line.why === null ? t('unknownWhy') : say(line.why)}
            </Box>
          )}
        </>
      ),
    },
    { id: 'from', header: t('from'), cell: ({ from }) => from },
  ]
  return (
    <Page title={t('title')} wide>
      <PagedTable
        variant="full-page"
        label={t('title')}
        answer={answer}
        paging={paging}
        columns={columns}
        idOf={({ id }) => id}
        wrap
        size={{ value: size, onChange: setSize }}
        header={
          <Header
            variant="awsui-h1-sticky"
            description={t('help')}
            actions={
              <Button iconName="download" loading={saving} onClick={() => void save()}>
                {t('csv')}
              </Button>
            }
          >
            {t('title')}
          </Header>
        }
        filter={<AuditFilter />}
        empty={<Empty title={Object.keys(filter).length > 0 ? t('noMatch') : t('none')} />}
      />
    </Page>
  )
}
