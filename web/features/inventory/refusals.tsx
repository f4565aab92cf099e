'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { InventoryRefusal } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { refusalReasons } from '#shared/domain/inventory/refusals.ts'
import { useAsk } from '../../api/provider.tsx'
import { usePaths } from '../../ui/app-link.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { plainText } from '../log/plain-text.ts'
import { Page } from '../shell/page.tsx'
import { useSiteName } from '../sites/use-sites.ts'
import { RefusalsFilter } from './refusals-filter.tsx'

/** Uploads of inventory agents that were not taken: whose, from where, when and why. */
export const Refusals = () => {
  const t = useTranslations('inventoryRefusals')
  const reasonText = useTranslations('refusalReasons')
  const paths = usePaths()
  const siteName = useSiteName()
  const { get, set } = useAddressQuery()
  const [size, setSize] = useRememberedNumber('refusals.page-size', pageSizes, 25)
  const siteId = get('site')
  const reason = refusalReasons.find((one) => one === get('reason'))
  const paging = useCursorPages(`${size} ${siteId} ${reason ?? ''}`)
  const query = {
    limit: size,
    ...(siteId ? { siteId } : {}),
    ...(reason ? { reason } : {}),
    ...(paging.cursor ? { cursor: paging.cursor } : {}),
  }
  const answer = useAsk(routes.listInventoryRefusals, { query }, { keepPrevious: true })
  const columns: TableProps<InventoryRefusal>['columnDefinitions'] = [
    { id: 'when', header: t('when'), minWidth: 130, cell: ({ at }) => <When at={at} past /> },
    {
      id: 'agent',
      header: t('agent'),
      isRowHeader: true,
      minWidth: 180,
      cell: ({ deviceId, userAgent }) => (
        <>
          {deviceId === '' ? t('unknownDevice') : plainText(deviceId)}
          <Box variant="small" display="block">
            {plainText(userAgent)}
          </Box>
        </>
      ),
    },
    {
      id: 'from',
      header: t('from'),
      cell: ({ siteId: from, sourceIp }) => (
        <>
          {siteName(from)}
          <Box variant="small" display="block">
            {plainText(sourceIp)}
          </Box>
        </>
      ),
    },
    {
      id: 'why',
      header: t('why'),
      minWidth: 280,
      cell: ({ reason: because, why }) => (
        <>
          {reasonText(because)}
          <Box variant="small" display="block">
            {reasonText(`${because}-help`)}
          </Box>
          <Box variant="small" display="block">
            {t('exactly')} <q lang="en">{plainText(why)}</q>
          </Box>
        </>
      ),
    },
  ]
  const isFiltered = siteId !== '' || reason !== undefined
  return (
    <Page title={t('title')} under={[{ text: t('inventory'), href: paths.inventory }]} wide>
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
          <Header variant="awsui-h1-sticky" description={t('help')}>
            {t('title')}
          </Header>
        }
        filter={<RefusalsFilter />}
        empty={
          isFiltered ? (
            <Empty title={t('noMatch')} action={<Button onClick={() => set({ site: '', reason: '' })}>{t('clear')}</Button>} />
          ) : (
            <Empty title={t('none')} help={t('noneHelp')} />
          )
        }
      />
    </Page>
  )
}
