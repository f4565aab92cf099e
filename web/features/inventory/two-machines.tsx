'use client'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { plainText } from '../log/plain-text.ts'
import { Comparison } from './comparison.tsx'

type Props = { readonly machine: Machine; readonly otherId: string }

/** What one machine has and another has not. The service compares from the other one to this one. */
export const TwoMachines = ({ machine, otherId }: Props) => {
  const t = useTranslations('inventory')
  const other = useAsk(routes.getMachine, { params: { id: otherId } })
  const answer = useAsk(routes.compareInventories, { params: { id: machine.id }, query: { with: otherId } })
  const names = { one: plainText(machine.name), other: plainText(other.data?.name ?? otherId) }
  return (
    <Comparison
      answer={{ data: answer.data, error: answer.error, refetch: () => void answer.refetch() }}
      ofWhole={{ machineId: machine.id, at: '' }}
      heads={[names.other, names.one]}
      kinds={{
        added: t('onlyOn', { name: names.one }),
        changed: t('differs'),
        removed: t('onlyOn', { name: names.other }),
        same: t('same'),
      }}
      sums={(counts) => t('sumsOfTwo', { ...counts, ...names })}
      fileName={`${names.other} ${names.one}`}
    />
  )
}
