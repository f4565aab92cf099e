'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { CreateUser, EditUser, type User } from '#shared/contracts/users.ts'
import { useApi } from '../../api/provider.tsx'
import { ChooseMany, faultOfList } from '../../ui/choose-many.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { useEntities } from '../entities/use-entities.ts'
import { useNotices } from '../shell/notices.tsx'
import { useProfiles, useUserGroups } from './use-profiles.ts'

const initialOf = (user: User | null) => ({
  login: user?.login ?? '',
  name: user?.name ?? '',
  email: user?.email ?? '',
  profiles: user?.profiles ?? [],
  groupIds: user?.groupIds ?? [],
  entityIds: user?.entityIds ?? [],
})

type Props = {
  readonly user: User | null
  /** A new user's one-time password, to be shown once. */
  readonly onMade: (user: User, oneTimePassword: string) => void
  readonly onClose: () => void
}

/** Creates a user, or edits one; a login does not change. */
export const UserForm = ({ user, onMade, onClose }: Props) => {
  const t = useTranslations('users')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { profiles, named } = useProfiles()
  const groups = useUserGroups()
  const { options: entityOptions } = useEntities()
  const refresh = () => client.invalidateQueries({ queryKey: [routes.listUsers.path] })
  const adding = useForm({
    initial: initialOf(user),
    schema: CreateUser,
    body: ({ email, ...values }) => ({ ...values, ...(email.trim() === '' ? {} : { email }) }),
    send: async (body) => {
      const made = await api.call(routes.createUser, { body })
      await refresh()
      onClose()
      onMade(made.user, made.oneTimePassword)
    },
  })
  const editing = useForm({
    initial: initialOf(user),
    schema: EditUser,
    body: ({ login: _, email, ...values }) => ({ ...values, email: email.trim() === '' ? null : email }),
    send: async (body) => {
      const edited = await api.call(routes.editUser, { params: { id: user?.id ?? '' }, body })
      await refresh()
      tell({ type: 'success', text: t('saved', { name: edited.name }) })
      onClose()
    },
  })
  const { values, set, faults, busy, error, submit } = user ? editing : adding
  return (
    <FormModal
      title={user ? t('editTitle', { name: user.name }) : t('addTitle')}
      action={user ? t('save') : t('add')}
      busy={busy}
      error={error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('login')} description={t('loginHelp')} errorText={faults['login'] ?? ''}>
        <Input
          value={values.login}
          {...(user ? {} : { ref: first })}
          disabled={user !== null}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => set('login', detail.value)}
        />
      </FormField>
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input
          value={values.name}
          {...(user ? { ref: first } : {})}
          autoComplete={false}
          onChange={({ detail }) => set('name', detail.value)}
        />
      </FormField>
      <FormField label={t('email')} description={t('emailHelp')} errorText={faults['email'] ?? ''}>
        <Input value={values.email} type="email" autoComplete={false} onChange={({ detail }) => set('email', detail.value)} />
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
      <ChooseMany
        label={t('groups')}
        placeholder={t('chooseGroups')}
        options={groups.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={values.groupIds}
        fault={faultOfList(faults, 'groupIds')}
        onChange={(chosen) => set('groupIds', [...chosen])}
      />
      <ChooseMany
        label={t('perimeter')}
        help={t('perimeterHelp')}
        placeholder={t('chooseEntities')}
        options={entityOptions}
        chosen={values.entityIds}
        fault={faultOfList(faults, 'entityIds')}
        onChange={(chosen) => set('entityIds', [...chosen])}
      />
    </FormModal>
  )
}
