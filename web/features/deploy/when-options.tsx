'use client'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { atClosingChoices } from '#shared/contracts/deployments.ts'
import { InstantField } from '../../ui/instant-field.tsx'
import { instantOf } from '../../ui/local-instant.ts'
import { IntervalsField } from './intervals-field.tsx'
import { type OptionProps, setterOf } from './option-props.ts'
import type { DrawnZone } from './week-view.tsx'

/** When it may run: start, end, daily intervals, and what becomes of a phase that runs at closing. */
export const WhenOptions = ({ zones, ...props }: OptionProps & { readonly zones: readonly DrawnZone[] }) => {
  const { values, faults } = props
  const t = useTranslations('deploy')
  const closing = useTranslations('atClosing')
  const set = setterOf(props)
  const bounded = values.intervals.trim() !== '' || values.endAt.date !== ''
  return (
    <SpaceBetween size="m">
      <ColumnLayout columns={2}>
        <InstantField
          label={t('startAt')}
          description={t('startAtHelp')}
          fault={faults['options.startAt'] ?? ''}
          value={values.startAt}
          onChange={(value) => set('startAt', value)}
        />
        <InstantField
          label={t('endAt')}
          description={t('endAtHelp')}
          fault={faults['options.endAt'] ?? ''}
          value={values.endAt}
          onChange={(value) => set('endAt', value)}
        />
      </ColumnLayout>
      <IntervalsField
        value={values.intervals}
        onChange={(value) => set('intervals', value)}
        fault={faults['options.intervals'] ?? ''}
        zones={zones}
        startAt={instantOf(values.startAt)}
        endAt={instantOf(values.endAt)}
      />
      {bounded && (
        <FormField label={t('atClosing')} description={t('atClosingHelp')}>
          <RadioGroup
            value={values.atClosing}
            items={atClosingChoices.map((choice) => ({ value: choice, label: closing(choice) }))}
            onChange={({ detail }) => set('atClosing', atClosingChoices.find((choice) => choice === detail.value) ?? 'finish')}
          />
        </FormField>
      )}
    </SpaceBetween>
  )
}
