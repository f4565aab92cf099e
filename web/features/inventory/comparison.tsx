'use client'
import Alert from '@cloudscape-design/components/alert'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import type { InventoryComparison } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { type ChangeKind, sumsOf } from './changes.ts'
import { type ComparedKind, comparedLines } from './compared.ts'
import { ComparisonTable } from './comparison-table.tsx'
import { useInventoryRefusal } from './use-inventory-refusal.ts'
import { useSay } from './use-say.ts'

type Props = {
  readonly answer: { readonly data: InventoryComparison | undefined; readonly error: unknown; readonly refetch: () => void }
  /** Where what is the same is read: the later of the two. */
  readonly ofWhole: { readonly machineId: string; readonly at: string }
  /** Names of the two, the earlier first. */
  readonly heads: readonly [string, string]
  readonly kinds: Readonly<Record<ComparedKind, string>>
  readonly sums: (counts: Record<ChangeKind, number>) => string
  readonly fileName: string
}

export const Comparison = ({ answer, ofWhole, heads, kinds, sums, fileName }: Props) => {
  const t = useTranslations('inventory')
  const say = useSay()
  const refusalOf = useInventoryRefusal()
  const [isWhole, setWhole] = useState(false)
  const whole = useAsk(
    routes.getMachineInventory,
    { params: { id: ofWhole.machineId }, query: ofWhole.at === '' ? {} : { at: ofWhole.at } },
    { enabled: isWhole },
  )
  const { data, error, refetch } = answer
  const record = (isWhole && whole.data?.inventory) || null
  const lines = useMemo(() => (data ? comparedLines(data.changes, record, say) : []), [data, record, say])
  const refusal = refusalOf(error)
  if (refusal !== null)
    return (
      <Alert type="warning" header={t('notCompared')}>
        {refusal}
      </Alert>
    )
  if (!data) return error ? <Failure error={error} onRetry={refetch} /> : <Loading />
  return (
    <>
      {data.acrossAgents && <Alert type="info">{t('otherAgents')}</Alert>}
      {whole.error !== null && isWhole && <Failure error={whole.error} onRetry={() => void whole.refetch()} />}
      <ComparisonTable
        lines={lines}
        heads={heads}
        kinds={kinds}
        sums={sums(sumsOf(data))}
        fileName={fileName}
        whole={{ is: isWhole, onChange: setWhole, loading: isWhole && !whole.data && !whole.error }}
      />
    </>
  )
}
