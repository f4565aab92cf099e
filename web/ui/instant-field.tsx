'use client'
import DatePicker from '@cloudscape-design/components/date-picker'
import FormField from '@cloudscape-design/components/form-field'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TimeInput from '@cloudscape-design/components/time-input'
import { useTimeZone, useTranslations } from 'next-intl'
import type { DateAndTime } from './local-instant.ts'

type Props = {
  readonly label: string
  readonly description?: string
  readonly fault: string
  readonly value: DateAndTime
  readonly onChange: (value: DateAndTime) => void
}

/** A date and a time on the person's own clock, whose zone stands beside them. */
export const InstantField = ({ label, description, fault, value, onChange }: Props) => {
  const t = useTranslations('instants')
  const zone = useTimeZone() ?? 'UTC'
  return (
    <FormField
      label={label}
      description={description ?? ''}
      constraintText={value.date === '' && value.time === '' ? '' : t('zone', { zone })}
      errorText={fault}
    >
      <SpaceBetween direction="horizontal" size="xs">
        <DatePicker
          value={value.date}
          ariaLabel={t('dateOf', { label })}
          placeholder={t('datePattern')}
          openCalendarAriaLabel={(chosen) => (chosen ? t('openCalendarAt', { date: chosen }) : t('openCalendar'))}
          onChange={({ detail }) => onChange({ ...value, date: detail.value })}
        />
        <TimeInput
          value={value.time}
          format="hh:mm"
          ariaLabel={t('timeOf', { label })}
          placeholder={t('timePattern')}
          onChange={({ detail }) => onChange({ ...value, time: detail.value })}
        />
      </SpaceBetween>
    </FormField>
  )
}
