'use client'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useEntities } from './use-entities.ts'

/** A filter by entity, limited to the person's perimeter; nothing at all where there is no choice. */
export const EntitySelect = ({ value, onChange }: { readonly value: string; readonly onChange: (entityId: string) => void }) => {
  const t = useTranslations('entities')
  const { options } = useEntities()
  if (options.length < 2) return null
  const any = { value: '', label: t('any') }
  return (
    <Select
      ariaLabel={t('entity')}
      options={[any, ...options]}
      selectedOption={options.find((option) => option.value === value) ?? any}
      filteringType="auto"
      expandToViewport
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  )
}
