'use client'
import { useTranslations } from 'next-intl'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { plainText } from '../log/plain-text.ts'
import type { Chosen } from '../machines/chosen.ts'
import { useNotices } from '../shell/notices.tsx'
import { useGroupsChanged } from './use-groups-changed.ts'

type Props = {
  readonly group: Group
  readonly machines: readonly Chosen[]
  readonly onRemoved: () => void
  readonly onClose: () => void
}

/** How many names are written out. */
const named = 8

/** Machines out of a static group or a stored result; they stay in the list of machines. */
export const RemoveFromGroup = ({ group, machines, onRemoved, onClose }: Props) => {
  const t = useTranslations('groups')
  const api = useApi()
  const changed = useGroupsChanged()
  const { tell } = useNotices()
  const name = plainText(group.name)
  const remove = async () => {
    const after = await api.call(routes.changeGroupMembers, {
      params: { id: group.id },
      body: { remove: machines.map(({ id }) => id) },
    })
    tell({ type: 'success', text: t('removed', { name, count: machines.length }) })
    // A result without machines is a request again: everything that its criteria find.
    if (group.mode === 'result' && after.mode === 'request') tell({ type: 'warning', text: t('becameRequest', { name }) })
    onRemoved()
    await changed()
  }
  return (
    <Confirm
      title={t('removeTitle', { name, count: machines.length })}
      action={t('remove')}
      count={machines.length}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{t(group.mode === 'result' ? 'removeFromResult' : 'removeFromStatic')}</p>
      <ul>
        {machines.slice(0, named).map((machine) => (
          <li key={machine.id}>{plainText(machine.name)}</li>
        ))}
        {machines.length > named && <li>{t('andMore', { count: machines.length - named })}</li>}
      </ul>
    </Confirm>
  )
}
