'use client'
/** Machines, a page at a time, filtered by name and site; for the list and for choosing where to deploy. */
import Grid from '@cloudscape-design/components/grid'
import Select from '@cloudscape-design/components/select'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback } from 'react'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { EntitySelect } from '../entities/entity-select.tsx'
import { useEntities } from '../entities/use-entities.ts'
import { useSession } from '../session/session.tsx'
import { useSiteName, useSites } from '../sites/use-sites.ts'
import type { Chosen } from './chosen.ts'
import { Lamp } from './lamp.tsx'

type Props = {
  readonly chosen: readonly Chosen[]
  /** Absent: nothing can be chosen, the list only shows. */
  readonly onChosen?: (chosen: readonly Chosen[], onThisPage: readonly Machine[]) => void
  readonly header: ReactNode
  readonly empty: ReactNode
  readonly variant?: TableProps['variant']
}

export const MachineTable = ({ chosen, onChosen, header, empty, variant }: Props) => {
  const t = useTranslations('machines')
  const paths = usePaths()
  const { can } = useSession()
  const sites = useSites()
  const siteName = useSiteName()
  const { pathOf, options: entityOptions } = useEntities()
  const address = useAddressQuery()
  const [size, setSize] = useRememberedNumber('machines.page-size', pageSizes, 10)
  const name = address.get('name')
  const siteId = address.get('site')
  const entityId = address.get('entity')
  const paging = useCursorPages(`${size} ${siteId} ${entityId} ${name}`)
  const query = {
    limit: size,
    ...(paging.cursor ? { cursor: paging.cursor } : {}),
    ...(name ? { name } : {}),
    ...(siteId ? { siteId } : {}),
    ...(entityId ? { entityId } : {}),
  }
  const answer = useAsk(routes.listMachines, { query }, { topics: ['machines'], keepPrevious: true })
  const { set } = address
  const rename = useCallback((value: string) => set({ name: value }), [set])

  const items = answer.data?.items ?? []
  const isChosen = new Set(chosen.map(({ id }) => id))
  const select = (selected: readonly Machine[]) => {
    const elsewhere = chosen.filter(({ id }) => !items.some((item) => item.id === id))
    onChosen?.([...elsewhere, ...selected.map(({ id, name: called, siteId: site }) => ({ id, name: called, siteId: site }))], items)
  }
  const anySite = { value: '', label: t('anySite') }
  const siteOptions = [anySite, ...(sites.data ?? []).map((site) => ({ value: site.id, label: site.name }))]
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
  ]
  return (
    <PagedTable
      label={t('title')}
      answer={answer}
      paging={paging}
      columns={columns}
      idOf={(machine) => machine.id}
      header={header}
      empty={empty}
      {...(variant ? { variant } : {})}
      size={{ value: size, onChange: setSize }}
      filter={
        <Grid
          gridDefinition={[{ colspan: { default: 12, xs: 6 } }, { colspan: { default: 12, xs: 3 } }, { colspan: { default: 12, xs: 3 } }]}
        >
          <SearchField value={name} placeholder={t('find')} onChange={rename} />
          {can('site:list') && (
            <Select
              ariaLabel={t('site')}
              options={siteOptions}
              selectedOption={siteOptions.find(({ value }) => value === siteId) ?? anySite}
              onChange={({ detail }) => set({ site: detail.selectedOption.value ?? '' })}
              expandToViewport
            />
          )}
          <EntitySelect value={entityId} onChange={(value) => set({ entity: value })} />
        </Grid>
      }
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
