'use client'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Group } from '#shared/contracts/groups.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { plainText } from '../log/plain-text.ts'

/** As many as are looked through at a glance; whoever wants another one types a part of its name. */
const shownGroups = 20

type Props = {
  /** Empty: none. */
  readonly value: string
  /** The words for "whichever", where that may be chosen too. */
  readonly any?: string
  readonly kind?: Group['kind']
  /** Not offered. */
  readonly except?: string
  /** The name of a chosen group that is shown even where the group is not seen (any more). */
  readonly name?: string | null
  readonly onChange: (groupId: string, name: string) => void
}

/** A group, found by typing any part of its name. */
export const GroupSelect = ({ value, any, kind, except, name, onChange }: Props) => {
  const t = useTranslations('groups')
  const [typed, setTyped] = useState<string | null>(null)
  const chosen = useAsk(routes.getGroup, { params: { id: value } }, { enabled: value !== '' && name === undefined, staleMs: 60_000 })
  const found = useAsk(
    routes.listGroups,
    { query: { limit: shownGroups, ...(kind ? { kind } : {}), ...(typed ? { name: typed } : {}) } },
    { enabled: typed !== null, keepPrevious: true },
  )
  const optionOf = (group: Pick<Group, 'id' | 'name' | 'kind' | 'mode' | 'owner'>): SelectProps.Option => ({
    value: group.id,
    label: plainText(group.name),
    description: `${t(group.mode ?? 'static')} · ${group.owner.name}`,
  })
  const anyOption = any === undefined ? [] : [{ value: '', label: any }]
  const items = (found.data?.items ?? []).filter(({ id }) => id !== except)
  const shown = name ?? chosen.data?.name ?? value
  return (
    <Select
      ariaLabel={t('group')}
      placeholder={t('chooseGroup')}
      options={[...anyOption, ...items.map(optionOf)]}
      selectedOption={value === '' ? (anyOption[0] ?? null) : { value, label: plainText(shown) }}
      filteringType="manual"
      filteringAriaLabel={t('find')}
      filteringPlaceholder={t('find')}
      statusType={found.error ? 'error' : found.isFetching ? 'loading' : 'finished'}
      loadingText={t('loading')}
      errorText={t('notLoaded')}
      recoveryText={t('retry')}
      empty={t('noMatch')}
      expandToViewport
      onLoadItems={({ detail }) => {
        setTyped(detail.filteringText.trim())
        if (found.error) void found.refetch()
      }}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '', detail.selectedOption.label ?? '')}
    />
  )
}
