'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { CreateSite } from '#shared/contracts/sites.ts'
import { useApi } from '../../api/provider.tsx'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { useNotices } from '../shell/notices.tsx'

const zoneOptions = () => Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))

export const SiteForm = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTranslations('sites')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { values, set, faults, busy, error, submit } = useForm({
    initial: { name: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    schema: CreateSite,
    body: (typed) => typed,
    send: async (body) => {
      const made = await api.call(routes.createSite, { body })
      await client.invalidateQueries({ queryKey: [routes.listSites.path] })
      tell({ type: 'success', text: t('added', { name: made.name }) })
      onClose()
    },
  })
  return (
    <FormModal title={t('addTitle')} action={t('add')} busy={busy} error={error} onSubmit={() => void submit()} onClose={onClose}>
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      <FormField label={t('timeZone')} description={t('timeZoneHelp')} errorText={faults['timeZone'] ?? ''}>
        <Select
          options={zoneOptions()}
          filteringType="auto"
          virtualScroll
          selectedOption={{ value: values.timeZone, label: values.timeZone }}
          onChange={({ detail }) => set('timeZone', detail.selectedOption.value ?? '')}
        />
      </FormField>
    </FormModal>
  )
}
