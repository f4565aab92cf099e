'use client'
import Select, { type SelectProps } from '@cloudscape-design/components/select'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { plainText } from '../log/plain-text.ts'
import { useSiteName } from '../sites/use-sites.ts'
import { useOfferedMachines } from './use-offered-machines.ts'

type Props = { readonly value: string; readonly except: string; readonly onChange: (machineId: string) => void }

/** Chooses a machine by a part of its name. */
export const MachineSelect = ({ value, except, onChange }: Props) => {
  const t = useTranslations('inventory')
  const siteName = useSiteName()
  const [typed, setTyped] = useState<string | null>(null)
  const chosen = useAsk(routes.getMachine, { params: { id: value } }, { enabled: value !== '' })
  const found = useOfferedMachines(typed ?? '', {}, typed !== null)
  const optionOf = ({ id, name, siteId }: { id: string; name: string; siteId: string }): SelectProps.Option => ({
    value: id,
    label: plainText(name),
    description: siteName(siteId),
  })
  return (
    <Select
      ariaLabel={t('otherMachine')}
      placeholder={t('chooseMachine')}
      options={found.items.filter(({ id }) => id !== except).map(optionOf)}
      selectedOption={value === '' ? null : chosen.data ? optionOf(chosen.data) : { value, label: value }}
      filteringType="manual"
      filteringAriaLabel={t('findMachine')}
      filteringPlaceholder={t('findMachine')}
      statusType={found.status}
      empty={t('noMatch')}
      expandToViewport
      onLoadItems={({ detail }) => {
        if (detail.firstPage) setTyped(detail.filteringText.trim())
        else found.more()
      }}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  )
}
