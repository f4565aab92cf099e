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
import { NumberField } from './number-field.tsx'
import { type OptionProps, setterOf } from './option-props.ts'

/** Attempts, waiting times, bandwidth: the manual's options that are rarely touched. Opens by itself when one of them is at fault. */
export const AdvancedOptions = (props: OptionProps) => {
  const { values, faults } = props
  const t = useTranslations('deploy')
  const [open, setOpen] = useState(false)
  const set = setterOf(props)
  const fault = (field: string) => faults[`options.${field}`] ?? ''
  const faulty = ['attempts', 'retryDelayMinutes', 'scriptTimeoutMinutes', 'maxBandwidth'].some((field) => fault(field) !== '')
  return (
    <ExpandableSection
      variant="container"
      headerText={t('advanced')}
      headerDescription={t('advancedHelp')}
      expanded={open || faulty || Boolean(faults['name'])}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={3}>
          <NumberField
            label={t('attempts')}
            whole
            value={values.attempts}
            fault={fault('attempts')}
            onChange={(value) => set('attempts', value)}
          />
          <NumberField
            label={t('retryDelay')}
            value={values.retryDelayMinutes}
            fault={fault('retryDelayMinutes')}
            onChange={(value) => set('retryDelayMinutes', value)}
          />
          <NumberField
            label={t('scriptTimeout')}
            value={values.scriptTimeoutMinutes}
            fault={fault('scriptTimeoutMinutes')}
            onChange={(value) => set('scriptTimeoutMinutes', value)}
          />
          <NumberField
            label={t('maxBandwidth')}
            description={t('maxBandwidthHelp')}
            whole
            value={values.maxBandwidth}
            placeholder={t('noLimit')}
            fault={fault('maxBandwidth')}
            onChange={(value) => set('maxBandwidth', value)}
          />
        </ColumnLayout>
        <FormField label={t('name')} description={t('nameHelp')} errorText={faults['name'] ?? ''}>
          <Input value={values.name} autoComplete={false} onChange={({ detail }) => set('name', detail.value)} />
        </FormField>
      </SpaceBetween>
    </ExpandableSection>
  )
}

/** What is done on each machine. */
export const ActionOptions = ({ command, ...props }: OptionProps & { readonly command: string }) => {
  const { values, faults } = props
  const t = useTranslations('deploy')
  const set = setterOf(props)
  return (
    <SpaceBetween size="m">
      <FormField label={t('parameters')} description={t('parametersHelp')} errorText={faults['options.parameters'] ?? ''}>
        <Input
          value={values.parameters}
          autoComplete={false}
          spellcheck={false}
          disabled={!values.runScript}
          onChange={({ detail }) => set('parameters', detail.value)}
        />
      </FormField>
      {command !== '' && values.runScript && (
        <Box color="text-body-secondary">
          {t('willRun')} <Box variant="code">{`${command}${values.parameters.trim() === '' ? '' : ` ${values.parameters.trim()}`}`}</Box>
        </Box>
      )}
      <ColumnLayout columns={2}>
        <Toggle checked={values.wakeOnLan} onChange={({ detail }) => set('wakeOnLan', detail.checked)}>
          {t('wakeOnLan')}
        </Toggle>
        <Toggle checked={values.runScript} onChange={({ detail }) => set('runScript', detail.checked)}>
          {t('runScript')}
        </Toggle>
        <Toggle checked={values.deleteFiles} onChange={({ detail }) => set('deleteFiles', detail.checked)}>
          {t('deleteFiles')}
        </Toggle>
        <Toggle checked={values.inventory} onChange={({ detail }) => set('inventory', detail.checked)}>
          {t('inventory')}
        </Toggle>
      </ColumnLayout>
      {values.wakeOnLan && (
        <NumberField
          label={t('wakeWait')}
          value={values.wakeWaitMinutes}
          fault={faults['options.wakeWaitMinutes'] ?? ''}
          onChange={(value) => set('wakeWaitMinutes', value)}
        />
      )}
    </SpaceBetween>
  )
}
