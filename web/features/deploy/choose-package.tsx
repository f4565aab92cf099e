'use client'
import Select from '@cloudscape-design/components/select'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { Package } from '#shared/contracts/packages.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { bytesText } from '../../ui/bytes.ts'
import { Failure } from '../../ui/failure.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'

/** Packages offered at a time; typing narrows them. */
const offered = 50

type Props = { readonly chosen: Package | null; readonly onChosen: (item: Package | null) => void }

/** A ready package, found by typing any part of its name. The one in the address is chosen already. */
export const ChoosePackage = ({ chosen, onChosen }: Props) => {
  const t = useTranslations('deploy')
  const locale = useLocale()
  const [text, setText] = useState('')
  const wanted = useAddressQuery().get('package')
  const first = useAsk(routes.getPackage, { params: { id: wanted } }, { enabled: wanted !== '' })
  const found = useAsk(
    routes.listPackages,
    { query: { limit: offered, status: 'ready', ...(text ? { search: text } : {}) } },
    { keepPrevious: true },
  )
  useEffect(() => {
    if (first.data?.status === 'ready') onChosen(first.data)
  }, [first.data, onChosen])
  if (first.error) return <Failure error={first.error} onRetry={() => void first.refetch()} />
  const optionOf = (item: Package) => ({
    value: item.id,
    label: `${item.label} ${item.version}`,
    description: item.description,
    labelTag: bytesText(item.size, locale),
  })
  return (
    <Select
      options={(found.data?.items ?? []).map(optionOf)}
      selectedOption={chosen ? optionOf(chosen) : null}
      filteringType="manual"
      filteringPlaceholder={t('findPackage')}
      filteringAriaLabel={t('findPackage')}
      placeholder={t('choosePackage')}
      statusType={found.error ? 'error' : found.isFetching ? 'loading' : 'finished'}
      loadingText={t('searching')}
      errorText={t('searchFailed')}
      recoveryText={t('retry')}
      empty={t('noPackage')}
      onLoadItems={({ detail }) => {
        setText(detail.filteringText)
        if (found.error) void found.refetch()
      }}
      onChange={({ detail }) => onChosen(found.data?.items.find(({ id }) => id === detail.selectedOption.value) ?? null)}
    />
  )
}
