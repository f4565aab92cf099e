'use client'
import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { afterSuccessChoices } from '#shared/contracts/deployments.ts'
import { type OptionProps, setterOf } from './option-props.ts'

/** Choices that take the machine away from whoever works at it. */
export const isDisruptive = (choice: (typeof afterSuccessChoices)[number]): choice is 'reboot' | 'halt' =>
  choice === 'reboot' || choice === 'halt'

/** What becomes of the machine after a success. `rebootNeeded`: a chosen package says that it needs one. */
export const AfterSuccess = ({ rebootNeeded, ...props }: OptionProps & { readonly rebootNeeded: boolean }) => {
  const { values, faults } = props
  const t = useTranslations('deploy')
  const word = useTranslations('afterSuccess')
  const set = setterOf(props)
  const options = afterSuccessChoices.map((choice) => ({ value: choice, label: word(choice) }))
  return (
    <>
      <FormField label={t('afterSuccess')} errorText={faults['options.afterSuccess'] ?? ''}>
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === values.afterSuccess) ?? null}
          onChange={({ detail }) =>
            set('afterSuccess', afterSuccessChoices.find((choice) => choice === detail.selectedOption.value) ?? 'nothing')
          }
        />
      </FormField>
      {rebootNeeded && values.afterSuccess === 'nothing' && <Alert type="info">{t('reboots')}</Alert>}
    </>
  )
}
