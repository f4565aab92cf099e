'use client'
import DateRangePicker from '@cloudscape-design/components/date-range-picker'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Chips } from '../../ui/chips.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { PackageSelect } from '../packages/package-select.tsx'
import { useCan } from '../session/session.tsx'
import { offeredStates } from './deployment-filter.ts'
import styles from './filter-bar.module.css'
import { deploymentLooks } from './state-looks.ts'

const everyState = 'all'

/** Deployments by state, name, package, person and date; all of it stands in the address. */
export const FilterBar = () => {
  const t = useTranslations('deployments')
  const word = useTranslations('deploymentStates')
  const can = useCan()
  const { get, set } = useAddressQuery()
  const packageId = get('package')
  const item = useAsk(routes.getPackage, { params: { id: packageId } }, { enabled: packageId !== '' && can('package:list') })
  const byName = useCallback((name: string) => set({ name }), [set])
  const byPerson = useCallback((by: string) => set({ by }), [set])
  const [from, to] = [get('from'), get('to')]
  return (
    <div className={styles.bar}>
      <Chips
        legend={t('state')}
        chosen={get('state') === '' ? everyState : get('state')}
        onChoose={(id) => set({ state: id === everyState ? '' : id })}
        chips={[
          { id: everyState, label: t('all') },
          ...offeredStates.map((state) => ({ id: state, label: <StatusWord {...deploymentLooks[state]}>{word(state)}</StatusWord> })),
        ]}
      />
      <div className={styles.fields}>
        <SearchField value={get('name')} placeholder={t('findName')} onChange={byName} />
        <SearchField value={get('by')} placeholder={t('findPerson')} onChange={byPerson} />
        {can('package:list') && (
          <PackageSelect
            chosen={packageId === '' ? null : (item.data ?? null)}
            placeholder={t('anyPackage')}
            ariaLabel={t('package')}
            any={t('anyPackage')}
            onAny={() => set({ package: '' })}
            onChosen={({ id }) => set({ package: id })}
          />
        )}
        <DateRangePicker
          value={from === '' || to === '' ? null : { type: 'absolute', startDate: from, endDate: to }}
          ariaLabel={t('launchedBetween')}
          placeholder={t('anyDate')}
          rangeSelectorMode="absolute-only"
          relativeOptions={[]}
          dateOnly
          showClearButton
          isValidRange={(range) =>
            range?.type === 'absolute' && range.startDate !== '' && range.endDate !== ''
              ? { valid: true }
              : { valid: false, errorMessage: t('bothDates') }
          }
          onChange={({ detail: { value } }) =>
            set(value?.type === 'absolute' ? { from: value.startDate.slice(0, 10), to: value.endDate.slice(0, 10) } : { from: '', to: '' })
          }
        />
      </div>
    </div>
  )
}
