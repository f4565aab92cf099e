'use client'
/** What every kind of group has: a name, a description, whether it is a shortcut. */
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useTranslations } from 'next-intl'
import type { Faults } from '../../ui/use-faults.ts'

export type GroupValues = { readonly name: string; readonly description: string; readonly visible: boolean }
type Props = {
  readonly values: GroupValues
  readonly faults: Faults
  readonly onChange: (change: Partial<GroupValues>) => void
}

export const GroupFields = ({ values, faults, onChange }: Props) => {
  const t = useTranslations('groupForm')
  return (
    <SpaceBetween size="m">
      <FormField label={t('name')} errorText={faults['name'] ?? ''}>
        <Input value={values.name} autoComplete={false} onChange={({ detail }) => onChange({ name: detail.value })} />
      </FormField>
      <FormField label={t('description')} errorText={faults['description'] ?? ''}>
        <Textarea value={values.description} rows={2} onChange={({ detail }) => onChange({ description: detail.value })} />
      </FormField>
      <FormField label={t('visibleQuestion')} description={t('visibleHelp')} errorText={faults['visible'] ?? ''}>
        <RadioGroup
          value={values.visible ? 'visible' : 'hidden'}
          items={[
            { value: 'visible', label: t('visible') },
            { value: 'hidden', label: t('hidden') },
          ]}
          onChange={({ detail }) => onChange({ visible: detail.value === 'visible' })}
        />
      </FormField>
    </SpaceBetween>
  )
}
