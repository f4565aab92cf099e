'use client'
/** Machines, a page at a time and filtered; for the list and for choosing where to deploy. */
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedColumns, useRememberedNumber } from '../../ui/remembered.ts'
import { StatusWord } from '../../ui/status-word.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { useEntities } from '../entities/use-entities.ts'
import { useSession } from '../session/session.tsx'
import { useSiteName } from '../sites/use-sites.ts'
import type { Chosen } from './chosen.ts'
import { Lamp } from './lamp.tsx'
import { filterIn, queryOf } from './list-filter.ts'
import { MachineFilters } from './machine-filters.tsx'

type Props = {
  readonly chosen: readonly Chosen[]
  /** Absent: nothing can be chosen, the list only shows. */
  readonly onChosen?: (chosen: readonly Chosen[], onThisPage: readonly Machine[]) => void
  readonly header: ReactNode
  readonly empty: ReactNode
  readonly variant?: TableProps['variant']
  /** The machines of this group only. */
  readonly groupId?: string
  /** Beside something else: what tells machines apart, and no choice of columns. */
  readonly brief?: boolean
}

const briefColumns = ['name', 'lamp', 'system']

export const MachineTable = ({ chosen, onChosen, header, empty, variant, groupId, brief = false }: Props) => {
  const t = useTranslations('machines')
  const paths = usePaths()
  const { userId } = useSession()
  const siteName = useSiteName()
  const { pathOf, options: entityOptions } = useEntities()
  const address = useAddressQuery()
  const [size, setSize] = useRememberedNumber('machines.page-size', pageSizes, 10)
  const [chosenColumns, setChosenColumns] = useRememberedColumns('machines.columns', userId)
  const filter = { ...filterIn(address.get), ...(groupId === undefined ? {} : { group: groupId }) }
  const paging = useCursorPages(`${size} ${JSON.stringify(filter)}`)
  const query = { limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}), ...queryOf(filter) }
  const answer = useAsk(routes.listMachines, { query }, { topics: ['machines'], keepPrevious: true })

  const items = answer.data?.items ?? []
  const isChosen = new Set(chosen.map(({ id }) => id))
  const select = (selected: readonly Machine[]) => {
    const elsewhere = chosen.filter(({ id }) => !items.some((item) => item.id === id))
    onChosen?.([...elsewhere, ...selected.map(({ id, name: called, siteId: site }) => ({ id, name: called, siteId: site }))], items)
  }
  const columns: TableProps<Machine>['columnDefinitions'] = [
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      minWidth: 140,
      cell: (machine) => <AppLink href={paths.machine(machine.id)}>{machine.name}</AppLink>,
    },
    {
      id: 'lamp',
      header: t('status'),
      minWidth: 180,
      cell: (machine) => (
        <>
          <Lamp lamp={machine.lamp} />
          {machine.refusedHostKey && (
            <StatusWord tone="red" icon="key">
              {t('keyChanged')}
            </StatusWord>
          )}
        </>
      ),
    },
    { id: 'site', header: t('site'), cell: (machine) => siteName(machine.siteId) },
    ...(entityOptions.length > 1 ? [{ id: 'entity', header: t('entity'), cell: (machine: Machine) => pathOf(machine.entityId) }] : []),
    { id: 'address', header: t('address'), cell: (machine) => `${machine.address}${machine.port === 22 ? '' : ` : ${machine.port}`}` },
    { id: 'user', header: t('user'), cell: (machine) => machine.user },
    { id: 'system', header: t('system'), minWidth: 140, cell: (machine) => machine.operatingSystem ?? '—' },
    {
      id: 'seen',
      header: t('lastSeen'),
      minWidth: 120,
      cell: (machine) => (machine.lastSeenAt ? <When at={machine.lastSeenAt} past /> : t('neverSeen')),
    },
  ]
  // The account is nearly always the same; with it the last column would not fit a laptop's screen.
  const usual = columns.map(({ id = '' }) => ({ id, visible: id !== 'user' }))
  return (
    <PagedTable
      label={t('title')}
      answer={answer}
      paging={paging}
      columns={brief ? columns.filter(({ id = '' }) => briefColumns.includes(id)) : columns}
      idOf={(machine) => machine.id}
      header={header}
      empty={empty}
      {...(variant ? { variant } : {})}
      size={{ value: size, onChange: setSize }}
      {...(brief ? {} : { choice: { value: chosenColumns ?? usual, onChange: setChosenColumns } })}
      filter={<MachineFilters filter={filter} onChange={address.set} inGroup={groupId !== undefined} />}
      {...(onChosen
        ? {
            selection: {
              selectionType: 'multi' as const,
              selectedItems: items.filter(({ id }) => isChosen.has(id)),
              onSelectionChange: ({ detail }: { detail: { selectedItems: readonly Machine[] } }) => select(detail.selectedItems),
              ariaLabels: {
                selectionGroupLabel: t('selection'),
                allItemsSelectionLabel: () => t('selectAll'),
                itemSelectionLabel: (_: unknown, machine: Machine) => t('selectOne', { name: machine.name }),
              },
            },
          }
        : {})}
    />
  )
}
