'use client'
import Select from '@cloudscape-design/components/select'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Package } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useOffered } from '../../api/lists.ts'
import { bytesText } from '../../ui/bytes.ts'

/** Packages offered at a time; more come by scrolling, typing narrows them. */
const offered = 50
/** No package has this for an id. */
const anyPackage = '*'

type Props = {
  readonly chosen: Package | null
  readonly onChosen: (item: Package) => void
  /** Not offered. */
  readonly without?: readonly string[]
  readonly placeholder?: string
  readonly ariaLabel?: string
  /** The words for "whichever", where that may be chosen too. */
  readonly any?: string
  readonly onAny?: () => void
}

/** A ready package, found by typing any part of its name. */
export const PackageSelect = ({ chosen, onChosen, without = [], placeholder, ariaLabel, any, onAny }: Props) => {
  const t = useTranslations('deploy')
  const locale = useLocale()
  const [text, setText] = useState('')
  const query = { limit: offered, status: 'ready', ...(text ? { search: text } : {}) } as const
  const found = useOffered([routes.listPackages.path, null, query], (api, cursor, signal) =>
    api.call(routes.listPackages, { query: { ...query, ...cursor } }, { signal }),
  )
  const optionOf = (item: Package) => ({
    value: item.id,
    label: `${item.label} ${item.version}`,
    description: item.description,
    labelTag: bytesText(item.size, locale),
  })
  const items = found.items.filter(({ id }) => !without.includes(id))
  return (
    <Select
      options={[...(any ? [{ value: anyPackage, label: any }] : []), ...items.map(optionOf)]}
      selectedOption={chosen ? optionOf(chosen) : null}
      filteringType="manual"
      filteringPlaceholder={t('findPackage')}
      filteringAriaLabel={t('findPackage')}
      placeholder={placeholder ?? t('choosePackage')}
      {...(ariaLabel ? { ariaLabel } : {})}
      statusType={found.status}
      loadingText={t('searching')}
      errorText={t('searchFailed')}
      recoveryText={t('retry')}
      empty={t('noPackage')}
      onLoadItems={({ detail }) => {
        if (detail.firstPage) setText(detail.filteringText)
        else found.more()
      }}
      onChange={({ detail }) => {
        if (detail.selectedOption.value === anyPackage) onAny?.()
        const item = items.find(({ id }) => id === detail.selectedOption.value)
        if (item) onChosen(item)
      }}
    />
  )
}
