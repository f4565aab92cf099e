'use client'
/** Account and port of SSH for all machines of an entity or a site that have none of their own. */
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useTranslations } from 'next-intl'

type Typed = { readonly sshUser: string; readonly sshPort: string }
type Props = {
  readonly values: Typed
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (field: keyof Typed, value: string) => void
}

/** What is sent of them: nothing typed is nothing set. */
export const sshSettingsIn = ({ sshUser, sshPort }: Typed) => ({
  sshUser: sshUser.trim() === '' ? null : sshUser,
  sshPort: sshPort.trim() === '' ? null : Number(sshPort),
})

export const SshSettingsFields = ({ values, faults, onChange }: Props) => {
  const t = useTranslations('sshSettings')
  return (
    <ColumnLayout columns={2}>
      <FormField label={t('user')} description={t('help')} errorText={faults['sshUser'] ?? ''}>
        <Input
          value={values.sshUser}
          autoComplete={false}
          spellcheck={false}
          placeholder={t('none')}
          onChange={({ detail }) => onChange('sshUser', detail.value)}
        />
      </FormField>
      <FormField label={t('port')} description={t('help')} errorText={faults['sshPort'] ?? ''}>
        <Input
          value={values.sshPort}
          inputMode="numeric"
          autoComplete={false}
          placeholder={t('none')}
          onChange={({ detail }) => onChange('sshPort', detail.value)}
        />
      </FormField>
    </ColumnLayout>
  )
}
