'use client'
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InventoryDoubt } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Chips } from '../../ui/chips.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { plainText } from '../log/plain-text.ts'
import { Page } from '../shell/page.tsx'
import { useSiteName } from '../sites/use-sites.ts'
import { DecideDoubt } from './decide-doubt.tsx'
import type { Decision } from './decisions.ts'
import { DoubtActions } from './doubt-actions.tsx'
import { isForWhole, WholeOnly } from './whole-only.tsx'

type Open = { readonly doubt: InventoryDoubt; readonly decision: Decision }

/** Machines that may be one, or two: what a person is asked, and what was decided. */
export const Doubts = () => {
  const t = useTranslations('inventoryDoubts')
  const paths = usePaths()
  const siteName = useSiteName()
  const { get, set } = useAddressQuery()
  const [size, setSize] = useRememberedNumber('doubts.page-size', pageSizes, 25)
  const [open, setOpen] = useState<Open | null>(null)
  const state = get('state') === 'decided' ? 'decided' : 'open'
  const paging = useCursorPages(`${size} ${state}`)
  const query = { state, limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}) } as const
  const answer = useAsk(routes.listInventoryDoubts, { query }, { keepPrevious: true })
  const columns: TableProps<InventoryDoubt>['columnDefinitions'] = [
    {
      id: 'question',
      header: t('question'),
      isRowHeader: true,
      cell: ({ kind }) => (
        <>
          {t(kind)}
          <Box variant="small" display="block">
            {t(`${kind}-help`)}
          </Box>
        </>
      ),
    },
    {
      id: 'machines',
      header: t('machines'),
      cell: ({ machines, id }) => (
        <SpaceBetween size="xxs">
          {machines.map((machine) => (
            <AppLink key={`${id} ${machine.id}`} href={paths.machine(machine.id)}>
              {plainText(machine.name)}
            </AppLink>
          ))}
        </SpaceBetween>
      ),
    },
    { id: 'site', header: t('site'), cell: ({ siteId }) => siteName(siteId) },
    { id: 'asked', header: t('asked'), minWidth: 120, cell: ({ createdAt }) => <When at={createdAt} past /> },
    state === 'open'
      ? {
          id: 'decide',
          header: t('decide'),
          cell: (doubt) => <DoubtActions doubt={doubt} onDecide={(decision) => setOpen({ doubt, decision })} />,
        }
      : {
          id: 'decided',
          header: t('decided'),
          cell: (doubt) => (
            <>
              {t(doubt.state)}
              <Box variant="small" display="block">
                {doubt.decidedBy} {doubt.decidedAt && <When at={doubt.decidedAt} past />}
              </Box>
            </>
          ),
        },
  ]
  const header = (
    <Header variant="awsui-h1-sticky" description={t('help')}>
      {t('title')}
    </Header>
  )
  return (
    <Page title={t('title')} under={[{ text: t('inventory'), href: paths.inventory }]} wide>
      {isForWhole(answer.error) ? (
        <SpaceBetween size="m">
          {header}
          <WholeOnly />
        </SpaceBetween>
      ) : (
        <PagedTable
          variant="full-page"
          label={t('title')}
          answer={answer}
          paging={paging}
          columns={columns}
          idOf={({ id }) => id}
          wrap
          size={{ value: size, onChange: setSize }}
          header={header}
          filter={
            <Chips
              legend={t('which')}
              chosen={state}
              onChoose={(id) => set({ state: id === 'decided' ? 'decided' : '' })}
              chips={[
                { id: 'open', label: t('open') },
                { id: 'decided', label: t('allDecided') },
              ]}
            />
          }
          empty={<Empty title={state === 'open' ? t('none') : t('noneDecided')} />}
        />
      )}
      {open && <DecideDoubt doubt={open.doubt} decision={open.decision} onClose={() => setOpen(null)} />}
    </Page>
  )
}
