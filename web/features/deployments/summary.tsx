'use client'
import { useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import { When } from '../../ui/when.tsx'
import { endedIn, figuresOf, isUnfinished } from './state-looks.ts'

/** The one line that says how it goes. */
export const Summary = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('summary')
  const { counts, total, state, nextAt, options } = deployment
  const figures = figuresOf(counts)
  const parts = [t('done', { done: figures.done, total })]
  if (figures.failed > 0) parts.push(t('failed', { count: figures.failed }))
  if (figures.running > 0) parts.push(t('running', { count: figures.running }))
  if (figures.waiting > 0) parts.push(t('waiting', { count: figures.waiting }))
  if (figures.stopped > 0) parts.push(t('stopped', { count: figures.stopped }))
  if (state === 'preparing') parts.push(t('preparing'))
  if (state === 'stopping') parts.push(t('stopping'))
  const next = nextAt ?? (state === 'scheduled' ? options.startAt : null)
  const waitsOnly = isUnfinished(deployment) && figures.running === 0 && endedIn(counts) < total
  return (
    <span data-testid="summary">
      {parts.join(', ')}
      {next !== null && waitsOnly && (
        <>
          {', '}
          {t('next')} <When at={next} />
        </>
      )}
    </span>
  )
}
