'use client'
import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Form } from '../../ui/use-form.ts'
import type { DeployValues } from './values.ts'

/** The manual's options, with its defaults. Opens by itself when one of them is at fault. */
export const AdvancedOptions = ({ form, command }: { readonly form: Form<DeployValues>; readonly command: string }) => {
  const t = useTranslations('deploy')
  const [open, setOpen] = useState(false)
  const { values, set, faults } = form
  const fault = (field: string) => faults[`options.${field}`] ?? ''
  const faulty = Object.keys(faults).some((field) => field.startsWith('options.') || field === 'name')
  return (
    <ExpandableSection
      variant="container"
      headerText={t('advanced')}
      headerDescription={t('advancedHelp')}
      expanded={open || faulty}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      <SpaceBetween size="m">
        <FormField label={t('name')} description={t('nameHelp')} errorText={faults['name'] ?? ''}>
          <Input value={values.name} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
        </FormField>
        <FormField label={t('parameters')} description={t('parametersHelp')} errorText={fault('parameters')}>
          <Input
            value={values.parameters}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => set('parameters', detail.value)}
          />
        </FormField>
        {command !== '' && (
          <Box color="text-body-secondary">
            {t('willRun')} <Box variant="code">{`${command}${values.parameters.trim() === '' ? '' : ` ${values.parameters.trim()}`}`}</Box>
          </Box>
        )}
        <ColumnLayout columns={3}>
          <FormField label={t('attempts')} errorText={fault('attempts')}>
            <Input
              value={values.attempts}
              inputMode="numeric"
              autoComplete={false}
              onChange={({ detail }) => set('attempts', detail.value)}
            />
          </FormField>
          <FormField label={t('retryDelay')} errorText={fault('retryDelayMinutes')}>
            <Input
              value={values.retryDelayMinutes}
              inputMode="decimal"
              autoComplete={false}
              onChange={({ detail }) => set('retryDelayMinutes', detail.value)}
            />
          </FormField>
          <FormField label={t('scriptTimeout')} errorText={fault('scriptTimeoutMinutes')}>
            <Input
              value={values.scriptTimeoutMinutes}
              inputMode="decimal"
              autoComplete={false}
              onChange={({ detail }) => set('scriptTimeoutMinutes', detail.value)}
            />
          </FormField>
        </ColumnLayout>
        <Toggle checked={values.runScript} onChange={({ detail }) => set('runScript', detail.checked)}>
          {t('runScript')}
        </Toggle>
        <Toggle checked={values.deleteFiles} onChange={({ detail }) => set('deleteFiles', detail.checked)}>
          {t('deleteFiles')}
        </Toggle>
      </SpaceBetween>
    </ExpandableSection>
  )
}
