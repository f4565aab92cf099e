'use client'
import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Icon from '@cloudscape-design/components/icon'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { InventoryUpload } from '#shared/contracts/inventory-views.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { changeLine } from './changes.ts'
import styles from './inventory.module.css'
import { useSay } from './use-say.ts'

/** Never colour alone, and never the icon alone: the word stands beside it. */
export const changeIcons = { added: 'add-plus', changed: 'edit', removed: 'remove' } as const

const comparing = { view: 'compare', against: '', at: '' }
const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString()

/** What one upload changed, line by line. */
export const UploadChanges = ({ upload }: { readonly upload: InventoryUpload }) => {
  const t = useTranslations('inventory')
  const say = useSay()
  const address = useAddressQuery()
  const lines = useMemo(() => upload.changes.map((change, place) => ({ ...changeLine(change, say), id: String(place) })), [upload, say])
  const text = (value: string) => <span className={styles.cell}>{value}</span>
  return (
    <SpaceBetween size="s">
      {upload.acrossAgents && <Alert type="info">{t('acrossAgents')}</Alert>}
      {lines.length > 0 && (
        <Table
          variant="borderless"
          contentDensity="compact"
          wrapLines
          items={lines}
          trackBy="id"
          ariaLabels={{ tableLabel: t('changes') }}
          columnDefinitions={[
            {
              id: 'kind',
              header: t('change'),
              minWidth: 120,
              width: 140,
              cell: ({ kind }) => (
                <>
                  <Icon name={changeIcons[kind]} /> {t(kind)}
                </>
              ),
            },
            { id: 'section', header: t('section'), width: 170, minWidth: 130, cell: ({ section }) => t(section) },
            { id: 'what', header: t('what'), isRowHeader: true, minWidth: 150, cell: ({ what }) => text(what) },
            { id: 'before', header: t('before'), minWidth: 150, cell: ({ before }) => text(before) },
            { id: 'after', header: t('after'), minWidth: 150, cell: ({ after }) => text(after) },
          ]}
        />
      )}
      {upload.total > lines.length && (
        <Box color="text-body-secondary">
          {lines.length === 0
            ? t('changesNotKept', { total: upload.total })
            : t('firstChanges', { count: lines.length, total: upload.total })}
        </Box>
      )}
      <SpaceBetween direction="horizontal" size="m">
        <Button variant="inline-link" onClick={() => address.set({ at: upload.at, view: '' })}>
          {t('asItWas')}
        </Button>
        {lines.length > 0 && upload.total > lines.length && (
          <Button variant="inline-link" onClick={() => address.set({ ...comparing, from: justBefore(upload.at), to: upload.at })}>
            {t('allChanges', { total: upload.total })}
          </Button>
        )}
        <Button variant="inline-link" onClick={() => address.set({ ...comparing, from: upload.at, to: '' })}>
          {t('compareWithNow')}
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  )
}
