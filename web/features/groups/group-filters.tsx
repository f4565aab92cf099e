'use client'
import Grid from '@cloudscape-design/components/grid'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { SearchField } from '../../ui/search-field.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'

/** Which groups the list shows, from the address of the page; a value that is none filters nothing. */
export const groupFilterIn = (get: (name: string) => string) => {
  const kind = (['static', 'dynamic'] as const).find((one) => one === get('kind'))
  const visible = (['true', 'false'] as const).find((one) => one === get('visible'))
  return {
    ...(get('name') === '' ? {} : { name: get('name') }),
    ...(kind === undefined ? {} : { kind }),
    ...(visible === undefined ? {} : { visible }),
  }
}
export const noGroupFilter = { name: '', kind: '', visible: '' }

export const GroupFilters = () => {
  const t = useTranslations('groups')
  const { get, set } = useAddressQuery()
  const rename = useCallback((name: string) => set({ name }), [set])
  const kinds = [
    { value: '', label: t('anyKind') },
    { value: 'static', label: t('static') },
    { value: 'dynamic', label: t('dynamic') },
  ]
  const shown = [
    { value: '', label: t('visibleOrNot') },
    { value: 'true', label: t('visible') },
    { value: 'false', label: t('hidden') },
  ]
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 6, s: 3 } }, { colspan: { default: 6, s: 3 } }]}>
      <SearchField value={get('name')} placeholder={t('find')} onChange={rename} />
      <Select
        ariaLabel={t('kind')}
        options={kinds}
        selectedOption={kinds.find(({ value }) => value === get('kind')) ?? kinds[0] ?? null}
        expandToViewport
        onChange={({ detail }) => set({ kind: detail.selectedOption.value ?? '' })}
      />
      <Select
        ariaLabel={t('visibility')}
        options={shown}
        selectedOption={shown.find(({ value }) => value === get('visible')) ?? shown[0] ?? null}
        expandToViewport
        onChange={({ detail }) => set({ visible: detail.selectedOption.value ?? '' })}
      />
    </Grid>
  )
}
