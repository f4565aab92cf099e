'use client'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'

type Props = {
  readonly label: string
  readonly description?: string
  readonly value: string
  readonly fault: string
  readonly whole?: boolean
  readonly placeholder?: string
  readonly onChange: (value: string) => void
}

/** A number as people type it; the contract says what is wrong with it. */
export const NumberField = ({ label, description, value, fault, whole = false, placeholder, onChange }: Props) => (
  <FormField label={label} description={description ?? ''} errorText={fault}>
    <Input
      value={value}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete={false}
      placeholder={placeholder ?? ''}
      onChange={({ detail }) => onChange(detail.value)}
    />
  </FormField>
)
