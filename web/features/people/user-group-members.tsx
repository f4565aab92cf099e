'use client'
/** Who is in a group of users: anybody may be added, whoever is in it may be taken out; nothing is sent before it is saved. */
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { UserGroup } from '#shared/contracts/user-groups.ts'
import type { User } from '#shared/contracts/users.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useCursorPages } from '../../ui/use-cursor-pages.ts'
import { useNotices } from '../shell/notices.tsx'
import { ChooseUsers } from './choose-users.tsx'

/** Users that one request of the API takes in. */
const atOnce = 50
/** Members on one page of the dialog. */
const pageMembers = 10

export const UserGroupMembers = ({ group, onClose }: { readonly group: UserGroup; readonly onClose: () => void }) => {
  const t = useTranslations('userGroups')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const [joining, setJoining] = useState<readonly User[]>([])
  const [leaving, setLeaving] = useState<readonly string[]>([])
  const save = async () => {
    const params = { id: group.id }
    try {
      for (let at = 0; at < joining.length; at += atOnce)
        await api.call(routes.addMembers, { params, body: { userIds: joining.slice(at, at + atOnce).map(({ id }) => id) } })
      for (const userId of leaving) await api.call(routes.removeMember, { params: { ...params, userId } })
    } finally {
      await client.invalidateQueries({ queryKey: [routes.listUsers.path] })
    }
    tell({ type: 'success', text: t('membersSaved', { name: group.name, joined: joining.length, left: leaving.length }) })
  }
  return (
    <Confirm
      title={t('membersTitle', { name: group.name })}
      action={t('save')}
      large
      isReady={joining.length + leaving.length > 0}
      onConfirm={save}
      onClose={onClose}
    >
      <SpaceBetween size="l">
        <ChooseUsers
          label={t('addMembers')}
          help={t('membersHelp')}
          chosen={joining}
          onChange={setJoining}
          unfit={({ groupIds }) => (groupIds.includes(group.id) ? t('isMember') : null)}
        />
        <Members
          group={group}
          leaving={leaving}
          onLeaving={(id, leaves) => setLeaving((before) => (leaves ? [...before, id] : before.filter((one) => one !== id)))}
        />
      </SpaceBetween>
    </Confirm>
  )
}

type MembersProps = {
  readonly group: UserGroup
  readonly leaving: readonly string[]
  readonly onLeaving: (id: string, leaves: boolean) => void
}

const Members = ({ group, leaving, onLeaving }: MembersProps) => {
  const t = useTranslations('userGroups')
  const [search, setSearch] = useState('')
  const paging = useCursorPages(search)
  const query = {
    limit: pageMembers,
    groupId: group.id,
    ...(search ? { search } : {}),
    ...(paging.cursor ? { cursor: paging.cursor } : {}),
  }
  const answer = useAsk(routes.listUsers, { query }, { keepPrevious: true })
  return (
    <PagedTable
      variant="borderless"
      label={t('members')}
      answer={answer}
      paging={paging}
      idOf={({ id }) => id}
      wrap
      header={
        <Header variant="h3" {...(leaving.length > 0 ? { description: t('leaving', { count: leaving.length }) } : {})}>
          {t('members')}
        </Header>
      }
      filter={<SearchField value={search} placeholder={t('findMember')} onChange={setSearch} />}
      columns={[
        { id: 'name', header: t('userName'), isRowHeader: true, minWidth: 140, cell: ({ name }) => name },
        { id: 'login', header: t('login'), minWidth: 110, cell: ({ login }) => login },
        {
          id: 'act',
          header: t('membership'),
          minWidth: 150,
          cell: ({ id, name }) =>
            leaving.includes(id) ? (
              <SpaceBetween direction="horizontal" size="xs">
                <StatusIndicator type="stopped">{t('leaves')}</StatusIndicator>
                <Button variant="inline-link" ariaLabel={t('keepOne', { name })} onClick={() => onLeaving(id, false)}>
                  {t('keep')}
                </Button>
              </SpaceBetween>
            ) : (
              <Button variant="inline-link" ariaLabel={t('takeOut', { name })} onClick={() => onLeaving(id, true)}>
                {t('remove')}
              </Button>
            ),
        },
      ]}
      empty={<Empty title={search ? t('noUser') : t('noMember')} />}
    />
  )
}
