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

/** The two instants to compare; without the second, the present. They stand in the address. */
export const CompareDates = () => {
  const t = useTranslations('inventory')
  const say = useTranslations('faults')
  const { get, set } = useAddressQuery()
  const known = { from: get('from'), to: get('to') }
  const [typed, setTyped] = useState(() => ({ from: typedOf(known.from || null), to: typedOf(known.to || null) }))
  const [faults, setFaults] = useState({ from: '', to: '' })
  const compare = () => {
    const faultOf = (instant: string | null): string => (instant !== null && !Instant.safeParse(instant).success ? say('instant') : '')
    const [from, to] = [endOfDayOr(typed.from), endOfDayOr(typed.to)]
    const found = { from: faultOf(from), to: faultOf(to) }
    if (from !== null && to !== null && found.from === '' && found.to === '' && from > to) found.to = say('beforeFrom')
    setFaults(found)
    if (found.from === '' && found.to === '') set({ from: from ?? '', to: to ?? '' })
  }
  return (
    <SpaceBetween direction="horizontal" size="m" alignItems="start">
      <InstantField
        label={t('from')}
        description={t('fromHelp')}
        fault={faults.from}
        value={typed.from}
        onChange={(from) => setTyped({ ...typed, from })}
      />
      <InstantField
        label={t('to')}
        description={t('toHelp')}
        fault={faults.to}
        value={typed.to}
        onChange={(to) => setTyped({ ...typed, to })}
      />
      <Button variant="primary" onClick={compare}>
        {t('compare')}
      </Button>
    </SpaceBetween>
  )
}
