'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import type { UserGroup } from '#shared/contracts/user-groups.ts'
import type { User } from '#shared/contracts/users.ts'
import { useApi, useAsk } from '../../api/provider.tsx'
import { ChooseMany } from '../../ui/choose-many.tsx'
import { Failure } from '../../ui/failure.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useNotices } from '../shell/notices.tsx'

type Props = { readonly group: UserGroup; readonly onClose: () => void }

/** Users that one request of the API takes in. */
const atOnce = 50
/** Users that are offered, and members that are shown: as many as one answer holds. */
const most = 100

export const UserGroupMembers = ({ group, onClose }: Props) => {
  const t = useTranslations('userGroups')
  const users = useAsk(routes.listUsers, { query: { limit: most } })
  const members = useAsk(routes.listUsers, { query: { limit: most, groupId: group.id } })
  if (users.data && members.data) return <Members group={group} users={users.data.items} members={members.data.items} onClose={onClose} />
  const error = users.error ?? members.error
  return (
    <FormModal
      title={t('membersTitle', { name: group.name })}
      action={t('save')}
      busy
      error={null}
      onSubmit={() => undefined}
      onClose={onClose}
    >
      {error ? <Failure error={error} /> : <Loading />}
    </FormModal>
  )
}

const Members = ({ group, users, members, onClose }: Props & { readonly users: readonly User[]; readonly members: readonly User[] }) => {
  const t = useTranslations('userGroups')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const before = members.map(({ id }) => id)
  const [chosen, setChosen] = useState<readonly string[]>(before)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const known = [...members, ...users.filter(({ id }) => !before.includes(id))].sort((a, b) => a.name.localeCompare(b.name))
  const save = async () => {
    const params = { id: group.id }
    const joining = chosen.filter((id) => !before.includes(id))
    setBusy(true)
    setError(null)
    try {
      for (let at = 0; at < joining.length; at += atOnce)
        await api.call(routes.addMembers, { params, body: { userIds: joining.slice(at, at + atOnce) } })
      for (const userId of before.filter((id) => !chosen.includes(id)))
        await api.call(routes.removeMember, { params: { ...params, userId } })
      tell({ type: 'success', text: t('membersSaved', { name: group.name, count: chosen.length }) })
      onClose()
    } catch (fault) {
      setError(fault)
      setBusy(false)
    } finally {
      await client.invalidateQueries({ queryKey: [routes.listUsers.path] })
    }
  }
  return (
    <FormModal
      title={t('membersTitle', { name: group.name })}
      action={t('save')}
      busy={busy}
      error={error}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <ChooseMany
        label={t('members')}
        help={t('membersHelp')}
        placeholder={t('chooseMembers')}
        options={known.map(({ id, name, login }) => ({ value: id, label: name, description: login }))}
        chosen={chosen}
        fault=""
        onChange={setChosen}
      />
    </FormModal>
  )
}
