'use client'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { Chips } from '../../ui/chips.tsx'
import { useAddressQuery } from '../../ui/use-address-query.ts'
import { CompareDates } from './compare-dates.tsx'
import { MachineSelect } from './machine-select.tsx'
import { TwoDates } from './two-dates.tsx'
import { TwoMachines } from './two-machines.tsx'

/** A machine beside itself at another date, or beside another machine. What is compared stands in the address. */
export const CompareView = ({ machine }: { readonly machine: Machine }) => {
  const t = useTranslations('inventory')
  const { get, set } = useAddressQuery()
  const against = get('against') === 'machine' ? 'machine' : 'date'
  const other = get('with')
  return (
    <SpaceBetween size="m">
      <Chips
        legend={t('against')}
        chosen={against}
        onChoose={(id) => set({ against: id === 'date' ? '' : id })}
        chips={[
          { id: 'date', label: t('againstDate') },
          { id: 'machine', label: t('againstMachine') },
        ]}
      />
      {against === 'machine' ? (
        <>
          <MachineSelect value={other} except={machine.id} onChange={(id) => set({ with: id })} />
          {other !== '' && <TwoMachines machine={machine} otherId={other} />}
        </>
      ) : (
        <>
          <CompareDates />
          <TwoDates machine={machine} from={get('from')} to={get('to')} />
        </>
      )}
    </SpaceBetween>
  )
}
