'use client'
import { useFormatter, useTranslations } from 'next-intl'
import type { Deployment } from '#shared/contracts/deployments.ts'
import styles from './progress.module.css'
import { endedIn, type Figures, figuresOf } from './state-looks.ts'

const order = ['done', 'failed', 'stopped', 'running', 'waiting'] as const satisfies readonly (keyof Figures)[]

/** How far a deployment is: one bar in the colours of the states, and the share that has ended. */
export const DeploymentProgress = ({ deployment }: { readonly deployment: Deployment }) => {
  const t = useTranslations('summary')
  const format = useFormatter()
  const figures = figuresOf(deployment.counts)
  const { total } = deployment
  const ended = endedIn(deployment.counts)
  // 9,999 of 10,000 is not yet 100 %.
  const share = total === 0 ? 0 : ended === total ? 1 : Math.min(0.99, ended / total)
  const text = format.number(share, { style: 'percent', maximumFractionDigits: 0 })
  return (
    <div className={styles.progress}>
      <progress className={styles.unseen} aria-label={t('progress')} max={Math.max(1, total)} value={ended}>
        {t('ended', { ended, total })}
      </progress>
      <div className={styles.bar} aria-hidden="true">
        {order.map((name) => (figures[name] > 0 ? <span key={name} className={styles[name]} style={{ flexGrow: figures[name] }} /> : null))}
      </div>
      <span className={styles.share}>{text}</span>
    </div>
  )
}
