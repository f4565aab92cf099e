'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CreateProfile, type Profile } from '#shared/contracts/profiles.ts'
import { routes } from '#shared/contracts/routes.ts'
import type { Right } from '#shared/domain/rights.ts'
import { useApi } from '../../api/provider.tsx'
import { faultOfList } from '../../ui/choose-many.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { useCan } from '../session/session.tsx'
import { useNotices } from '../shell/notices.tsx'
import { RightsPicker } from './rights-picker.tsx'

type Props = {
  /** The one to edit, or to begin a new one from. */
  readonly profile: Profile | null
  readonly editing: boolean
  readonly onClose: () => void
}

export const ProfileForm = ({ profile, editing, onClose }: Props) => {
  const t = useTranslations('profiles')
  const first = useFirstFocus<InputProps.Ref>()
  const can = useCan()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const rights: readonly Right[] = (profile?.rights ?? []).filter(can)
  const { values, set, faults, busy, error, submit } = useForm({
    initial: { name: editing ? (profile?.name ?? '') : '', rights },
    schema: CreateProfile,
    body: (typed) => typed,
    send: async (body) => {
      const saved =
        editing && profile
          ? await api.call(routes.editProfile, { params: { id: profile.id }, body })
          : await api.call(routes.createProfile, { body })
      await client.invalidateQueries({ queryKey: [routes.listProfiles.path] })
      tell({ type: 'success', text: t('saved', { name: saved.name }) })
      onClose()
    },
  })
  return (
    <FormModal
      title={editing ? t('editTitle', { name: profile?.name ?? '' }) : t('addTitle')}
      action={editing ? t('save') : t('add')}
      busy={busy}
      error={error}
      large
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      <RightsPicker
        chosen={values.rights}
        offered={can}
        fault={faultOfList(faults, 'rights')}
        onChange={(chosen) => set('rights', chosen)}
      />
    </FormModal>
  )
}
