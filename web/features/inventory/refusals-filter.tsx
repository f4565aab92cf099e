'use client'
import Button from '@cloudscape-design/components/button'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { refusalReasons } from '#shared/domain/inventory/refusals.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { useSites } from '../sites/use-sites.ts'

/** Site and reason; both stand in the address. */
export const RefusalsFilter = () => {
  const t = useTranslations('inventoryRefusals')
  const reasonText = useTranslations('refusalReasons')
  const { get, set } = useAddressQuery()
  const sites = useSites().data ?? []
  const [site, reason] = [get('site'), get('reason')]
  const anySite = { value: '', label: t('anySite') }
  const ofSites = [anySite, ...sites.map(({ id, name }) => ({ value: id, label: name }))]
  const anyReason = { value: '', label: t('anyReason') }
  const reasons = [anyReason, ...refusalReasons.map((one) => ({ value: one, label: reasonText(one) }))]
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <Select
        ariaLabel={t('site')}
        options={ofSites}
        selectedOption={ofSites.find(({ value }) => value === site) ?? { value: site, label: site }}
        filteringType="auto"
        expandToViewport
        onChange={({ detail }) => set({ site: detail.selectedOption.value ?? '' })}
      />
      <Select
        ariaLabel={t('reason')}
        options={reasons}
        selectedOption={reasons.find(({ value }) => value === reason) ?? anyReason}
        expandToViewport
        onChange={({ detail }) => set({ reason: detail.selectedOption.value ?? '' })}
      />
      {(site || reason) && (
        <Button variant="link" onClick={() => set({ site: '', reason: '' })}>
          {t('clear')}
        </Button>
      )}
    </SpaceBetween>
  )
}
