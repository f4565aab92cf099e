'use client'
import FormField from '@cloudscape-design/components/form-field'
import Multiselect from '@cloudscape-design/components/multiselect'

type Option = { readonly value: string; readonly label: string; readonly description?: string }
type Props = {
  readonly label: string
  readonly help?: string
  readonly placeholder: string
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  readonly fault: string
  readonly onChange: (chosen: readonly string[]) => void
}

/** Several of a list. What was chosen and is not offered (any more) stays, under its value. */
export const ChooseMany = ({ label, help, placeholder, options, chosen, fault, onChange }: Props) => (
  <FormField label={label} {...(help ? { description: help } : {})} errorText={fault}>
    <Multiselect
      options={options}
      selectedOptions={chosen.map((value) => options.find((option) => option.value === value) ?? { value, label: value })}
      onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value }) => value ?? ''))}
      placeholder={placeholder}
      filteringType="auto"
      expandToViewport
    />
  </FormField>
)

/** The first fault of a list's field or of any of its entries. */
export const faultOfList = (faults: Readonly<Record<string, string>>, field: string): string =>
  Object.entries(faults).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1] ?? ''
