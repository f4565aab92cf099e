'use client'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Token from '@cloudscape-design/components/token'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { InventoryField } from '#shared/contracts/terms.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { EntitySelect } from '../entities/entity-select.tsx'
import { plainText } from '../log/plain-text.ts'

type Props = { readonly fields: readonly InventoryField[]; readonly field: InventoryField }

/** Which field, and which of its values; all of it stands in the address. */
export const ValuesFilter = ({ fields, field }: Props) => {
  const t = useTranslations('inventoryValues')
  const names = useTranslations('inventoryFields')
  const { get, set } = useAddressQuery()
  const options = fields.map(({ name }) => ({ value: name, label: names(name), description: name }))
  const orders = [
    { value: '', label: t('byValue') },
    { value: 'machines', label: t('byMachines') },
  ]
  const seek = useCallback((begins: string) => set({ begins }), [set])
  const first = field.type === 'pair' ? get('first') : ''
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <Select
        ariaLabel={t('field')}
        options={options}
        selectedOption={options.find(({ value }) => value === field.name) ?? null}
        filteringType="auto"
        expandToViewport
        triggerVariant="option"
        onChange={({ detail }) => set({ field: detail.selectedOption.value ?? '', begins: '', first: '' })}
      />
      {first !== '' ? (
        <Token label={plainText(first)} dismissLabel={t('clear')} onDismiss={() => set({ first: '' })} />
      ) : (
        field.type !== 'number' && <SearchField value={get('begins')} placeholder={t('begins')} onChange={seek} />
      )}
      <EntitySelect value={get('entity')} onChange={(entity) => set({ entity })} />
      <Select
        ariaLabel={t('order')}
        options={orders}
        selectedOption={orders.find(({ value }) => value === get('order')) ?? orders[0] ?? null}
        expandToViewport
        onChange={({ detail }) => set({ order: detail.selectedOption.value ?? '' })}
      />
    </SpaceBetween>
  )
}
