'use client'
import Select from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import type { Bundle } from '#shared/contracts/bundles.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useWhole } from '../../api/lists.ts'
import { useTopics } from '../../api/provider.tsx'

const wholePages = { limit: 100 }

type Props = { readonly chosen: Bundle | null; readonly onChosen: (bundle: Bundle) => void }

/** A saved bundle. One whose package was deleted is shown, and cannot be chosen. */
export const BundleSelect = ({ chosen, onChosen }: Props) => {
  const t = useTranslations('bundles')
  useTopics(['packages'])
  const { data, error, refetch, isFetching } = useWhole([routes.listBundles.path, null, wholePages], (api, cursor, signal) =>
    api.call(routes.listBundles, { query: { ...wholePages, ...cursor } }, { signal }),
  )
  const optionOf = (bundle: Bundle) => ({
    value: bundle.id,
    label: bundle.name,
    description: bundle.members.map(({ label, order }) => `${order}. ${label ?? t('deletedPackage')}`).join(' · '),
    disabled: bundle.members.some(({ label }) => label === null),
    disabledReason: t('incomplete'),
  })
  return (
    <Select
      options={(data ?? []).map(optionOf)}
      selectedOption={chosen ? optionOf(chosen) : null}
      filteringType="auto"
      placeholder={t('choose')}
      statusType={error ? 'error' : isFetching && !data ? 'loading' : 'finished'}
      loadingText={t('loading')}
      errorText={t('notLoaded')}
      recoveryText={t('retry')}
      empty={t('none')}
      onLoadItems={() => {
        if (error) void refetch()
      }}
      onChange={({ detail }) => {
        const bundle = data?.find(({ id }) => id === detail.selectedOption.value)
        if (bundle) onChosen(bundle)
      }}
    />
  )
}
