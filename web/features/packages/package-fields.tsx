'use client'
import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useTranslations } from 'next-intl'
import { useFirstFocus } from '../../ui/use-first-focus.ts'
import type { Form } from '../../ui/use-form.ts'

export type PackageValues = {
  readonly label: string
  readonly version: string
  readonly description: string
  readonly command: string
  readonly commandName: string
  readonly rebootNeeded: boolean
}

/** What one says of a package; the version stands when it has been made. */
export const PackageFields = ({ form, made = false }: { readonly form: Form<PackageValues>; readonly made?: boolean }) => {
  const t = useTranslations('packages')
  const first = useFirstFocus<InputProps.Ref>(!made)
  const { values, set, faults } = form
  return (
    <SpaceBetween size="m">
      <FormField label={t('label')} errorText={faults['label'] ?? ''}>
        <Input value={values.label} ref={first} autoComplete={false} onChange={({ detail }) => set('label', detail.value)} />
      </FormField>
      {!made && (
        <FormField label={t('version')} errorText={faults['version'] ?? ''}>
          <Input value={values.version} autoComplete={false} onChange={({ detail }) => set('version', detail.value)} />
        </FormField>
      )}
      <FormField label={t('description')} errorText={faults['description'] ?? ''}>
        <Textarea value={values.description} rows={2} onChange={({ detail }) => set('description', detail.value)} />
      </FormField>
      <FormField label={t('command')} description={t('commandHelp')} errorText={faults['command'] ?? ''}>
        <Input
          value={values.command}
          autoComplete={false}
          spellcheck={false}
          placeholder="./install.sh"
          onChange={({ detail }) => set('command', detail.value)}
        />
      </FormField>
      <FormField label={t('commandName')} description={t('commandNameHelp')} errorText={faults['commandName'] ?? ''}>
        <Input value={values.commandName} autoComplete={false} onChange={({ detail }) => set('commandName', detail.value)} />
      </FormField>
      <Checkbox checked={values.rebootNeeded} onChange={({ detail }) => set('rebootNeeded', detail.checked)}>
        {t('rebootNeeded')}
      </Checkbox>
    </SpaceBetween>
  )
}
