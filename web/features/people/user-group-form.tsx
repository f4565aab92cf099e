'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { CreateUserGroup, type UserGroup } from '#shared/contracts/user-groups.ts'
import { useApi } from '../../api/provider.tsx'
import { ChooseMany, faultOfList } from '../../ui/choose-many.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { useNotices } from '../shell/notices.tsx'
import { useProfiles } from './use-profiles.ts'

export const UserGroupForm = ({ group, onClose }: { readonly group: UserGroup | null; readonly onClose: () => void }) => {
  const t = useTranslations('userGroups')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { profiles, named } = useProfiles()
  const { values, set, faults, busy, error, submit } = useForm({
    initial: { name: group?.name ?? '', description: group?.description ?? '', profiles: group?.profiles ?? [] },
    // All fields are sent, so that one schema serves both.
    schema: CreateUserGroup,
    body: (typed) => typed,
    send: async (body) => {
      const saved = group
        ? await api.call(routes.editUserGroup, { params: { id: group.id }, body })
        : await api.call(routes.createUserGroup, { body })
      await client.invalidateQueries({ queryKey: [routes.listUserGroups.path] })
      tell({ type: 'success', text: t('saved', { name: saved.name }) })
      onClose()
    },
  })
  return (
    <FormModal
      title={group ? t('editTitle', { name: group.name }) : t('addTitle')}
      action={group ? t('save') : t('add')}
      busy={busy}
      error={error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      <FormField label={t('description')} errorText={faults['description'] ?? ''}>
        <Textarea value={values.description} rows={2} onChange={({ detail }) => set('description', detail.value)} />
      </FormField>
      <ChooseMany
        label={t('profiles')}
        help={t('profilesHelp')}
        placeholder={t('chooseProfiles')}
        options={profiles.map(({ id }) => ({ value: id, label: named(id) }))}
        chosen={values.profiles}
        fault={faultOfList(faults, 'profiles')}
        onChange={(chosen) => set('profiles', [...chosen])}
      />
    </FormModal>
  )
}
