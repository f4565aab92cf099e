'use client'
import { useTranslations } from 'next-intl'
import type { InventorySince } from '#shared/contracts/inventory-views.ts'
import { routes } from '#shared/contracts/routes.ts'
import { useAsk } from '../../api/provider.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Loading } from '../../ui/loading.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { plainText } from '../log/plain-text.ts'
import type { SinceWanted } from './since-wanted.ts'

type Props = { readonly machineId: string; readonly wanted: SinceWanted }

/** Since when the machine has it at all, and since when in this version. */
export const SinceAnswer = ({ machineId, wanted: { section, name, version } }: Props) => {
  const t = useTranslations('inventory')
  const absolute = useAbsoluteTime()
  const params = { id: machineId }
  const atAll = useAsk(routes.getInventorySince, { params, query: { section, name } })
  const asItIs = useAsk(
    routes.getInventorySince,
    { params, query: { section, name, ...(version ? { version } : {}) } },
    { enabled: version !== null },
  )
  const error = atAll.error ?? asItIs.error
  if (error) return <Failure error={error} onRetry={() => void (atAll.error ? atAll : asItIs).refetch()} />
  if (!atAll.data || (version !== null && !asItIs.data)) return <Loading />
  const said = ({ since, isExact }: InventorySince): string =>
    since === null ? t('sinceGone') : isExact ? t('sinceExactly', { at: absolute(since) }) : t('sinceOrBefore', { at: absolute(since) })
  const before = asItIs.data?.previousVersion ?? null
  return (
    <>
      <div>{t('sinceAtAll', { since: said(atAll.data) })}</div>
      {asItIs.data && version !== null && (
        <div>
          {section === 'registry'
            ? t('sinceValue', { since: said(asItIs.data) })
            : t('sinceVersion', { version: plainText(version), since: said(asItIs.data) })}
        </div>
      )}
      {before !== null && <div>{t('versionBefore', { version: plainText(before) })}</div>}
    </>
  )
}
