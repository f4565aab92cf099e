'use client'
import { useTranslations } from 'next-intl'
import { stagesOf } from './members.ts'
import styles from './stages.module.css'

type Shown = { readonly packageId: string; readonly label: string | null; readonly version: string | null; readonly order: string | number }

/** How a bundle runs: one step after the other, what has the same order side by side. */
export const Stages = ({ members }: { readonly members: readonly Shown[] }) => {
  const t = useTranslations('bundles')
  return (
    <ol className={styles.stages} aria-label={t('howItRuns')}>
      {stagesOf(members).map((stage) => (
        <li key={stage.order} className={styles.stage}>
          <span className={styles.order}>{Number.isNaN(stage.order) ? '?' : stage.order}</span>
          <span className={styles.members}>
            {stage.members.map(({ packageId, label, version }) => (
              <span key={packageId} className={styles.member}>
                {label === null ? t('deletedPackage') : `${label} ${version ?? ''}`}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  )
}
