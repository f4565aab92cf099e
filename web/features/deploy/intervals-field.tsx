'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { parseIntervals } from '#shared/domain/window/intervals.ts'
import { useFaultTexts } from '../../ui/use-faults.ts'
import { faultSpan } from './fault-span.ts'
import styles from './week-view.module.css'
import { type DrawnZone, WeekView } from './week-view.tsx'

type Props = {
  readonly value: string
  readonly onChange: (value: string) => void
  /** Found by the service; what is unreadable is found here. */
  readonly fault: string
  readonly zones: readonly DrawnZone[]
  readonly startAt: string | null
  readonly endAt: string | null
}

/** Deployment intervals as text, read as one types, and drawn on a week of each site concerned. */
export const IntervalsField = ({ value, onChange, fault, zones, startAt, endAt }: Props) => {
  const t = useTranslations('deploy')
  const { say } = useFaultTexts()
  const parsed = value.trim() === '' ? null : parseIntervals(value)
  return (
    <SpaceBetween size="s">
      <FormField
        label={t('intervals')}
        description={t('intervalsHelp')}
        constraintText={value.trim() === '' ? t('always') : t('intervalsEnds')}
        errorText={
          parsed?.valid === false ? (
            <>
              {say(parsed.message)} <Marked text={value} position={parsed.position} />
            </>
          ) : (
            fault
          )
        }
      >
        <Input
          value={value}
          placeholder="22-6, 12:00-13:30"
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange(detail.value)}
        />
      </FormField>
      {parsed?.valid && <WeekView ranges={parsed.ranges} zones={zones} startAt={startAt} endAt={endAt} />}
    </SpaceBetween>
  )
}

const Marked = ({ text, position }: { readonly text: string; readonly position: number }) => {
  const { before, marked, after } = faultSpan(text, position)
  return (
    <code className={styles.faulty} data-testid="fault-position">
      {before}
      {/* Where something is missing, the place itself is marked. */}
      <mark className={styles.fault}>{marked === '' ? '\u2009' : marked}</mark>
      {after}
    </code>
  )
}
