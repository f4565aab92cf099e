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
  const parts = [
    { figure: 'done', shown: true, text: t('done', { done: figures.done, total }) },
    { figure: 'failed', shown: figures.failed > 0, text: t('failed', { count: figures.failed }) },
    { figure: 'running', shown: figures.running > 0, text: t('running', { count: figures.running }) },
    { figure: 'waiting', shown: waiting > 0, text: t('waiting', { count: waiting }) },
    { figure: 'held', shown: paused > 0, text: t('held', { count: paused }) },
    { figure: 'stopped', shown: figures.stopped > 0, text: t('stopped', { count: figures.stopped }) },
  ].filter(({ shown }) => shown)
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
  return (
    <span data-testid="summary">
      {parts.map(({ figure, text }, place) => (
        <span key={figure} data-figure={figure}>
          {place > 0 && ', '}
          {text}
        </span>
      ))}
      {next && `, ${sayNext(next)}`}
    </span>
  )
}
