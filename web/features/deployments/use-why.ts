'use client'
import { useTranslations } from 'next-intl'
import type { Execution } from '#shared/contracts/deployments.ts'
import { useClock } from '../../ui/now.tsx'
import { useAbsoluteTime } from '../../ui/when.tsx'
import { isSilent } from '../sites/silent.ts'
import { useSites } from '../sites/use-sites.ts'
import { type SiteVoice, whyOf } from './why.ts'

/**
 * Says in one sentence, in the person's language and zone, why an execution is not done and what happens next.
 * Made from the codes of the API, whose own sentence (`why`) is English and in UTC.
 */
export const useWhy = (): ((execution: Execution) => string | null) => {
  const t = useTranslations('why')
  const reasons = useTranslations('reasons')
  const absolute = useAbsoluteTime()
  const clock = useClock()
  const { data: sites } = useSites()
  return (execution) => {
    const site = sites?.find(({ id }) => id === execution.siteId)
    const edges = site?.edges ?? []
    const voice: SiteVoice = !site || edges.some((edge) => !isSilent(edge, clock)) ? 'heard' : edges.length === 0 ? 'none' : 'silent'
    const why = whyOf(execution, voice)
    if (!why) return null
    const next = t(why.next, {
      attempt: execution.attempt,
      attempts: execution.attempts,
      site: site?.name ?? execution.siteId,
      at: why.at === null ? t('soon') : absolute(why.at),
    })
    if (why.reason === null) return next
    const reason = why.detail === '' ? reasons(why.reason) : `${reasons(why.reason)} (${why.detail})`
    return `${reason}. ${next}`
  }
}
