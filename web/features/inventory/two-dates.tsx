'use client'
import { useTranslations } from 'next-intl'
import type { Machine } from '#shared/contracts/machines.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { Comparison } from './comparison.tsx'

type Props = { readonly machine: Machine; readonly from: string; readonly to: string }

/** What a machine has become from one instant to another; without the first, since its history begins. */
export const TwoDates = ({ machine, from, to }: Props) => {
  const t = useTranslations('inventory')
  const absolute = useAbsoluteTime()
  const params = { id: machine.id }
  const now = useAsk(routes.getMachineInventory, { params, query: {} }, { enabled: from === '' })
  const begins = from !== '' ? from : (now.data?.historyFrom ?? '')
  const query = { from: begins, ...(to === '' ? {} : { to }) }
  const answer = useAsk(routes.compareInventories, { params, query }, { enabled: begins !== '' })
  return (
    <Comparison
      answer={{ data: answer.data, error: answer.error ?? now.error, refetch: () => void (now.error ? now : answer).refetch() }}
      ofWhole={{ machineId: machine.id, at: to }}
      heads={[begins === '' ? t('before') : absolute(begins), to === '' ? t('now') : absolute(to)]}
      kinds={{ added: t('added'), changed: t('changed'), removed: t('removed'), same: t('same') }}
      sums={(counts) => t('sums', counts)}
      fileName={`${machine.name} ${begins.slice(0, 10)} ${to.slice(0, 10)}`}
    />
  )
}
