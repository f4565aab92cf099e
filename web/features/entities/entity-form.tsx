'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CreateEntity, EditEntity, type Entity } from '#shared/contracts/entities.ts'
import { routes } from '#shared/contracts/routes.ts'
import { rootEntity, subtreeOf } from '#shared/domain/people/entities.ts'
import { useApi } from '../../api/provider.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { SshSettingsFields, sshSettingsIn } from '../machines/ssh-settings-fields.tsx'
import { useNotices } from '../shell/notices.tsx'
import { useEntities } from './use-entities.ts'

type Props = {
  readonly entity: Entity | null
  /** Where a new one begins. */
  readonly under: string
  readonly onClose: () => void
}

/** Creates an entity, renames one, or moves it. */
export const EntityForm = ({ entity, under, onClose }: Props) => {
  const t = useTranslations('entities')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { entities, options, nameOf } = useEntities()
  const initial = {
    name: entity ? nameOf(entity) : '',
    parentId: entity ? (entity.parentId ?? '') : under,
    sshUser: entity?.sshUser ?? '',
    sshPort: entity?.sshPort?.toString() ?? '',
  }
  const done = async (name: string) => {
    await client.invalidateQueries({ queryKey: [routes.listEntities.path] })
    tell({ type: 'success', text: t('saved', { name }) })
    onClose()
  }
  const adding = useForm({
    initial,
    schema: CreateEntity,
    body: ({ name, parentId, ...ssh }) => ({ name, parentId, ...sshSettingsIn(ssh) }),
    send: async (body) => done((await api.call(routes.createEntity, { body })).name),
  })
  const editing = useForm({
    initial,
    schema: EditEntity,
    // A parent outside one's perimeter is not shown, and stays as it is.
    body: ({ name, parentId, ...ssh }) => ({
      name,
      ...(parentId === (entity?.parentId ?? '') ? {} : { parentId }),
      ...sshSettingsIn(ssh),
    }),
    send: async (body) => done((await api.call(routes.editEntity, { params: { id: entity?.id ?? '' }, body })).name),
  })
  const { values, set, faults, busy, error, submit } = entity ? editing : adding
  const within = entity ? subtreeOf(entities, entity.id) : new Set<string>()
  const parents = options.filter(({ value }) => !within.has(value))
  return (
    <FormModal
      title={entity ? t('editTitle', { name: nameOf(entity) }) : t('addTitle')}
      action={entity ? t('save') : t('add')}
      busy={busy}
      error={error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      {entity?.id !== rootEntity && (
        <FormField label={t('parent')} errorText={faults['parentId'] ?? ''}>
          <Select
            options={parents}
            selectedOption={parents.find(({ value }) => value === values.parentId) ?? null}
            placeholder={t('outside')}
            filteringType="auto"
            expandToViewport
            onChange={({ detail }) => set('parentId', detail.selectedOption.value ?? '')}
          />
        </FormField>
      )}
      <SshSettingsFields values={values} faults={faults} onChange={set} />
    </FormModal>
  )
}
