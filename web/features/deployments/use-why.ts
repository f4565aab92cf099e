'use client'
import { useTranslations } from 'next-intl'
import type { Execution } from '#shared/contracts/deployments.ts'
import { useMoment } from '../../ui/use-moment.ts'
import { useSites } from '../sites/use-sites.ts'
import { whyKey, whyReason } from './why-keys.ts'

/**
 * Says in one sentence, in the person's language and zone, why an execution is not done and what happens next.
 * Made from the code and the facts of the API, whose own sentence is English and in UTC.
 */
export const useWhy = (): ((execution: Execution) => string | null) => {
  const t = useTranslations('why')
  const reasons = useTranslations('reasons')
  const { moment, since } = useMoment()
  const { data: sites } = useSites()
  return ({ why, siteId }) => {
    if (!why) return null
    const { facts } = why
    const zone = sites?.find(({ id }) => id === siteId)?.timeZone
    const next = t(whyKey(why), {
      attempt: facts.attempt,
      next: Math.min(facts.attempt + 1, facts.attempts),
      attempts: facts.attempts,
      site: facts.site,
      edge: facts.edge ?? '',
      slots: facts.slots ?? 0,
      waitsFor: facts.waitsFor ?? '',
      silence: facts.seenAt === null ? '' : since(facts.seenAt),
      at: facts.at === null ? t('soon') : moment(facts.at, why.code === 'window' ? zone : undefined),
    })
    const reason = whyReason(why)
    if (reason === null) return next
    return `${reasons(reason)}${facts.detail === '' ? '' : ` (${facts.detail})`}. ${next}`
  }
}
