'use client'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { GroupWithCount } from '#shared/contracts/groups.ts'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { plainText } from '../log/plain-text.ts'
import type { Chosen } from '../machines/chosen.ts'
import { useSiteName } from '../sites/use-sites.ts'
import styles from './groups.module.css'

const pageRows = 25

type Props = {
  readonly group: GroupWithCount
  readonly removed: readonly Chosen[]
  readonly onRemove: (machines: readonly Chosen[]) => void
  readonly onKeep: (machines: readonly Chosen[]) => void
}

/** Machines that are in a static group now, a page at a time; those that will leave are struck out and can be kept. */
export const MembersNow = ({ group, removed, onRemove, onKeep }: Props) => {
  const t = useTranslations('groupForm')
  const format = useFormatter()
  const siteName = useSiteName()
  const [name, setName] = useState('')
  const [selected, setSelected] = useState<readonly Machine[]>([])
  const paging = useCursorPages(name)
  const query = { limit: pageRows, groupId: group.id, ...(name ? { name } : {}), ...(paging.cursor ? { cursor: paging.cursor } : {}) }
  const answer = useAsk(routes.listMachines, { query }, { keepPrevious: true })
  const leaving = new Set(removed.map(({ id }) => id))
  return (
    <PagedTable
      label={t('membersNow')}
      answer={answer}
      paging={paging}
      idOf={({ id }) => id}
      header={
        <Header
          variant="h2"
          counter={`(${format.number(group.count)})`}
          description={removed.length > 0 ? t('leaving', { count: removed.length }) : ''}
          actions={
            <Button
              formAction="none"
              disabled={selected.length === 0}
              onClick={() => {
                onRemove(selected.map(({ id, name: called, siteId }) => ({ id, name: called, siteId })))
                setSelected([])
              }}
            >
              {t('takeOut')}
            </Button>
          }
        >
          {t('membersNow')}
        </Header>
      }
      filter={<SearchField value={name} placeholder={t('findMember')} onChange={setName} />}
      empty={<Empty title={name === '' ? t('noMember') : t('noMachineFound')} />}
      columns={[
        {
          id: 'name',
          header: t('machine'),
          isRowHeader: true,
          cell: (machine) => <span className={leaving.has(machine.id) ? styles['unused'] : ''}>{plainText(machine.name)}</span>,
        },
        { id: 'site', header: t('site'), cell: ({ siteId }) => siteName(siteId) },
        {
          id: 'keep',
          header: '',
          minWidth: 90,
          cell: ({ id, name: called, siteId }) =>
            leaving.has(id) ? (
              <Button
                variant="inline-link"
                formAction="none"
                ariaLabel={t('keepOne', { name: called })}
                onClick={() => onKeep([{ id, name: called, siteId }])}
              >
                {t('keep')}
              </Button>
            ) : null,
        },
      ]}
      selection={{
        selectionType: 'multi',
        selectedItems: selected,
        onSelectionChange: ({ detail }) => setSelected(detail.selectedItems),
        ariaLabels: {
          selectionGroupLabel: t('membersNow'),
          allItemsSelectionLabel: () => t('selectAllMembers'),
          itemSelectionLabel: (_, machine) => t('selectMember', { name: machine.name }),
        },
      }}
    />
  )
}
