'use client'
import Box from '@cloudscape-design/components/box'
import Grid from '@cloudscape-design/components/grid'
import Select from '@cloudscape-design/components/select'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { User } from '#shared/contracts/users.ts'
import { useAsk } from '../../api/provider.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { When } from '../../ui/when.tsx'
import { useEntities } from '../entities/use-entities.ts'
import { useProfiles, useUserGroups } from './use-profiles.ts'

type Props = {
  readonly chosen: User | null
  readonly onChosen: (user: User | null) => void
  readonly header: ReactNode
  readonly empty: ReactNode
}

export const UserTable = ({ chosen, onChosen, header, empty }: Props) => {
  const t = useTranslations('users')
  const { get, set } = useAddressQuery()
  const { named } = useProfiles()
  const groups = useUserGroups()
  const { pathOf } = useEntities()
  const [size, setSize] = useRememberedNumber('users.page-size', pageSizes, 25)
  const [search, groupId] = [get('search'), get('group')]
  const paging = useCursorPages(`${size} ${groupId} ${search}`)
  const query = {
    limit: size,
    ...(paging.cursor ? { cursor: paging.cursor } : {}),
    ...(search ? { search } : {}),
    ...(groupId ? { groupId } : {}),
  }
  const answer = useAsk(routes.listUsers, { query }, { keepPrevious: true })
  const items = answer.data?.items ?? []
  const seek = useCallback((value: string) => set({ search: value }), [set])
  const anyGroup = { value: '', label: t('anyGroup') }
  const groupOptions = [anyGroup, ...groups.map(({ id, name }) => ({ value: id, label: name }))]
  const groupName = (id: string) => groups.find((group) => group.id === id)?.name ?? id
  const columns: TableProps<User>['columnDefinitions'] = [
    { id: 'login', header: t('login'), isRowHeader: true, minWidth: 110, maxWidth: 180, cell: (user) => user.login },
    {
      id: 'name',
      header: t('name'),
      minWidth: 140,
      maxWidth: 240,
      cell: (user) => (
        <>
          {user.name}
          {user.email && (
            <Box variant="small" display="block">
              {user.email}
            </Box>
          )}
        </>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      minWidth: 120,
      cell: (user) =>
        user.disabled ? (
          <StatusIndicator type="stopped">{t('stateDisabled')}</StatusIndicator>
        ) : (
          <StatusIndicator>{t('stateActive')}</StatusIndicator>
        ),
    },
    { id: 'profiles', header: t('profiles'), cell: (user) => user.profiles.map(named).join(', ') },
    { id: 'groups', header: t('groupsShort'), cell: (user) => user.groupIds.map(groupName).join(', ') },
    { id: 'perimeter', header: t('perimeter'), cell: (user) => user.entityIds.map(pathOf).join(', ') },
    { id: 'seen', header: t('seen'), cell: (user) => (user.lastSeenAt ? <When at={user.lastSeenAt} past /> : t('neverSeen')) },
  ]
  return (
    <PagedTable
      variant="full-page"
      label={t('title')}
      answer={answer}
      paging={paging}
      columns={columns}
      idOf={(user) => user.id}
      header={header}
      empty={empty}
      wrap
      size={{ value: size, onChange: setSize }}
      filter={
        <Grid gridDefinition={[{ colspan: { default: 12, xs: 8 } }, { colspan: { default: 12, xs: 4 } }]}>
          <SearchField value={search} placeholder={t('find')} onChange={seek} />
          <Select
            ariaLabel={t('groups')}
            options={groupOptions}
            selectedOption={groupOptions.find(({ value }) => value === groupId) ?? anyGroup}
            onChange={({ detail }) => set({ group: detail.selectedOption.value ?? '' })}
            expandToViewport
          />
        </Grid>
      }
      selection={{
        selectionType: 'single',
        selectedItems: items.filter(({ id }) => id === chosen?.id),
        onSelectionChange: ({ detail }) => onChosen(detail.selectedItems[0] ?? null),
        ariaLabels: { selectionGroupLabel: t('selection'), itemSelectionLabel: (_, user) => t('selectOne', { name: user.login }) },
      }}
    />
  )
}
