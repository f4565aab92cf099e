'use client'
import { useCollection } from '@cloudscape-design/collection-hooks'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import Table from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useFormatter, useTranslations } from 'next-intl'
import { Empty } from '../../ui/empty.tsx'
import { plainText } from '../log/plain-text.ts'
import type { Chosen } from '../machines/chosen.ts'
import { useSiteName } from '../sites/use-sites.ts'

const pageRows = 25

type Props = {
  readonly machines: readonly Chosen[]
  readonly isNew: boolean
  readonly onRemove: (machines: readonly Chosen[]) => void
}

/** Machines that come into the group when it is saved; each can be taken back. */
export const MembersAdded = ({ machines, isNew, onRemove }: Props) => {
  const t = useTranslations('groupForm')
  const format = useFormatter()
  const siteName = useSiteName()
  const { items, collectionProps, filterProps, paginationProps, actions } = useCollection(machines, {
    filtering: {
      fields: ['name'],
      empty: <Empty title={t('noMemberYet')} help={t('noMemberYetHelp')} />,
      noMatch: <Empty title={t('noMachineFound')} />,
    },
    pagination: { pageSize: pageRows },
    sorting: { defaultState: { sortingColumn: { sortingField: 'name' } } },
    selection: { trackBy: 'id', keepSelection: true },
  })
  const selected = collectionProps.selectedItems ?? []
  return (
    <Table<Chosen>
      {...collectionProps}
      items={items}
      selectionType="multi"
      contentDensity="compact"
      ariaLabels={{
        tableLabel: t(isNew ? 'members' : 'membersAdded'),
        selectionGroupLabel: t('members'),
        allItemsSelectionLabel: () => t('selectAllMembers'),
        itemSelectionLabel: (_, { name }) => t('selectMember', { name }),
      }}
      header={
        <Header
          variant="h2"
          counter={`(${format.number(machines.length)})`}
          actions={
            <Button
              formAction="none"
              disabled={selected.length === 0}
              onClick={() => {
                onRemove(selected)
                actions.setSelectedItems([])
              }}
            >
              {t('takeBack')}
            </Button>
          }
        >
          {t(isNew ? 'members' : 'membersAdded')}
        </Header>
      }
      {...(machines.length > pageRows
        ? {
            filter: <TextFilter {...filterProps} filteringPlaceholder={t('findMember')} filteringAriaLabel={t('findMember')} />,
            pagination: <Pagination {...paginationProps} />,
          }
        : {})}
      columnDefinitions={[
        { id: 'name', header: t('machine'), isRowHeader: true, sortingField: 'name', cell: ({ name }) => plainText(name) },
        { id: 'site', header: t('site'), cell: ({ siteId }) => siteName(siteId) },
      ]}
    />
  )
}
