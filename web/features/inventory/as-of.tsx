'use client'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Instant } from '#shared/contracts/common.ts'
import { InstantField } from '../../ui/instant-field.tsx'
import { typedOf } from '../../ui/local-instant.ts'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { endOfDayOr } from './end-of-day.ts'

/** Asks for the inventory as it was; the instant stands in the address. */
export const AsOf = () => {
  const t = useTranslations('inventory')
  const faults = useTranslations('faults')
  const address = useAddressQuery()
  const at = address.get('at')
  const [known, setKnown] = useState(at)
  const [typed, setTyped] = useState(() => typedOf(at === '' ? null : at))
  const [fault, setFault] = useState('')
  // Another instant was asked for from elsewhere: a line of the changes, the address.
  if (known !== at) {
    setKnown(at)
    setTyped(typedOf(at === '' ? null : at))
    setFault('')
  }
  const show = () => {
    const instant = endOfDayOr(typed)
    if (instant !== null && !Instant.safeParse(instant).success) return setFault(faults('instant'))
    setFault('')
    address.set({ at: instant ?? '' })
  }
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="end">
      <InstantField label={t('asOf')} description={t('asOfHelp')} fault={fault} value={typed} onChange={setTyped} />
      <Button onClick={show}>{t('show')}</Button>
      {at !== '' && <Button onClick={() => address.set({ at: '' })}>{t('present')}</Button>}
    </SpaceBetween>
  )
}
