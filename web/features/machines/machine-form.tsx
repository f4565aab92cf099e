'use client'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CreateMachine, EditMachine, type Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useApi } from '../../api/provider.tsx'
import { faultUnder } from '../../ui/fault-under.ts'
import { FormModal } from '../../ui/form-modal.tsx'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import { useForm } from '../../ui/use-form.ts'
import { useEntities } from '../entities/use-entities.ts'
import { useNotices } from '../shell/notices.tsx'
import { useSites } from '../sites/use-sites.ts'
import { AuthorizeHelp } from './authorize-help.tsx'

const initialOf = (machine: Machine | null, onlySite: string) => ({
  name: machine?.name ?? '',
  siteId: machine?.siteId ?? onlySite,
  address: machine?.address ?? '',
  // Empty: as the entity or the site says.
  port: machine?.portFrom.place === 'machine' ? String(machine.port) : '',
  user: machine?.userFrom.place === 'machine' ? machine.user : '',
  keyName: machine?.keyName ?? 'site',
  macs: machine?.macs.join(', ') ?? '',
  // As the rules say, until somebody chooses.
  entityId: machine?.entityBy === 'hand' ? machine.entityId : '',
  hostKey: '',
})

/** MAC addresses as people list them. Hyphens and dots within one are the contract's to read. */
const macsIn = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((mac) => mac !== '')

type Props = { readonly machine: Machine | null; readonly onClose: () => void }

/** Adds a machine, or edits one; the site of a machine does not change. */
export const MachineForm = (props: Props) => {
  const { data: sites } = useSites()
  // The form begins with the only site chosen, so it waits for the sites.
  return sites ? <FormWithSites {...props} onlySite={sites.length === 1 ? (sites[0]?.id ?? '') : ''} /> : null
}

const FormWithSites = ({ machine, onClose, onlySite }: Props & { readonly onlySite: string }) => {
  const t = useTranslations('machines')
  const first = useFirstFocus<InputProps.Ref>()
  const api = useApi()
  const client = useQueryClient()
  const { tell } = useNotices()
  const sites = useSites()
  const done = async (text: string) => {
    await client.invalidateQueries({ queryKey: [routes.listMachines.path] })
    if (machine) await client.invalidateQueries({ queryKey: [routes.getMachine.path, machine.id] })
    tell({ type: 'success', text })
    onClose()
  }
  const typed = (values: ReturnType<typeof initialOf>) => ({
    name: values.name,
    port: values.port.trim() === '' ? null : Number(values.port),
    user: values.user.trim() === '' ? null : values.user,
    keyName: values.keyName,
    macs: macsIn(values.macs),
  })
  const adding = useForm({
    initial: initialOf(machine, onlySite),
    schema: CreateMachine,
    body: (values) => ({
      ...typed(values),
      address: values.address,
      siteId: values.siteId,
      ...(values.entityId ? { entityId: values.entityId } : {}),
      ...(values.hostKey.trim() === '' ? {} : { hostKey: values.hostKey }),
    }),
    send: async (body) => {
      const made = await api.call(routes.createMachine, { body })
      await done(t('added', { name: made.name }))
    },
  })
  const editing = useForm({
    initial: initialOf(machine, onlySite),
    schema: EditMachine,
    body: (values) => ({
      ...typed(values),
      ...(values.address === machine?.address ? {} : { address: values.address.trim() === '' ? null : values.address }),
      ...(values.entityId === initialOf(machine, onlySite).entityId ? {} : { entityId: values.entityId || null }),
    }),
    send: async (body) => {
      const { id } = machine ?? { id: '' }
      const edited = await api.call(routes.editMachine, { params: { id }, body })
      await done(t('saved', { name: edited.name }))
    },
  })
  const form = machine ? editing : adding
  const { values, set, faults } = form
  const siteOptions = (sites.data ?? []).map((site) => ({ value: site.id, label: site.name }))
  const { options: entityOptions } = useEntities()
  const byRules = { value: '', label: t('byRules') }
  const fault = (field: string) => faults[field] ?? ''
  return (
    <FormModal
      title={machine ? t('editTitle', { name: machine.name }) : t('addTitle')}
      action={machine ? t('save') : t('add')}
      busy={form.busy}
      error={form.error}
      large
      onSubmit={() => void form.submit()}
      onClose={onClose}
    >
      <ColumnLayout columns={2}>
        <FormField label={t('name')} errorText={fault('name')}>
          <Input value={values.name} ref={first} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
        </FormField>
        <FormField label={t('site')} errorText={fault('siteId')}>
          <Select
            options={siteOptions}
            disabled={machine !== null}
            placeholder={t('chooseSite')}
            empty={t('noSites')}
            selectedOption={siteOptions.find(({ value }) => value === values.siteId) ?? null}
            onChange={({ detail }) => set('siteId', detail.selectedOption.value ?? '')}
          />
        </FormField>
        <FormField label={t('address')} description={t(machine ? 'addressEditHelp' : 'addressHelp')} errorText={fault('address')}>
          <Input value={values.address} autoComplete={false} spellcheck={false} onChange={({ detail }) => set('address', detail.value)} />
        </FormField>
        <FormField label={t('port')} description={t('portHelp')} errorText={fault('port')}>
          <Input
            value={values.port}
            placeholder={String(machine?.port ?? 22)}
            inputMode="numeric"
            autoComplete={false}
            onChange={({ detail }) => set('port', detail.value)}
          />
        </FormField>
        {entityOptions.length > 1 && (
          <FormField label={t('entity')} description={t('entityHelp')} errorText={fault('entityId')}>
            <Select
              options={[byRules, ...entityOptions]}
              selectedOption={entityOptions.find(({ value }) => value === values.entityId) ?? byRules}
              filteringType="auto"
              onChange={({ detail }) => set('entityId', detail.selectedOption.value ?? '')}
            />
          </FormField>
        )}
        <FormField label={t('user')} description={t('userHelp')} errorText={fault('user')}>
          <Input
            value={values.user}
            placeholder={machine?.user ?? 'root'}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => set('user', detail.value)}
          />
        </FormField>
        <FormField label={t('keyName')} description={t('keyNameHelp')} errorText={fault('keyName')}>
          <Input value={values.keyName} autoComplete={false} spellcheck={false} onChange={({ detail }) => set('keyName', detail.value)} />
        </FormField>
      </ColumnLayout>
      <FormField label={t('macs')} description={t('macsHelp')} errorText={faultUnder(faults, 'macs')}>
        <Input
          value={values.macs}
          autoComplete={false}
          spellcheck={false}
          placeholder="00:16:3e:5e:6c:00"
          onChange={({ detail }) => set('macs', detail.value)}
        />
      </FormField>
      {!machine && (
        <FormField label={t('hostKey')} description={t('hostKeyHelp')} errorText={fault('hostKey')}>
          <Textarea
            value={values.hostKey}
            rows={2}
            spellcheck={false}
            placeholder="ssh-ed25519 AAAA…"
            onChange={({ detail }) => set('hostKey', detail.value)}
          />
        </FormField>
      )}
      <AuthorizeHelp siteId={values.siteId} expanded={!machine} />
    </FormModal>
  )
}
