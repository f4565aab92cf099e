'use client'
import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useFormatter, useTranslations } from 'next-intl'
import type { ImportedGroup } from '#shared/contracts/groups.ts'
import { saveFile } from '../../ui/save-file.ts'
import { plainText } from '../log/plain-text.ts'
import { unmatchedText } from './read-values.ts'

/** Of a long list, the beginning: the file has them all. */
const mostRows = 100

/** What a file would make: computers found, and lines that no computer has. */
export const ImportLooked = ({ looked, lines }: { readonly looked: ImportedGroup; readonly lines: number }) => {
  const t = useTranslations('groupImport')
  const format = useFormatter()
  const { matched, unmatched } = looked
  return (
    <SpaceBetween size="m">
      <Alert type={unmatched.length > 0 || matched === 0 ? 'warning' : 'info'} header={t('looked', { lines })}>
        {t('matched', { count: matched })} {unmatched.length > 0 && t('unmatched', { count: unmatched.length })}
      </Alert>
      {unmatched.length > 0 && (
        <Table
          contentDensity="compact"
          wrapLines
          items={unmatched.slice(0, mostRows)}
          trackBy={({ line }) => String(line)}
          ariaLabels={{ tableLabel: t('unmatchedTitle') }}
          header={
            <Header
              variant="h2"
              counter={`(${format.number(unmatched.length)})`}
              description={unmatched.length > mostRows ? t('first', { count: mostRows }) : ''}
              actions={
                <Button
                  formAction="none"
                  iconName="download"
                  onClick={() => saveFile(unmatchedText(unmatched), `${t('fileName')}.txt`, 'text/plain')}
                >
                  {t('download')}
                </Button>
              }
            >
              {t('unmatchedTitle')}
            </Header>
          }
          columnDefinitions={[
            { id: 'line', header: t('line'), width: 90, cell: ({ line }) => format.number(line) },
            { id: 'value', header: t('value'), isRowHeader: true, cell: ({ value }) => plainText(value) },
          ]}
        />
      )}
    </SpaceBetween>
  )
}
