'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { routes } from '#shared/contracts/routes.ts'
import { CreateSite, newMachinesPerHour, type Site } from '#shared/contracts/sites.ts'
import { useApi } from '../../api/provider.tsx'
import { faultUnder } from '../../ui/fault-under.ts'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { SshSettingsFields, sshSettingsIn } from '../machines/ssh-settings-fields.tsx'
import { useNotices } from '../shell/notices.tsx'

const zoneOptions = () => Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))

const listIn = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '')

const initialOf = (site: Site | null) => ({
  name: site?.name ?? '',
  timeZone: site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  broadcasts: site?.broadcasts.join('\n') ?? '',
  maxBandwidth: site?.maxBandwidth?.toString() ?? '',
  networks: site?.networks.join('\n') ?? '',
  sshUser: site?.sshUser ?? '',
  sshPort: site?.sshPort?.toString() ?? '',
  newMachinesPerHour: (site?.newMachinesPerHour ?? newMachinesPerHour).toString(),
})

/** Makes a site, or changes one. */
export const SiteForm = ({ site, onClose }: { readonly site: Site | null; readonly onClose: () => void }) => {
  const t = useTranslations('sites')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const { values, set, faults, busy, error, submit } = useForm({
    initial: initialOf(site),
    schema: CreateSite,
    body: ({ name, timeZone, broadcasts, maxBandwidth, networks, sshUser, sshPort, newMachinesPerHour: perHour }) => ({
      name,
      timeZone,
      broadcasts: listIn(broadcasts),
      networks: listIn(networks),
      ...sshSettingsIn({ sshUser, sshPort }),
      maxBandwidth: maxBandwidth.trim() === '' ? null : Number(maxBandwidth.replaceAll(/\s/g, '')),
      newMachinesPerHour: perHour.trim() === '' ? undefined : Number(perHour.replaceAll(/\s/g, '')),
    }),
    send: async (body) => {
      const saved = site ? await api.call(routes.editSite, { params: { id: site.id }, body }) : await api.call(routes.createSite, { body })
      await client.invalidateQueries({ queryKey: [routes.listSites.path] })
      tell({ type: 'success', text: t(site ? 'saved' : 'added', { name: saved.name }) })
      onClose()
    },
  })
  return (
    <FormModal
      title={site ? t('editTitle', { name: site.name }) : t('addTitle')}
      action={site ? t('save') : t('add')}
      busy={busy}
      error={error}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
      </FormField>
      <FormField
        label={t('timeZone')}
        description={t('timeZoneHelp')}
        constraintText={site && site.timeZone !== values.timeZone ? t('zoneChange') : ''}
        errorText={faults['timeZone'] ?? ''}
      >
        <Select
          options={zoneOptions()}
          filteringType="auto"
          virtualScroll
          selectedOption={{ value: values.timeZone, label: values.timeZone }}
          onChange={({ detail }) => set('timeZone', detail.selectedOption.value ?? '')}
        />
      </FormField>
      <FormField label={t('broadcasts')} description={t('broadcastsHelp')} errorText={faultUnder(faults, 'broadcasts')}>
        <Textarea
          value={values.broadcasts}
          rows={3}
          spellcheck={false}
          placeholder="10.1.255.255"
          onChange={({ detail }) => set('broadcasts', detail.value)}
        />
      </FormField>
      <FormField label={t('maxBandwidth')} description={t('maxBandwidthHelp')} errorText={faults['maxBandwidth'] ?? ''}>
        <Input
          value={values.maxBandwidth}
          inputMode="numeric"
          autoComplete={false}
          placeholder={t('noLimit')}
          onChange={({ detail }) => set('maxBandwidth', detail.value)}
        />
      </FormField>
      <FormField label={t('networks')} description={t('networksHelp')} errorText={faultUnder(faults, 'networks')}>
        <Textarea
          value={values.networks}
          rows={3}
          spellcheck={false}
          placeholder={'10.1.0.0/16\nfd00:1::/64'}
          onChange={({ detail }) => set('networks', detail.value)}
        />
      </FormField>
      <SshSettingsFields values={values} faults={faults} onChange={set} />
      <FormField label={t('newMachines')} description={t('newMachinesHelp')} errorText={faults['newMachinesPerHour'] ?? ''}>
        <Input
          value={values.newMachinesPerHour}
          inputMode="numeric"
          autoComplete={false}
          onChange={({ detail }) => set('newMachinesPerHour', detail.value)}
        />
      </FormField>
    </FormModal>
  )
}
