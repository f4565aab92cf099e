'use client'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { InventorySecretState } from '#shared/contracts/inventory-views.ts'
import { Failure } from '../../ui/failure.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'

/** Hours that the present password may go on. */
const choices = [
  { hours: 0, text: 'keep0' },
  { hours: 24, text: 'keep24' },
  { hours: 168, text: 'keep168' },
  { hours: 720, text: 'keep720' },
] as const
type Choice = (typeof choices)[number]

type Props = { readonly state: InventorySecretState; readonly onMake: (keepPreviousHours: number) => Promise<void> }

export const SecretForm = ({ state, onMake }: Props) => {
  const t = useTranslations('inventoryAgents')
  const absolute = useAbsoluteTime()
  const [choice, setChoice] = useState<Choice>(choices[2])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { madeAt, madeBy, previousUntil } = state
  const optionOf = ({ text }: Choice) => ({ value: text, label: t(text) })
  const make = async () => {
    setBusy(true)
    setError(null)
    await onMake(madeAt === null ? 0 : choice.hours).catch(setError)
    setBusy(false)
  }
  const at = madeAt === null ? '' : absolute(madeAt)
  return (
    <SpaceBetween size="m">
      <Box variant="strong">
        {madeAt === null ? t('noPassword') : madeBy === null ? t('made', { at }) : t('madeBy', { at, who: madeBy })}
      </Box>
      {previousUntil !== null && <Box>{t('previous', { at: absolute(previousUntil) })}</Box>}
      {madeAt !== null && (
        <FormField label={t('keep')} description={t('keepHelp')}>
          <Select
            selectedOption={optionOf(choice)}
            options={choices.map(optionOf)}
            onChange={({ detail }) => setChoice(choices.find(({ text }) => text === detail.selectedOption.value) ?? choices[0])}
          />
        </FormField>
      )}
      <Button loading={busy} onClick={() => void make()}>
        {madeAt === null ? t('make') : t('makeNew')}
      </Button>
      {error !== null && <Failure error={error} />}
    </SpaceBetween>
  )
}
