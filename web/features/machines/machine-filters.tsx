'use client'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { SearchField } from '../../ui/search-field.tsx'
import { EntitySelect } from '../entities/entity-select.tsx'
import { GroupSelect } from '../groups/group-select.tsx'
import { useSession } from '../session/session.tsx'
import { useSites } from '../sites/use-sites.ts'
import { type ListFilter, seenChoices, seenIn } from './list-filter.ts'
import styles from './machine-filters.module.css'

type Props = {
  readonly filter: ListFilter
  readonly onChange: (change: Partial<Record<keyof ListFilter, string>>) => void
  /** The list is one group's: no other is chosen. */
  readonly inGroup?: boolean
}

/** The filters of the list of machines, which all hold together. */
export const MachineFilters = ({ filter, onChange, inGroup = false }: Props) => {
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
  const byGroup = can('group:list') && !inGroup
  return (
    <div className={styles['filters']}>
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
      {byGroup && <GroupSelect value={filter.group} any={t('anyGroup')} onChange={(group) => onChange({ group })} />}
    </div>
  )
}
