'use client'
import { useTranslations } from 'next-intl'
import type { Edge } from '#shared/contracts/sites.ts'
import { useClock } from '../../ui/now.tsx'
import { StatusWord } from '../../ui/status-word.tsx'
import { When } from '../../ui/when.tsx'
import { isSilent } from './silent.ts'

export const EdgeSeen = ({ edge }: { readonly edge: Edge }) => {
  const t = useTranslations('sites')
  const silent = isSilent(edge, useClock())
  return (
    <StatusWord tone={silent ? 'red' : 'green'} icon={silent ? 'status-negative' : 'status-positive'}>
      {silent ? t('silent') : t('present')} · {edge.lastSeenAt ? <When at={edge.lastSeenAt} past /> : t('neverSeen')}
    </StatusWord>
  )
}
