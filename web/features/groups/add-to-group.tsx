'use client'
import FormField from '@cloudscape-design/components/form-field'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { AppLink, usePaths } from '../../ui/app-link.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { plainText } from '../log/plain-text.ts'
import type { Chosen } from '../machines/chosen.ts'
import { useNotices } from '../shell/notices.tsx'
import { GroupSelect } from './group-select.tsx'
import { useGroupsChanged } from './use-groups-changed.ts'

type Props = { readonly machines: readonly Chosen[]; readonly onAdded: () => void; readonly onClose: () => void }

/** Machines of the list into a static group. */
export const AddToGroup = ({ machines, onAdded, onClose }: Props) => {
  const t = useTranslations('groups')
  const api = useApi()
  const paths = usePaths()
  const changed = useGroupsChanged()
  const { tell } = useNotices()
  const [groupId, setGroupId] = useState('')
  const [busy, setBusy] = useState(false)
  const [missing, setMissing] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const add = async () => {
    setMissing(groupId === '')
    if (groupId === '') return
    setBusy(true)
    setError(null)
    try {
      const after = await api.call(routes.changeGroupMembers, { params: { id: groupId }, body: { add: machines.map(({ id }) => id) } })
      tell({
        type: 'success',
        text: (
          <>
            {t('added', { count: machines.length, name: plainText(after.name) })}{' '}
            <AppLink href={paths.group(after.id)} color="inverted">
              {t('showGroup')}
            </AppLink>
          </>
        ),
      })
      onAdded()
      onClose()
      await changed()
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <FormModal
      title={t('addTitle', { count: machines.length })}
      action={t('addToGroup')}
      busy={busy}
      error={error}
      onSubmit={() => void add()}
      onClose={onClose}
    >
      <FormField label={t('staticGroup')} description={t('addHelp')} errorText={missing ? t('chooseGroup') : ''}>
        <GroupSelect value={groupId} kind="static" onChange={setGroupId} />
      </FormField>
    </FormModal>
  )
}
