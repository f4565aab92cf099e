'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import type { User } from '#shared/contracts/users.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { useNotices } from '../shell/notices.tsx'

type Props = {
  readonly what: 'disable' | 'enable' | 'reset' | 'delete'
  readonly user: User
  readonly onPassword: (user: User, oneTimePassword: string) => void
  readonly onDone: () => void
  readonly onClose: () => void
}

/** What shuts somebody out, or lets them in again, is said before it is done. */
export const ConfirmUser = ({ what, user, onPassword, onDone, onClose }: Props) => {
  const t = useTranslations('users')
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const params = { id: user.id }
  const { name } = user
  const words = {
    disable: { title: t('disableTitle', { name }), action: t('disable'), help: t('disableHelp'), done: t('disabledNow', { name }) },
    enable: { title: t('enableTitle', { name }), action: t('enable'), help: t('enableHelp'), done: t('enabledNow', { name }) },
    reset: { title: t('resetTitle', { name }), action: t('reset'), help: t('resetHelp'), done: null },
    delete: { title: t('deleteTitle', { name }), action: t('delete'), help: t('deleteHelp'), done: t('deleted', { name }) },
  }[what]
  const confirm = async () => {
    if (what === 'reset') {
      const { oneTimePassword } = await api.call(routes.resetPassword, { params })
      // After this dialog has closed itself.
      setTimeout(() => onPassword(user, oneTimePassword), 0)
      return
    }
    if (what === 'delete') await api.call(routes.deleteUser, { params })
    else await api.call(routes.editUser, { params, body: { disabled: what === 'disable' } })
    await client.invalidateQueries({ queryKey: [routes.listUsers.path] })
    if (words.done !== null) tell({ type: 'success', text: words.done })
    onDone()
  }
  return (
    <Confirm title={words.title} action={words.action} onConfirm={confirm} onClose={onClose}>
      <p>{words.help}</p>
    </Confirm>
  )
}
