'use client'
import Grid from '@cloudscape-design/components/grid'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { SearchField } from '../../ui/search-field.tsx'
import { EntitySelect } from '../entities/entity-select.tsx'
import { useSession } from '../session/session.tsx'
import { useSites } from '../sites/use-sites.ts'
import { type ListFilter, seenChoices, seenIn } from './list-filter.ts'

type Props = { readonly filter: ListFilter; readonly onChange: (change: Partial<Record<keyof ListFilter, string>>) => void }

/** The filters of the list of machines, which all hold together. */
export const MachineFilters = ({ filter, onChange }: Props) => {
  const t = useTranslations('machines')
  const { can } = useSession()
  const sites = useSites()
  const rename = useCallback((name: string) => onChange({ name }), [onChange])
  const chooseSystem = useCallback((system: string) => onChange({ system }), [onChange])
  const anySite = { value: '', label: t('anySite') }
  const siteOptions = [anySite, ...(sites.data ?? []).map((site) => ({ value: site.id, label: site.name }))]
  const anyTime = { value: '', label: t('anyTime') }
  const labelOf = (seen: string): string => {
    const days = seenIn(seen)
    return days === null ? seen : t(days.kind === 'within' ? 'seenWithin' : 'notSeenFor', { days: days.days })
  }
  const choices: readonly string[] = seenChoices
  const others = filter.seen === '' || choices.includes(filter.seen) ? [] : [filter.seen]
  const seenOptions = [anyTime, ...[...choices, ...others].map((value) => ({ value, label: labelOf(value) }))]
  const half = { default: 12, xs: 6, l: 2 }
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, l: 4 } }, ...Array.from({ length: 4 }, () => ({ colspan: half }))]}>
      <SearchField value={filter.name} placeholder={t('find')} onChange={rename} />
      <SearchField value={filter.system} placeholder={t('system')} onChange={chooseSystem} />
      <Select
        ariaLabel={t('lastSeen')}
        options={seenOptions}
        selectedOption={seenOptions.find(({ value }) => value === filter.seen) ?? anyTime}
        onChange={({ detail }) => onChange({ seen: detail.selectedOption.value ?? '' })}
        expandToViewport
      />
      {can('site:list') && (
        <Select
          ariaLabel={t('site')}
          options={siteOptions}
          selectedOption={siteOptions.find(({ value }) => value === filter.site) ?? anySite}
          filteringType="auto"
          onChange={({ detail }) => onChange({ site: detail.selectedOption.value ?? '' })}
          expandToViewport
        />
      )}
      <EntitySelect value={filter.entity} onChange={(entity) => onChange({ entity })} />
    </Grid>
  )
}
