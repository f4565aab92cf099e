'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { ApiProblem } from '../../api/problem.ts'
import { useApi } from '../../api/provider.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { plainText } from '../log/plain-text.ts'
import { useNotices } from '../shell/notices.tsx'
import { useGroupsChanged } from './use-groups-changed.ts'

type Props = { readonly group: Group; readonly onDeleted: () => void; readonly onClose: () => void }

const goesWith = { static: 'goesStatic', request: 'goesRequest', result: 'goesResult' } as const

/** Says what goes with a group, and what stays. */
export const DeleteGroup = ({ group, onDeleted, onClose }: Props) => {
  const t = useTranslations('groups')
  const api = useApi()
  const changed = useGroupsChanged()
  const { tell } = useNotices()
  const [using, setUsing] = useState<readonly string[]>([])
  const name = plainText(group.name)
  const remove = async () => {
    await api.call(routes.deleteGroup, { params: { id: group.id } }).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.kind === 'conflict')
        setUsing(error.fields.map(({ value }) => (typeof value === 'string' ? value : '')))
      throw error
    })
    tell({ type: 'success', text: t('deleted', { name }) })
    onDeleted()
    await changed()
  }
  const goes = [
    t(goesWith[group.mode ?? 'static']),
    ...(group.shares.length > 0 ? [t('goesShares', { count: group.shares.length })] : []),
    ...(group.visible ? [t('goesShortcut')] : []),
  ]
  return (
    <Confirm title={t('deleteTitle', { name })} action={t('delete')} onConfirm={remove} onClose={onClose}>
      <p>{t('goes')}</p>
      <ul>
        {goes.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{t('stays')}</p>
      {using.some((one) => one !== '') && <p>{t('usedBy', { names: using.map(plainText).join(', ') })}</p>}
    </Confirm>
  )
}
