'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type Bundle, CreateBundle } from '#shared/contracts/bundles.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { useNotices } from '../shell/notices.tsx'
import { type Member, membersOf, membersSent } from './members.ts'
import { MembersEditor } from './members-editor.tsx'

type Values = { readonly name: string; readonly description: string; readonly members: readonly Member[] }
type Props = { readonly bundle: Bundle | null; readonly onClose: () => void; readonly onSaved?: (bundle: Bundle) => void }

/** Makes a bundle, or changes one. */
export const BundleForm = ({ bundle, onClose, onSaved }: Props) => {
  const t = useTranslations('bundles')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const initial: Values = { name: bundle?.name ?? '', description: bundle?.description ?? '', members: bundle ? membersOf(bundle) : [] }
  const { values, set, faults, error, busy, submit } = useForm({
    initial,
    schema: CreateBundle,
    body: ({ name, description, members }) => ({ name, description, members: membersSent(members) }),
    send: async (body) => {
      const saved = bundle
        ? await api.call(routes.editBundle, { params: { id: bundle.id }, body })
        : await api.call(routes.createBundle, { body })
      client.setQueryData([routes.getBundle.path, saved.id, null], saved)
      await client.invalidateQueries({ queryKey: [routes.listBundles.path] })
      tell({ type: 'success', text: t('saved', { name: saved.name }) })
      onClose()
      onSaved?.(saved)
    },
  })
  return (
    <FormModal
      title={bundle ? t('editTitle', { name: bundle.name }) : t('addTitle')}
      action={t('save')}
      busy={busy}
      error={error}
      large
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      <FormField label={t('description')} errorText={faults['description'] ?? ''}>
        <Textarea value={values.description} rows={2} onChange={({ detail }) => set('description', detail.value)} />
      </FormField>
      <MembersEditor members={values.members} onMembers={(members) => set('members', members)} faults={faults} field="members" />
    </FormModal>
  )
}
