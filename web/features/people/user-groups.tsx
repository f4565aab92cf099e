'use client'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { UserGroup } from '#shared/contracts/user-groups.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable, pageSizes } from '../../ui/paged-table.tsx'
import { useRememberedNumber } from '../../ui/remembered.ts'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { Page } from '../shell/page.tsx'
import { useProfiles } from './use-profiles.ts'
import { UserGroupForm } from './user-group-form.tsx'
import { UserGroupMembers } from './user-group-members.tsx'

type Open = { readonly kind: 'add' } | { readonly kind: 'edit' | 'members' | 'delete'; readonly group: UserGroup }

export const UserGroups = () => {
  const t = useTranslations('userGroups')
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const paths = usePaths()
  const { named } = useProfiles()
  const [size, setSize] = useRememberedNumber('user-groups.page-size', pageSizes, 25)
  const paging = useCursorPages(String(size))
  const answer = useAsk(
    routes.listUserGroups,
    { query: { limit: size, ...(paging.cursor ? { cursor: paging.cursor } : {}) } },
    { keepPrevious: true },
  )
  const [chosen, setChosen] = useState<UserGroup | null>(null)
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const remove = async (group: UserGroup) => {
    await api.call(routes.deleteUserGroup, { params: { id: group.id } })
    await client.invalidateQueries({ queryKey: [routes.listUserGroups.path] })
    setChosen(null)
    tell({ type: 'success', text: t('deleted', { name: group.name }) })
  }
  const add = can('user:manage') ? (
    <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
      {t('add')}
    </Button>
  ) : null
  return (
    <Page title={t('title')} wide>
      <PagedTable
        variant="full-page"
        label={t('title')}
        answer={answer}
        paging={paging}
        idOf={(group) => group.id}
        size={{ value: size, onChange: setSize }}
        wrap
        header={
          <Header
            variant="awsui-h1-sticky"
            actions={
              can('user:manage') && (
                <SpaceBetween direction="horizontal" size="xs">
                  <ButtonDropdown
                    disabled={!chosen}
                    items={[
                      { id: 'edit', text: t('edit') },
                      { id: 'members', text: t('changeMembers') },
                      { id: 'delete', text: t('delete') },
                    ]}
                    onItemClick={({ detail }) => {
                      const { id } = detail
                      if (chosen && (id === 'edit' || id === 'members' || id === 'delete')) setOpen({ kind: id, group: chosen })
                    }}
                  >
                    {t('actions')}
                  </ButtonDropdown>
                  {add}
                </SpaceBetween>
              )
            }
          >
            {t('title')}
          </Header>
        }
        empty={<Empty title={t('none')} help={t('noneHelp')} action={add} />}
        columns={[
          { id: 'name', header: t('name'), isRowHeader: true, cell: ({ name }) => name },
          { id: 'description', header: t('description'), cell: ({ description }) => description },
          { id: 'profiles', header: t('profiles'), cell: ({ profiles }) => profiles.map(named).join(', ') },
          { id: 'members', header: t('members'), cell: ({ id }) => <AppLink href={paths.usersOfGroup(id)}>{t('showMembers')}</AppLink> },
        ]}
        selection={{
          selectionType: 'single',
          selectedItems: (answer.data?.items ?? []).filter(({ id }) => id === chosen?.id),
          onSelectionChange: ({ detail }) => setChosen(detail.selectedItems[0] ?? null),
          ariaLabels: { selectionGroupLabel: t('selection'), itemSelectionLabel: (_, { name }) => t('selectOne', { name }) },
        }}
      />
      {open?.kind === 'add' && <UserGroupForm group={null} onClose={close} />}
      {open?.kind === 'edit' && <UserGroupForm group={open.group} onClose={close} />}
      {open?.kind === 'members' && <UserGroupMembers group={open.group} onClose={close} />}
      {open?.kind === 'delete' && (
        <Confirm
          title={t('deleteTitle', { name: open.group.name })}
          action={t('delete')}
          onConfirm={() => remove(open.group)}
          onClose={close}
        >
          <p>{t('deleteHelp')}</p>
        </Confirm>
      )}
    </Page>
  )
}
