'use client'
import { useTranslations } from 'next-intl'
import type { Deployment, DeploymentWithSites } from '#shared/contracts/deployments.ts'
import { useClock } from '../../ui/now.tsx'
import { useMoment } from '../../ui/use-moment.ts'
import { type NextStep, nextStep } from './next-step.ts'
import { figuresOf } from './state-looks.ts'

/** The one line that says how it goes, and when what happens next. */
export const Summary = ({ deployment }: { readonly deployment: Deployment | DeploymentWithSites }) => {
  const t = useTranslations('summary')
  const { moment } = useMoment()
  const now = useClock()
  const { counts, total } = deployment
  const figures = figuresOf(counts)
  const paused = counts.paused ?? 0
  const waiting = figures.waiting - paused
  const parts = [t('done', { done: figures.done, total })]
  if (figures.failed > 0) parts.push(t('failed', { count: figures.failed }))
  if (figures.running > 0) parts.push(t('running', { count: figures.running }))
  if (waiting > 0) parts.push(t('waiting', { count: waiting }))
  if (paused > 0) parts.push(t('held', { count: paused }))
  if (figures.stopped > 0) parts.push(t('stopped', { count: figures.stopped }))
  const sayNext = (next: NonNullable<NextStep>): string => {
    switch (next.kind) {
      case 'opens':
        return t('opens', { at: moment(next.at, next.zone), site: next.site, others: next.others })
      case 'closes':
        return t('closes', { at: moment(next.at, next.zone) })
      case 'starts':
      case 'next':
        return t(next.kind, { at: moment(next.at) })
      case 'silent':
        return t('silent', { site: next.site })
      default:
        return t(next.kind)
    }
  }
  const next = nextStep(deployment, now)
  if (next) parts.push(sayNext(next))
  return <span data-testid="summary">{parts.join(', ')}</span>
}
